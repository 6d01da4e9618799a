"""What stands where the number of a row should: a sign that looks like one, more digits than a database counts."""

import pytest
from django.test import Client
from django.urls import reverse

from beffroi.facts.models import Fact
from beffroi.publishing.models import Draft
from tests.cast import NOW, Feurs

pytestmark = [pytest.mark.django_db, pytest.mark.parametrize("none", ["²", "9" * 25, "9" * 5000], ids=len)]


@pytest.fixture
def bruno(feurs: Feurs, client: Client) -> Client:
    client.force_login(feurs.bruno)
    return client


def test_no_template_is_begun_with(bruno: Client, none: str) -> None:
    assert bruno.get(reverse("draft_new"), {"template": none}).status_code == 200


def test_no_draft_is_tied_to_the_fact_that_is_stated(bruno: Client, none: str) -> None:
    stated = {"statement": "Le conseil a voté.", "kind": "vote", "hold": "10"}
    answer = bruno.post(reverse("fact_new") + f"?draft={none}", stated)
    assert answer["Location"] == reverse("fact", args=[Fact.objects.get().pk])


def test_a_draft_is_tied_to_no_outcome(feurs: Feurs, bruno: Client, none: str) -> None:
    draft = Draft.begin(organisation=feurs.organisation, by=feurs.bruno, accounts=[feurs.account], text="", now=NOW)
    assert bruno.post(reverse("draft_fact", args=[draft.pk]), {"awaits": none}).status_code == 404


def test_no_image_is_shown_as_kept(feurs: Feurs, bruno: Client, none: str) -> None:
    typed = {"text": "La halle.", "accounts": [feurs.account.pk], "lang": "fr", "images-TOTAL_FORMS": "1"}
    said = typed | {"images-INITIAL_FORMS": "0", "images-0-kept": none}
    assert bruno.post(reverse("draft_new_preview"), said).status_code == 200
