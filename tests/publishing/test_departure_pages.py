"""Departures and receipts: why something waits, what exactly left, and what can be done about it."""

import hashlib
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from beffroi.connectors.contract import Capabilities, as_json
from beffroi.publishing.duties import send_due
from beffroi.publishing.models import Draft, Publication
from beffroi.publishing.models.publication import GRACE
from beffroi.vocabulary import Sentence
from tests.cast import NOW, Feurs, minutes

THREAD = "Première partie.\n---\nDeuxième partie."
FUTURE = NOW.replace(year=2031)


@pytest.fixture
def chloe(feurs: Feurs, client: Client) -> Client:
    client.force_login(feurs.chloe)
    return client


def approved(feurs: Feurs, text: str = "La halle rouvre.", **more: Any) -> list[Publication]:
    draft = Draft.begin(
        organisation=feurs.organisation, by=feurs.bruno, text=text, now=NOW, **{"accounts": [feurs.account], **more}
    )
    draft.submit(by=feurs.bruno, now=NOW)
    draft.approve(by=feurs.chloe, version=1, now=NOW)
    return list(draft.publications.order_by("pk"))


def sent(feurs: Feurs, text: str = "La halle rouvre.", **more: Any) -> Publication:
    first = approved(feurs, text, **more)[0]
    while send_due(NOW):
        pass
    first.refresh_from_db()
    return first


def shown(client: Client, name: str, *args: int) -> str:
    answer = client.get(reverse(name, args=args), headers={"Accept-Language": "en"})
    assert answer.status_code == 200
    return " ".join(answer.content.decode().split())


def act(client: Client, name: str, publication: Publication, **said: Any) -> Any:
    return client.post(reverse(name, args=[publication.pk]), said)


# --- the list


def test_the_parts_of_a_thread_stand_together_with_the_reason_why_they_wait(feurs: Feurs, chloe: Client) -> None:
    approved(feurs, THREAD, is_thread=True)
    feurs.account.freeze(reason=Sentence("Suspected."), now=NOW)
    send_due(NOW)
    page = shown(chloe, "departures")
    assert page.count("Thread of 2 posts") == 1
    assert "The account is frozen" in page


def test_today_shows_a_thread_as_one_departure(feurs: Feurs, chloe: Client) -> None:
    approved(feurs, THREAD, is_thread=True, leave_at=FUTURE)
    assert shown(chloe, "today").count("Thread of 2 posts") == 1


def test_a_deletion_stands_among_what_left_as_what_it_is(feurs: Feurs, chloe: Client) -> None:
    sent(feurs).take_away(by=feurs.chloe, now=NOW)
    send_due(NOW)
    assert shown(chloe, "departures").count("Deleted") >= 2


def test_the_list_costs_the_same_for_many_as_for_one(
    feurs: Feurs, chloe: Client, django_assert_max_num_queries: Any
) -> None:
    for number in range(4):
        approved(feurs, f"Un {number}.\n---\nDeux.", is_thread=True, leave_at=FUTURE)
        sent(feurs, f"Parti {number}.")
    with django_assert_max_num_queries(12):
        chloe.get(reverse("departures"))


# --- the receipt


def test_a_receipt_holds_exactly_what_left(feurs: Feurs, chloe: Client) -> None:
    publication = sent(feurs, "L’été <b>arrive</b>.")
    page = shown(chloe, "departure", publication.pk)
    body = publication.sent.encode()
    assert hashlib.sha256(body).hexdigest() in page
    assert f"{len(body)} bytes" in page
    assert "L’été &lt;b&gt;arrive&lt;/b&gt;." in page
    assert publication.key in page
    assert publication.url in page


def test_a_receipt_costs_few_queries(feurs: Feurs, chloe: Client, django_assert_max_num_queries: Any) -> None:
    publication = sent(feurs, THREAD, is_thread=True)
    publication.take_away(by=feurs.chloe, now=NOW)
    with django_assert_max_num_queries(12):
        chloe.get(reverse("departure", args=[publication.pk]))


def test_a_missed_post_is_sent_after_all_from_its_receipt(feurs: Feurs, chloe: Client) -> None:
    [publication] = approved(feurs)
    send_due(NOW + GRACE + minutes(1))
    assert reverse("publication_requeueing", args=[publication.pk]) in shown(chloe, "departure", publication.pk)
    answer = act(chloe, "publication_requeueing", publication, **{"from": "receipt"})
    assert answer["Location"] == reverse("departure", args=[publication.pk])
    publication.refresh_from_db()
    assert publication.state == "queued"


def test_a_person_says_where_a_doubtful_post_is(feurs: Feurs, chloe: Client) -> None:
    [publication] = approved(feurs)
    assert publication.claim(now=NOW)
    publication.settle_unsure(Sentence("Please look."), at=None, now=NOW)
    assert "It is there, at this address" in shown(chloe, "departure", publication.pk)
    wrong = act(chloe, "publication_sighting", publication, url="javascript:alert(1)")
    assert wrong.status_code == 422
    assert "javascript:alert(1)" in wrong.content.decode()
    act(chloe, "publication_sighting", publication, url="https://feurs.example/1")
    publication.refresh_from_db()
    assert (publication.state, publication.url) == ("sent", "https://feurs.example/1")


