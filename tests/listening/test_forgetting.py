"""What was found goes when its time is over, or when the person asks."""

from datetime import datetime

import pytest
from django.test import Client
from django.urls import reverse

from beffroi.archive.models import Mention, OwnPost, Post
from beffroi.chronicle.models import Incident
from beffroi.connectors.contract import StreamEvent
from beffroi.inbox.models import Case
from beffroi.journal.models import Event
from beffroi.keeping.going import let_go
from beffroi.listening.duties import open_streams
from beffroi.listening.forgetting import opt_out
from beffroi.listening.intake import Ear, take_in
from beffroi.listening.models import Match, OptOut, Retention, SavedSearch, Stream
from beffroi.listening.models.retention import will_go
from beffroi.vocabulary import Post as SeenPost
from beffroi.vocabulary import Profile, Ref, Sentence
from tests.cast import NOW, Feurs, minutes

EVE = Profile("sandbox", "eve-id", "eve", "Ève")
DAY = minutes(24 * 60)
ENGLISH = {"accept-language": "en"}


@pytest.fixture
def search(feurs: Feurs) -> SavedSearch:
    return SavedSearch.save_new(organisation=feurs.organisation, name="Le pont", text="pont", by=feurs.driss, now=NOW)


def found(search: SavedSearch, name: str, at: datetime, **more: object) -> Post:
    """A post that the search found at this moment."""
    seen = SeenPost("sandbox", name, EVE, "le pont", at, **more)  # type: ignore[arg-type]  # the vocabulary's own words
    post = Post.store(seen, now=at)
    Match.note(search, post, now=at)
    return post


def forget(now: datetime) -> int:
    """What the standing round lets go of what searches found."""
    whose = SavedSearch.objects.first()
    assert whose is not None
    return let_go(whose.organisation, now=now).get("listening.found", 0)


def kept() -> list[str]:
    return sorted(Post.objects.values_list("native_id", flat=True))


def test_after_thirty_days_a_find_and_its_post_are_deleted(search: SavedSearch) -> None:
    found(search, "old", NOW - 31 * DAY)
    found(search, "new", NOW - 29 * DAY)
    assert forget(NOW) == 1
    assert kept() == ["new"]
    assert Match.objects.count() == 1
    assert forget(NOW) == 0


def test_a_search_keeps_for_as_long_as_was_chosen_and_the_choice_is_in_the_ledger(
    feurs: Feurs, search: SavedSearch
) -> None:
    other = SavedSearch.save_new(organisation=feurs.organisation, name="x", text="pont", by=feurs.driss, now=NOW)
    found(search, "long", NOW - 80 * DAY)
    found(other, "short", NOW - 8 * DAY)
    Retention.choose(search, 90, by=feurs.driss, now=NOW)
    Retention.choose(other, 7, by=feurs.driss, now=NOW)
    Retention.choose(other, 7, by=feurs.driss, now=NOW)
    assert [event.detail["days"] for event in Event.objects.filter(verb="SEARCH_KEEPS_FOR")] == [90, 7]
    assert forget(NOW) == 1
    [left] = Post.objects.all()
    assert (left.native_id.startswith("erased:"), left.author_name, left.text) == (True, "", "le pont")


def test_a_post_that_two_searches_found_stays_while_one_keeps_it(feurs: Feurs, search: SavedSearch) -> None:
    post = found(search, "both", NOW - 40 * DAY)
    other = SavedSearch.save_new(organisation=feurs.organisation, name="x", text="pont", by=feurs.driss, now=NOW)
    Match.note(other, post, now=NOW - 2 * DAY)
    assert forget(NOW) == 1
    assert kept() == ["both"]


def test_what_became_a_case_stays_with_its_conversation(feurs: Feurs, search: SavedSearch) -> None:
    first = found(search, "first", NOW - 40 * DAY)
    found(search, "answer", NOW - 40 * DAY, reply_to=Ref("first"), root=Ref("first"))
    Case.take_from(first, feurs.account, by=feurs.driss, now=NOW - 40 * DAY)
    assert forget(NOW) == 0
    assert kept() == ["answer", "first"]


def test_what_spoke_to_us_what_we_said_and_what_the_chronicle_points_to_stays(
    feurs: Feurs, search: SavedSearch
) -> None:
    long_ago = NOW - 40 * DAY
    Mention.objects.create(post=found(search, "to us", long_ago), account=feurs.account)
    OwnPost.objects.create(post=found(search, "own", long_ago), account=feurs.account)
    told = found(search, "told", long_ago)
    Incident.open(feurs.organisation, kind="by_hand", title=Sentence("Le pont"), post=told, now=NOW)
    ours = SeenPost("sandbox", "ours", Profile("sandbox", feurs.account.native_id, "feurs", "F"), "pont", long_ago)
    Match.note(search, Post.store(ours, now=NOW), now=long_ago)
    found(search, "nobody's", long_ago)
    forget(NOW)
    assert kept() == ["ours", "own", "to us", "told"]


