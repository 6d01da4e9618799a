"""The public feeds: what stands on the network, safely, for anybody, and only where the organisation opened one."""

import json
from typing import Any

import feedparser
import pytest
from django.test import Client
from django.urls import reverse

from beffroi.archive.models import Post
from beffroi.directory.models import Account
from beffroi.journal.models import Event
from beffroi.publishing.duties import send_due
from beffroi.publishing.models import Draft, Publication, amending
from beffroi.publishing.models.feed import NEWEST, entries
from beffroi.publishing.models.version import Image
from tests.cast import NOW, Feurs, minutes
from tests.publishing.test_images import photo

HOSTILE = '<script>alert("1")</script> & “<b>”\x08\ud7ff ]]> \u202e'


def publish(feurs: Feurs, text: str = "La halle rouvre.", after: float = 0, **more: Any) -> Draft:
    at = NOW + minutes(after)
    draft = Draft.begin(
        organisation=feurs.organisation, by=feurs.bruno, text=text, now=at, **{"accounts": [feurs.account], **more}
    )
    return leave(feurs, draft, after)


def leave(feurs: Feurs, draft: Draft, after: float) -> Draft:
    at = NOW + minutes(after)
    draft.submit(by=feurs.bruno, now=at)
    draft.approve(by=feurs.chloe, version=draft.latest.number, now=at)
    while send_due(at):
        pass
    return Draft.objects.get(pk=draft.pk)


def change(feurs: Feurs, draft: Draft, text: str, after: float) -> None:
    edit = amending.change_text(draft, by=feurs.bruno, now=NOW)
    edit.revise(text=text, by=feurs.bruno, accounts=[feurs.account], seen=1, now=NOW + minutes(after))
    leave(feurs, edit, after)


@pytest.fixture
def opened(feurs: Feurs) -> Feurs:
    feurs.account.show_feed(True, by=feurs.ana, now=NOW)
    return feurs


def there(account: Account, kind: str) -> str:
    return reverse("account_feed", args=[account.pk, kind])


def read(client: Client, account: Account, kind: str = "atom") -> Any:
    answer = client.get(there(account, kind))
    assert answer.status_code == 200
    found = feedparser.parse(answer.content, response_headers={"content-type": answer["Content-Type"]})
    assert not found.bozo, found.bozo_exception
    return found


def said(client: Client, account: Account) -> list[dict[str, Any]]:
    feed = json.loads(client.get(there(account, "json")).content)
    assert feed["version"] == "https://jsonfeed.org/version/1.1"
    items: list[dict[str, Any]] = feed["items"]
    return items


@pytest.mark.parametrize("kind", ["atom", "rss"])
def test_what_left_can_be_read_by_any_reader(kind: str, opened: Feurs, client: Client) -> None:
    publish(opened, "La halle rouvre.\nÀ 10 h : https://feurs.example/halle")
    publish(opened, "Et le marché.", after=1)
    feed = read(client, opened.account, kind)
    assert feed.feed.title == "Ville de Feurs"
    assert [entry.title for entry in feed.entries] == [
        "Et le marché.",
        "La halle rouvre. À 10 h : https://feurs.example/halle",
    ]
    assert 'href="https://feurs.example/halle"' in feed.entries[1].summary
    assert len({entry.id for entry in feed.entries}) == 2
    assert feed.entries[0].link.startswith("http://testserver/")


def test_the_json_feed_says_the_same(opened: Feurs, client: Client) -> None:
    publish(opened)
    [item] = said(client, opened.account)
    assert item["content_text"] == "La halle rouvre."
    assert item["id"] == read(client, opened.account).entries[0].id
    assert item["language"] == "fr"


def test_a_feed_is_closed_until_somebody_opens_it_and_closed_again(feurs: Feurs, client: Client) -> None:
    publish(feurs)
    assert client.get(there(feurs.account, "atom")).status_code == 404
    client.force_login(feurs.ana)
    client.post(reverse("account_feed_switch", args=[feurs.account.pk]), {"show": "yes"})
    client.logout()
    assert len(read(client, feurs.account).entries) == 1
    client.force_login(feurs.ana)
    client.post(reverse("account_feed_switch", args=[feurs.account.pk]), {"show": "no"})
    assert client.get(there(feurs.account, "atom")).status_code == 404
    verbs = Event.objects.filter(verb__startswith="ACCOUNT_FEED").order_by("number").values_list("verb", flat=True)
    assert list(verbs) == ["ACCOUNT_FEED_OPENED", "ACCOUNT_FEED_CLOSED"]


def test_who_may_not_connect_accounts_opens_no_feed(feurs: Feurs, client: Client) -> None:
    client.force_login(feurs.bruno)
    assert client.post(reverse("account_feed_switch", args=[feurs.account.pk]), {"show": "yes"}).status_code == 403
    client.force_login(feurs.bruno)
    assert "Open a public feed" not in client.get(reverse("accounts")).content.decode()


@pytest.mark.parametrize("kind", ["atom", "rss"])
def test_a_hostile_text_stays_text(kind: str, opened: Feurs, client: Client) -> None:
    publish(opened, HOSTILE)
    answer = client.get(there(opened.account, kind))
    assert b"<script" not in answer.content
    [entry] = read(client, opened.account, kind).entries
    assert "&lt;script&gt;" in entry.summary
    [item] = said(client, opened.account)
    assert "<script" not in item["content_html"]


