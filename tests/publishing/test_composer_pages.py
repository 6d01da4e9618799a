"""The composer as a form: what is wrong is said at its place, and nothing typed is lost."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from beffroi.publishing.models import ApprovalRule, Draft, Publication
from tests.cast import NOW, Feurs
from tests.publishing.test_images import photo

EMPTY_SLOTS = {f"images-{n}-alt": "" for n in range(4)}


def written(feurs: Feurs, text: Any = "La halle rouvre.", **more: Any) -> dict[str, Any]:
    management: dict[str, Any] = {"images-TOTAL_FORMS": 4, "images-INITIAL_FORMS": 0}
    return {"text": text, "accounts": [feurs.account.pk], "lang": "fr", **management, **EMPTY_SLOTS, **more}


@pytest.fixture
def bruno(feurs: Feurs, client: Client) -> Client:
    client.force_login(feurs.bruno)
    return client


def test_a_text_is_kept_or_submitted_by_the_button_pressed(feurs: Feurs, bruno: Client) -> None:
    bruno.post(reverse("draft_new"), written(feurs, then="keep"))
    bruno.post(reverse("draft_new"), written(feurs, "Et le marché.", then="submit"))
    assert list(Draft.objects.order_by("pk").values_list("state", flat=True)) == ["draft", "submitted"]


def test_an_over_long_text_is_saved_and_leads_back_to_what_is_to_mend(feurs: Feurs, bruno: Client) -> None:
    fields = written(feurs, "é" * 301, then="submit", keep="draft-new")
    answer = bruno.post(reverse("draft_new"), fields, follow=True)
    assert 'data-keep-clear="draft-new"' in answer.content.decode()
    assert Draft.objects.get().state == "draft"
    assert "é" * 301 in answer.content.decode()
    assert "301" in answer.content.decode()


def test_a_file_that_is_no_image_is_refused_at_its_place_and_the_text_is_kept(feurs: Feurs, bruno: Client) -> None:
    false = SimpleUploadedFile("place.jpg", b"not an image", "image/jpeg")
    answer = bruno.post(reverse("draft_new"), written(feurs, **{"images-0-file": false}))
    page = answer.content.decode()
    assert answer.status_code == 422
    assert "place.jpg" in page
    assert "La halle rouvre." in page
    assert not Draft.objects.exists()


def test_an_image_is_stored_and_shown_to_members_only(feurs: Feurs, bruno: Client) -> None:
    file = SimpleUploadedFile("place.jpg", photo().getvalue(), "image/jpeg")
    bruno.post(reverse("draft_new"), written(feurs, **{"images-0-file": file, "images-0-alt": "La place"}))
    attachment = Draft.objects.get().latest.attachments.get()
    there = reverse("attachment", args=[attachment.pk])
    shown = bruno.get(there)
    assert shown.headers["Content-Type"] == "image/jpeg"
    assert shown.content.startswith(b"\xff\xd8")
    bruno.force_login(feurs.eve)
    assert bruno.get(there).status_code == 403


def test_a_time_that_has_passed_is_refused_at_its_place(feurs: Feurs, bruno: Client) -> None:
    answer = bruno.post(reverse("draft_new"), written(feurs, leave_at="2020-01-01T10:00"))
    assert answer.status_code == 422
    assert not Draft.objects.exists()


def test_the_hour_typed_is_the_towns_own(feurs: Feurs, bruno: Client) -> None:
    bruno.post(reverse("draft_new"), written(feurs, leave_at="2031-07-14T10:00", then="keep"))
    assert Draft.objects.get().leave_at == datetime(2031, 7, 14, 8, tzinfo=UTC)


def test_a_stale_form_shows_both_texts_and_overwrites_nothing(feurs: Feurs, bruno: Client) -> None:
    bruno.post(reverse("draft_new"), written(feurs, then="keep"))
    draft = Draft.objects.get()
    draft.revise(text="De Driss.", by=feurs.driss, accounts=[feurs.account], seen=1, now=NOW)
    answer = bruno.post(reverse("draft_edit", args=[draft.pk]), written(feurs, "De Bruno.", seen=1))
    page = answer.content.decode()
    assert answer.status_code == 409
    assert "De Driss." in page
    assert "De Bruno." in page
    assert Draft.objects.get().latest.text == "De Driss."
    bruno.post(reverse("draft_edit", args=[draft.pk]), written(feurs, "De Bruno.", seen=2))
    assert Draft.objects.get().latest.text == "De Bruno."


def test_a_second_click_on_approve_approves_once_and_says_who_did(feurs: Feurs, bruno: Client) -> None:
    bruno.post(reverse("draft_new"), written(feurs, then="submit"))
    draft = Draft.objects.get()
    there = reverse("draft_approval", args=[draft.pk])
    bruno.force_login(feurs.chloe)
    bruno.post(there, {"version": 1})
    bruno.force_login(feurs.ana)
    answer = bruno.post(there, {"version": 1}, follow=True)
    assert "Chloé" in answer.content.decode()
    assert Publication.objects.count() == 1


def test_approving_a_page_that_is_too_old_approves_nothing(feurs: Feurs, bruno: Client) -> None:
    bruno.post(reverse("draft_new"), written(feurs, then="submit"))
    draft = Draft.objects.get()
    bruno.post(reverse("draft_edit", args=[draft.pk]), written(feurs, "Autre texte.", seen=1, then="submit"))
    bruno.force_login(feurs.chloe)
    answer = bruno.post(reverse("draft_approval", args=[draft.pk]), {"version": 1})
    assert answer.status_code == 409
    assert "Autre texte." in answer.content.decode()
    assert not Publication.objects.exists()


def test_the_author_finds_no_button_to_approve(feurs: Feurs, client: Client) -> None:
    client.force_login(feurs.chloe)
    client.post(reverse("draft_new"), written(feurs, then="submit"))
    there = reverse("draft", args=[Draft.objects.get().pk])
    assert reverse("draft_approval", args=[Draft.objects.get().pk]) not in client.get(there).content.decode()
    assert client.post(reverse("draft_approval", args=[Draft.objects.get().pk]), {"version": 1}).status_code == 403


def test_an_account_of_another_organisation_cannot_be_chosen(feurs: Feurs, bruno: Client) -> None:
    answer = bruno.post(reverse("draft_new"), written(feurs, accounts=[9999]))
    assert answer.status_code == 422
    assert not Draft.objects.exists()


def test_an_hour_that_a_change_of_clocks_skips_is_refused(feurs: Feurs, bruno: Client) -> None:
    answer = bruno.post(reverse("draft_new"), written(feurs, leave_at="2031-03-30T02:30"))
    assert answer.status_code == 422
    assert not Draft.objects.exists()


def place(page: str, begins: str, ends: str) -> str:
    return page.partition(begins)[2].partition(ends)[0]


def test_each_finding_stands_at_its_place_and_says_whether_it_blocks(feurs: Feurs, bruno: Client) -> None:
    file = SimpleUploadedFile("place.jpg", photo().getvalue(), "image/jpeg")
    bruno.post(reverse("draft_new"), written(feurs, "LA PISCINE MUNICIPALE ROUVRE LUNDI", **{"images-0-file": file}))
    there = reverse("draft_edit", args=[Draft.objects.get().pk])
    page = bruno.get(there, headers={"accept-language": "en"}).content.decode()
    text = place(page, 'id="lengths"', "<summary>Images</summary>")
    images = place(page, "<summary>Images</summary>", "<summary>When,")
    assert "To know" in text
    assert "To mend" not in text
    assert "To mend</span>" in images
    assert "Image 1 has no text alternative." in images


def test_what_somebody_lifted_says_who_and_why(feurs: Feurs, bruno: Client) -> None:
    bruno.post(reverse("draft_new"), written(feurs, "Écrivez à jeanne.martin@exemple.fr ou au 06 12 34 56 78."))
    draft = Draft.objects.get()
    there = reverse("draft_edit", args=[draft.pk])
    english = {"accept-language": "en"}
    assert "can lift this, with a reason" in bruno.get(there, headers=english).content.decode()
    for finding in draft.findings():
        draft.waive(finding, by=feurs.chloe, reason="Numéro du service.", now=NOW)
    page = bruno.get(there, headers=english).content.decode()
    assert "Lifted by Chloé: Numéro du service." in page
    assert "can lift this" not in page


def test_images_kept_by_two_writers_at_once_survive_the_conflict(feurs: Feurs, bruno: Client) -> None:
    file = SimpleUploadedFile("place.jpg", photo().getvalue(), "image/jpeg")
    bruno.post(reverse("draft_new"), written(feurs, **{"images-0-file": file, "images-0-alt": "La place"}))
    draft = Draft.objects.get()
    kept = {"images-0-kept": draft.latest.attachments.get().pk, "images-0-alt": "La place"}
    draft.revise(text="De Driss.", by=feurs.driss, accounts=[feurs.account], seen=1, now=NOW)
    there = reverse("draft_edit", args=[draft.pk])
    assert bruno.post(there, written(feurs, "De Bruno.", seen=1, **kept)).status_code == 409
    bruno.post(there, written(feurs, "De Bruno.", seen=2, **kept))
    assert [each.alt for each in Draft.objects.get().latest.attachments.all()] == ["La place"]


def test_the_same_button_pressed_twice_begins_one_draft(feurs: Feurs, bruno: Client) -> None:
    fields = written(feurs, then="submit", keep="draft-new")
    first = bruno.post(reverse("draft_new"), fields)
    second = bruno.post(reverse("draft_new"), fields, headers={"accept-language": "en"}, follow=True)
    assert second.redirect_chain[0][0] == first["Location"]
    assert "This draft was submitted already." in second.content.decode()
    assert Draft.objects.get().state == "submitted"


def test_without_an_approval_it_leaves_once_all_the_same(feurs: Feurs, bruno: Client) -> None:
    ApprovalRule.objects.create(organisation=feurs.organisation, mode="none")
    for _press in range(2):
        bruno.post(reverse("draft_new"), written(feurs, then="submit"))
    assert Publication.objects.count() == 1


def test_what_was_kept_is_submitted_by_the_second_button(feurs: Feurs, bruno: Client) -> None:
    bruno.post(reverse("draft_new"), written(feurs, then="keep"))
    bruno.post(reverse("draft_new"), written(feurs, then="submit"))
    assert Draft.objects.get().state == "submitted"


OTHERWISE: list[dict[str, Any]] = [
    {"text": "La halle rouvre enfin."},
    {"leave_at": "2027-01-20T10:00"},
    {"is_thread": "on"},
    {"lang": "en"},
    {"text_sandbox": "Ici autrement."},
]


@pytest.mark.parametrize("more", OTHERWISE, ids=str)
def test_what_differs_in_anything_is_another_draft(feurs: Feurs, bruno: Client, more: dict[str, Any]) -> None:
    for fields in ({}, more):
        bruno.post(reverse("draft_new"), written(feurs, **fields))
    assert Draft.objects.count() == 2


def test_the_same_words_for_more_accounts_are_another_draft(feurs: Feurs, bruno: Client) -> None:
    other = feurs.another_account("culture")
    for accounts in ([feurs.account.pk], [feurs.account.pk, other.pk], [other.pk]):
        bruno.post(reverse("draft_new"), written(feurs, accounts=accounts))
    assert Draft.objects.count() == 3


def test_what_was_given_up_and_what_was_long_ago_is_begun_anew(feurs: Feurs, bruno: Client) -> None:
    bruno.post(reverse("draft_new"), written(feurs))
    Draft.objects.get().discard(by=feurs.bruno, now=datetime.now(UTC))
    bruno.post(reverse("draft_new"), written(feurs))
    assert Draft.objects.count() == 2
    Draft.objects.update(created_at=datetime.now(UTC) - timedelta(minutes=11))
    bruno.post(reverse("draft_new"), written(feurs))
    assert Draft.objects.count() == 3
