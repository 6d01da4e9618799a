"""Texts to begin from, and the tag that holds the posts of one operation together."""

import pytest
from django.test import Client
from django.urls import reverse

from beffroi.access.models import Organisation
from beffroi.journal.models import Event
from beffroi.publishing.models import Campaign, Draft, Template
from tests.cast import NOW, Feurs
from tests.publishing.test_composer_pages import written


@pytest.fixture
def bruno(feurs: Feurs, client: Client) -> Client:
    client.force_login(feurs.bruno)
    return client


def test_a_template_is_written_changed_used_and_removed(feurs: Feurs, bruno: Client) -> None:
    bruno.post(reverse("templates"), {"name": "Marché", "text": "Le marché a lieu."})
    template = Template.objects.get()
    there = reverse("template", args=[template.pk])
    bruno.post(there, {"name": "Le marché", "text": "Le marché a lieu\r\nce mercredi."})
    template.refresh_from_db()
    assert (template.name, template.text, template.by) == ("Le marché", "Le marché a lieu\nce mercredi.", feurs.bruno)
    composer = bruno.get(reverse("draft_new"), {"template": template.pk}).content.decode()
    assert "Le marché a lieu\nce mercredi.</textarea>" in composer
    bruno.post(reverse("template_removal", args=[template.pk]))
    assert not Template.objects.exists()
    verbs = Event.objects.filter(verb__startswith="TEMPLATE").order_by("pk").values_list("verb", flat=True)
    assert list(verbs) == ["TEMPLATE_SAVED", "TEMPLATE_SAVED", "TEMPLATE_REMOVED"]


def test_two_templates_of_one_name_are_refused_at_the_name_and_the_text_is_kept(feurs: Feurs, bruno: Client) -> None:
    bruno.post(reverse("templates"), {"name": "Marché", "text": "Un."})
    answer = bruno.post(reverse("templates"), {"name": "marché", "text": "Deux."})
    assert answer.status_code == 422
    assert "Deux." in answer.content.decode()
    assert Template.objects.count() == 1


def test_a_template_of_another_organisation_begins_nothing(feurs: Feurs, bruno: Client) -> None:
    template = Template(organisation=Organisation.objects.create(name="Ailleurs"))
    template.write(name="Secret", text="Chez nous.", by=feurs.eve, now=NOW)
    assert "Chez nous." not in bruno.get(reverse("draft_new"), {"template": template.pk}).content.decode()
    assert bruno.get(reverse("draft_new"), {"template": "' or 1"}).status_code == 200


def test_a_campaign_is_typed_once_and_chosen_from_then_on(feurs: Feurs, bruno: Client) -> None:
    bruno.post(reverse("draft_new"), written(feurs, campaign=" Vœux  2027 "))
    assert 'value="Vœux 2027"' in bruno.get(reverse("draft_new")).content.decode()
    bruno.post(reverse("draft_new"), written(feurs, campaign="vœux 2027"))
    assert Campaign.objects.get().name == "Vœux 2027"
    assert set(Draft.objects.values_list("campaign__name", flat=True)) == {"Vœux 2027"}
    there = reverse("draft_edit", args=[Draft.objects.latest("pk").pk])
    bruno.post(there, written(feurs, campaign="", seen=1))
    assert Draft.objects.latest("pk").campaign is None


def test_organisations_have_campaigns_of_their_own(feurs: Feurs, bruno: Client) -> None:
    elsewhere = Organisation.objects.create(name="Ailleurs")
    Campaign.called("Vœux 2027", elsewhere)
    assert "Vœux 2027" not in bruno.get(reverse("draft_new")).content.decode()
    bruno.post(reverse("draft_new"), written(feurs, campaign="Vœux 2027"))
    assert Draft.objects.get().campaign.organisation == feurs.organisation  # type: ignore[union-attr]  # it has one


def test_the_list_shows_one_campaign(feurs: Feurs, bruno: Client) -> None:
    bruno.post(reverse("draft_new"), written(feurs, "La halle.", campaign="Vœux 2027"))
    bruno.post(reverse("draft_new"), written(feurs, "Le pont."))
    page = bruno.get(reverse("drafts"), {"campaign": "vœux"}).content.decode()
    assert "La halle." in page
    assert "Le pont." not in page
    assert "Le pont." in bruno.get(reverse("drafts")).content.decode()
    nothing = bruno.get(reverse("drafts"), {"campaign": "été", "all": ""}).content.decode()
    assert "La halle." not in nothing
    assert 'value="été"' in nothing


def test_a_relay_is_told_apart(feurs: Feurs, bruno: Client) -> None:
    bruno.post(reverse("draft_new"), written(feurs, is_relay="on"))
    assert Draft.objects.get().kind == "relay"
    there = reverse("draft_edit", args=[Draft.objects.get().pk])
    bruno.post(there, written(feurs, seen=1))
    assert Draft.objects.get().kind == "announcement"
