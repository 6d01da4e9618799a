"""What is typed and not saved is there again when the composer is opened: and is never a version."""

from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from beffroi.publishing.models import Draft, Version, WorkingCopy
from tests.cast import NOW, Feurs
from tests.publishing.test_composer_pages import written

RESTORED = "data-restored"


@pytest.fixture
def bruno(feurs: Feurs, client: Client) -> Client:
    client.force_login(feurs.bruno)
    return client


@pytest.fixture
def draft(feurs: Feurs) -> Draft:
    return Draft.begin(organisation=feurs.organisation, by=feurs.bruno, accounts=[feurs.account], text="Oui", now=NOW)


def type_in(client: Client, feurs: Feurs, *args: Any, draft: Draft | None = None, **more: Any) -> None:
    there = reverse("draft_autosave", args=[draft.pk]) if draft else reverse("draft_new_autosave")
    answer = client.post(there, written(feurs, *args, **more))
    assert set(answer.json()) == {"at"}


def opened(client: Client, draft: Draft | None = None, **asked: Any) -> str:
    there = reverse("draft_edit", args=[draft.pk]) if draft else reverse("draft_new")
    return client.get(there, asked).content.decode()


def test_what_is_typed_is_restored_with_all_its_fields_and_is_no_version(feurs: Feurs, bruno: Client) -> None:
    more: dict[str, Any] = {
        "leave_at": "2031-07-14T10:00",
        "campaign": "Été 2031",
        "is_thread": "on",
        "images-1-alt": "La place",
    }
    type_in(bruno, feurs, "Un texte", **more)
    type_in(bruno, feurs, "Un texte plus long", **more)
    page = opened(bruno)
    assert RESTORED in page
    assert all(word in page for word in ("Un texte plus long", "2031-07-14T10:00", "Été 2031", "La place"))
    assert f'value="{feurs.account.pk}" checked' in page
    assert WorkingCopy.objects.count() == 1
    assert not Version.objects.exists()


def test_saving_takes_the_copy_away(feurs: Feurs, bruno: Client) -> None:
    type_in(bruno, feurs, "À moitié")
    bruno.post(reverse("draft_new"), written(feurs, "À moitié et demi."))
    assert not WorkingCopy.objects.exists()
    assert RESTORED not in opened(bruno)


def test_a_form_that_comes_back_keeps_the_copy(feurs: Feurs, bruno: Client) -> None:
    type_in(bruno, feurs, "À moitié")
    bruno.post(reverse("draft_new"), written(feurs, leave_at="2020-01-01T10:00"))
    assert "À moitié" in opened(bruno)


def test_a_copy_that_says_nothing_else_than_the_draft_is_not_offered(feurs: Feurs, bruno: Client, draft: Draft) -> None:
    type_in(bruno, feurs, "Oui", draft=draft, seen=1)
    assert RESTORED not in opened(bruno, draft)
    type_in(bruno, feurs, "Oui\r\nmais", draft=draft, seen=1)
    assert RESTORED in opened(bruno, draft)


def test_a_copy_belongs_to_one_person_and_one_draft(feurs: Feurs, bruno: Client, draft: Draft) -> None:
    type_in(bruno, feurs, "Secret", draft=draft, seen=1)
    assert "Secret" not in opened(bruno)
    bruno.force_login(feurs.driss)
    assert "Secret" not in opened(bruno, draft)


def test_a_copy_is_discarded_and_the_template_asked_for_stands_there(feurs: Feurs, bruno: Client) -> None:
    type_in(bruno, feurs, "À oublier")
    there = bruno.post(f"{reverse('draft_new_forgetting')}?template=7", {"keep": "draft-new"})
    assert there["Location"] == f"{reverse('draft_new')}?template=7"
    page = bruno.get(there["Location"]).content.decode()
    assert "À oublier" not in page
    assert 'data-keep-clear="draft-new"' in page


def test_a_restored_copy_of_an_older_version_overwrites_nothing(feurs: Feurs, bruno: Client, draft: Draft) -> None:
    type_in(bruno, feurs, "De Bruno.", draft=draft, seen=1)
    draft.revise(text="De Driss.", by=feurs.driss, accounts=[feurs.account], seen=1, now=NOW)
    page = opened(bruno, draft)
    assert 'name="seen" value="1"' in page
    answer = bruno.post(reverse("draft_edit", args=[draft.pk]), written(feurs, "De Bruno.", seen=1))
    assert answer.status_code == 409
    assert Draft.objects.get().latest.text == "De Driss."
    assert WorkingCopy.objects.exists()


def test_files_that_were_chosen_are_named_as_lost(feurs: Feurs, bruno: Client) -> None:
    named: dict[str, Any] = {"images-0-named": "place.jpg"}
    type_in(bruno, feurs, "Avec image", **named)
    page = bruno.get(reverse("draft_new"), headers={"accept-language": "en"}).content.decode()
    assert "Images that were not saved have to be chosen again." in page
