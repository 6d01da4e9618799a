"""The organisation's own page: name, clock, services."""

import pytest
from django.test import Client
from django.urls import reverse

from beffroi.access.models import Team
from tests.cast import Feurs


@pytest.fixture
def ana(feurs: Feurs, client: Client) -> Client:
    client.force_login(feurs.ana)
    return client


def test_an_overseas_town_keeps_its_own_clock(feurs: Feurs, ana: Client) -> None:
    ana.post(reverse("organisation"), {"name": "Ville de Saint-Paul", "zone": "Indian/Reunion"})
    feurs.organisation.refresh_from_db()
    assert str(feurs.organisation.tz) == "Indian/Reunion"
    assert "Indian/Reunion" in ana.get(reverse("today")).content.decode()


def test_a_time_zone_that_does_not_exist_is_refused_at_its_place(feurs: Feurs, ana: Client) -> None:
    answer = ana.post(reverse("organisation"), {"name": "Feurs", "zone": "Europe/Feurs"})
    assert answer.status_code == 422
    assert "Europe/Paris" in answer.content.decode()
    feurs.organisation.refresh_from_db()
    assert feurs.organisation.zone == "Europe/Paris"


def test_a_service_is_added_once(feurs: Feurs, ana: Client) -> None:
    ana.post(reverse("services"), {"service-name": "Voirie"})
    assert ana.post(reverse("services"), {"service-name": "voirie"}).status_code == 422
    assert [team.name for team in Team.objects.filter(organisation=feurs.organisation)] == ["Voirie"]


def test_the_desk_does_not_run_the_organisation(feurs: Feurs, client: Client) -> None:
    client.force_login(feurs.driss)
    assert client.get(reverse("organisation")).status_code == 403
    assert client.post(reverse("services"), {"service-name": "Voirie"}).status_code == 403