def test_a_person_says_that_a_doubtful_post_did_not_leave_and_writes_it_again(feurs: Feurs, chloe: Client) -> None:
    [publication] = approved(feurs)
    assert publication.claim(now=NOW)
    publication.settle_unsure(Sentence("Please look."), at=None, now=NOW)
    act(chloe, "publication_withdrawal", publication, **{"from": "receipt"})
    assert "Write it again" in shown(chloe, "departure", publication.pk)
    answer = act(chloe, "publication_rewriting", publication)
    again = Draft.objects.latest("pk")
    assert answer["Location"] == reverse("draft_edit", args=[again.pk])
    assert again.latest.text == "La halle rouvre."


def test_while_it_is_looked_up_nobody_is_asked(feurs: Feurs, chloe: Client) -> None:
    [publication] = approved(feurs)
    assert publication.claim(now=NOW)
    publication.settle_unsure(Sentence("Please look."), at=NOW + minutes(1), now=NOW)
    assert "It is there, at this address" not in shown(chloe, "departure", publication.pk)
    act(chloe, "publication_sighting", publication, url="https://feurs.example/1")
    publication.refresh_from_db()
    assert publication.state == "unsure"


# --- deleting, changing, correcting


def test_a_deletion_asks_first_and_then_takes_the_whole_thread_if_told_so(feurs: Feurs, chloe: Client) -> None:
    publication = sent(feurs, THREAD, is_thread=True)
    assert "This cannot be undone." in shown(chloe, "publication_deletion", publication.pk)
    send_due(NOW)
    assert len(feurs.sandbox.read().posts) == 2
    act(chloe, "publication_deletion", publication, which="thread")
    assert Publication.objects.filter(act="delete", state="queued").count() == 2


def test_one_part_of_a_thread_is_deleted_alone(feurs: Feurs, chloe: Client) -> None:
    act(chloe, "publication_deletion", sent(feurs, THREAD, is_thread=True))
    assert Publication.objects.get(act="delete").part == 0


def test_a_second_click_deletes_nothing_more(feurs: Feurs, chloe: Client) -> None:
    publication = sent(feurs)
    act(chloe, "publication_deletion", publication)
    answer = chloe.post(reverse("publication_deletion", args=[publication.pk]), follow=True)
    assert answer.status_code == 200
    assert Publication.objects.filter(act="delete").count() == 1


def test_who_may_not_approve_deletes_nothing(feurs: Feurs, client: Client) -> None:
    publication = sent(feurs)
    client.force_login(feurs.bruno)
    there = reverse("publication_deletion", args=[publication.pk])
    assert there not in shown(client, "departure", publication.pk)
    assert client.post(there).status_code == 403
    assert not Publication.objects.filter(act="delete").exists()


def test_a_correction_begins_in_the_composer_with_the_old_text(feurs: Feurs, client: Client) -> None:
    publication = sent(feurs)
    client.force_login(feurs.bruno)
    answer = client.post(reverse("draft_correction", args=[publication.draft_id]))
    correction = Draft.objects.latest("pk")
    assert answer["Location"] == reverse("draft_edit", args=[correction.pk])
    assert (correction.amendment, correction.latest.text) == ("correction", "La halle rouvre.")
    assert reverse("draft", args=[publication.draft_id]) in shown(client, "draft", correction.pk)
    assert reverse("draft", args=[correction.pk]) in shown(client, "draft", publication.draft_id)


def test_the_receipts_of_a_correction_and_of_its_fault_lead_to_each_other(feurs: Feurs, chloe: Client) -> None:
    publication = sent(feurs)
    chloe.post(reverse("draft_correction", args=[publication.draft_id]))
    correction = Draft.objects.latest("pk")
    correction.submit(by=feurs.chloe, now=NOW)
    correction.approve(by=feurs.ana, version=1, now=NOW)
    answer = correction.publications.get()
    assert reverse("departure", args=[answer.pk]) in shown(chloe, "departure", publication.pk)
    assert reverse("departure", args=[publication.pk]) in shown(chloe, "departure", answer.pk)


def test_where_texts_can_be_changed_the_composer_opens_on_a_change(feurs: Feurs, chloe: Client) -> None:
    publication = sent(feurs)
    assert "Change the text there" in shown(chloe, "departure", publication.pk)
    chloe.post(reverse("draft_text_change", args=[publication.draft_id]))
    assert Draft.objects.latest("pk").amendment == "edit"


def test_where_nobody_may_change_a_post_the_page_says_so(feurs: Feurs, chloe: Client) -> None:
    publication = sent(feurs)
    rigid = Capabilities(max_length=300, max_images=4, max_image_bytes=9, idempotent=True, deletes=False)
    feurs.account.limits = as_json(rigid)
    feurs.account.save()
    page = shown(chloe, "departure", publication.pk)
    assert "lets nobody change a post" in page
    assert "lets no program delete a post" in page
    assert "Change the text there" not in page
    chloe.post(reverse("draft_text_change", args=[publication.draft_id]))
    assert not Draft.objects.filter(amendment="edit").exists()


def test_what_never_left_is_not_amended(feurs: Feurs, chloe: Client) -> None:
    [publication] = approved(feurs, leave_at=FUTURE)
    for name in ("draft_correction", "draft_text_change"):
        answer = chloe.post(reverse(name, args=[publication.draft_id]))
        assert answer["Location"] == reverse("draft", args=[publication.draft_id])
    act(chloe, "publication_rewriting", publication)
    assert Draft.objects.count() == 1