def test_a_thread_is_one_entry(opened: Feurs, client: Client) -> None:
    publish(opened, "Un.\n---\nDeux.\n---\nTrois.", is_thread=True)
    [item] = said(client, opened.account)
    assert item["content_text"] == "Un.\n\nDeux.\n\nTrois."


def test_a_deleted_post_is_gone_from_the_feed(opened: Feurs, client: Client) -> None:
    draft = publish(opened)
    publish(opened, "Une autre.", after=1)
    draft.publications.get().take_away(by=opened.chloe, now=NOW + minutes(2))
    send_due(NOW + minutes(2))
    assert [item["content_text"] for item in said(client, opened.account)] == ["Une autre."]


def test_a_changed_text_is_shown_as_it_reads_now_under_the_same_name(opened: Feurs, client: Client) -> None:
    draft = publish(opened)
    [before] = said(client, opened.account)
    change(opened, draft, "La halle rouvre mardi.", after=5)
    [after] = said(client, opened.account)
    assert after["content_text"] == "La halle rouvre mardi."
    assert after["id"] == before["id"]
    assert after["date_published"] == before["date_published"]
    assert after["date_modified"] > before["date_modified"]


def test_an_answer_to_a_citizen_is_not_in_the_feed(opened: Feurs, client: Client) -> None:
    publish(opened)
    publish(opened, "Oui, à 10 h.", after=1, in_reply_to=Post.objects.first())
    assert [item["content_text"] for item in said(client, opened.account)] == ["La halle rouvre."]


def test_what_waits_failed_or_was_withdrawn_is_not_in_the_feed(opened: Feurs, client: Client) -> None:
    publish(opened)
    Publication.objects.update(state="withdrawn")
    assert said(client, opened.account) == []
    assert read(client, opened.account).entries == []


def test_an_image_of_the_feed_can_be_read_by_anybody_and_no_other(opened: Feurs, client: Client) -> None:
    def picture(alt: str) -> Image:
        return Image(alt=alt, mime="image/jpeg", content=photo().getvalue(), width=4, height=3)

    shown = publish(opened, images=[picture("La halle")])
    waiting = Draft.begin(
        organisation=opened.organisation,
        by=opened.bruno,
        accounts=[opened.account],
        text="x",
        now=NOW,
        images=[picture("Secret")],
    )
    [entry] = read(client, opened.account).entries
    [enclosure] = entry.enclosures
    address = reverse("feed_image", args=[opened.account.pk, shown.latest.attachments.get().pk])
    assert enclosure.href == f"http://testserver{address}"
    picture_there = client.get(address)
    assert (picture_there["Content-Type"], picture_there.content[:2]) == ("image/jpeg", b"\xff\xd8")
    assert int(enclosure.length) == len(picture_there.content)
    [item] = said(client, opened.account)
    assert 'alt="La halle"' in item["content_html"]
    secret = waiting.latest.attachments.get().pk
    assert client.get(reverse("feed_image", args=[opened.account.pk, secret])).status_code == 404
    opened.account.show_feed(False, by=opened.ana, now=NOW)
    assert client.get(address).status_code == 404


@pytest.mark.parametrize("kind", ["atom", "rss", "json"])
def test_a_reader_that_has_it_already_is_told_so(kind: str, opened: Feurs, client: Client) -> None:
    draft = publish(opened)
    first = client.get(there(opened.account, kind))
    known = {"If-None-Match": first["ETag"]}
    again = client.get(there(opened.account, kind), headers=known)
    assert (again.status_code, again.content) == (304, b"")
    since = {"If-Modified-Since": first["Last-Modified"]}
    assert client.get(there(opened.account, kind), headers=since).status_code == 304
    draft.publications.get().take_away(by=opened.chloe, now=NOW + minutes(2))
    send_due(NOW + minutes(2))
    assert client.get(there(opened.account, kind), headers=known).status_code == 200
    assert client.get(there(opened.account, kind), headers=since).status_code == 200


def test_an_empty_feed_is_the_same_at_every_reading(opened: Feurs, client: Client) -> None:
    assert client.get(there(opened.account, "atom"))["ETag"] == client.get(there(opened.account, "atom"))["ETag"]
    assert read(client, opened.account, "rss").entries == []


def test_only_the_newest_are_shown_in_as_many_queries_for_many_as_for_one(
    opened: Feurs, client: Client, django_assert_max_num_queries: Any
) -> None:
    for number in range(NEWEST + 2):
        publish(opened, f"Point {number}", after=number)
    with django_assert_max_num_queries(7):
        found = entries(opened.account)
    assert [entry.text for entry in found][:2] == [f"Point {NEWEST + 1}", f"Point {NEWEST}"]
    assert len(found) == NEWEST


def test_an_unknown_kind_of_feed_is_not_there(opened: Feurs, client: Client) -> None:
    assert client.get(there(opened.account, "pdf")).status_code == 404
    assert client.post(there(opened.account, "atom")).status_code == 405