def test_the_page_tells_what_will_go_and_when(feurs: Feurs, search: SavedSearch, client: Client) -> None:
    for number in range(3):
        found(search, f"post {number}", datetime(2026, 11, 3, 23, 30 + number, tzinfo=NOW.tzinfo))  # the 4th in Feurs
    found(search, "later", NOW)
    assert [(str(day), posts) for day, posts in will_go(search, feurs.organisation.tz)] == [
        ("2026-12-04", 3),
        ("2026-12-20", 1),
    ]
    client.force_login(feurs.driss)
    page = client.get(reverse("listening_search", args=[search.pk]), headers={"accept-language": "fr"})
    assert "4 décembre 2026" in page.content.decode()


def test_the_time_is_chosen_on_the_page_among_those_offered(feurs: Feurs, search: SavedSearch, client: Client) -> None:
    client.force_login(feurs.driss)
    there = reverse("listening_keeping", args=[search.pk])
    assert (
        ">90 days</option>"
        in client.get(reverse("listening_search", args=[search.pk]), headers=ENGLISH).content.decode()
    )
    client.post(there, {"days": "4000"})
    assert not Retention.objects.exists()
    client.post(there, {"days": "90"})
    assert Retention.objects.get().days == 90


def test_whoever_asks_is_erased_and_found_no_more(feurs: Feurs, search: SavedSearch) -> None:
    found(search, "old name", NOW)
    Post.objects.update(author_handle="eve.before")
    found(search, "known", NOW)
    assert opt_out(feurs.organisation, "sandbox", "@EVE ", by=feurs.ana, now=NOW) == 2  # by the id, under both names
    assert kept() == []
    hear(feurs, SeenPost("sandbox", "next", Profile("sandbox", "eve-id", "renamed", "E"), "le pont", NOW))
    assert kept() == []


def test_what_they_say_to_us_is_still_heard_and_what_was_asked_before_stays(feurs: Feurs, search: SavedSearch) -> None:
    Mention.objects.create(post=found(search, "asked", NOW), account=feurs.account)
    assert opt_out(feurs.organisation, "sandbox", "eve", by=feurs.ana, now=NOW) == 0
    to_us = SeenPost("sandbox", "next", EVE, "le pont ?", NOW, mentions=(feurs.account.native_id,))
    hear(feurs, to_us)
    assert kept() == ["asked", "next"]
    assert Match.objects.count() == 1


def hear(feurs: Feurs, post: SeenPost) -> None:
    open_streams(NOW)
    take_in(Ear(Stream.objects.get()), [StreamEvent("9", post)], NOW)


def test_no_handle_is_kept_anywhere(feurs: Feurs) -> None:
    opt_out(feurs.organisation, "sandbox", "eve", by=feurs.ana, now=NOW)
    wish = OptOut.objects.get()
    assert len(wish.handle_digest) == 64
    kept_of_it = [*vars(wish).values(), *Event.objects.get(verb="OPT_OUT_ADDED").detail.values()]
    assert not any("eve" in str(value) for value in kept_of_it)


def test_the_page_adds_a_person_once_and_removes_the_wish(feurs: Feurs, search: SavedSearch, client: Client) -> None:
    client.force_login(feurs.ana)
    found(search, "old", NOW)
    there = reverse("opt_outs")
    for handle in ("@eve", "EVE"):
        answer = client.post(there, {"network": "sandbox", "handle": handle}, follow=True, headers=ENGLISH)
        assert "From now on nothing of this person is kept." in answer.content.decode()
    assert kept() == []
    assert Event.objects.filter(verb="OPT_OUT_ADDED").count() == 1
    client.post(reverse("opt_out_removal", args=[OptOut.objects.get().pk]))
    assert not OptOut.objects.exists()
    hear(feurs, SeenPost("sandbox", "next", EVE, "le pont", NOW))
    assert kept() == ["next"]


@pytest.mark.parametrize("handle", ["", "@", "eve martin", "https://x.example/@eve"])
def test_what_is_no_handle_is_refused_and_stays_in_the_field(feurs: Feurs, client: Client, handle: str) -> None:
    client.force_login(feurs.ana)
    answer = client.post(reverse("opt_outs"), {"network": "sandbox", "handle": handle})
    assert answer.status_code == 422
    assert not OptOut.objects.exists()
