"""The register and the notice say what is really kept."""

from django.test import Client
from django.urls import reverse

from beffroi.access.models import Organisation
from beffroi.keeping.kinds import all_kinds
from beffroi.keeping.models import Notice, Period
from beffroi.notify.channels import CHANNELS
from beffroi.notify.kept import CARRIERS
from tests.cast import NOW, Feurs

ENGLISH, FRENCH = {"accept-language": "en"}, {"accept-language": "fr"}


def test_the_entry_follows_the_settings(feurs: Feurs, client: Client) -> None:
    [cases] = [kind for kind in all_kinds() if kind.key == "inbox.cases"]
    Period.choose(feurs.organisation, cases, 777, by=feurs.ana, now=NOW)
    client.force_login(feurs.ana)
    client.post(reverse("privacy"), {"contact": "mairie@feurs.example", "officer": "Mme Roux", "host": "Le syndicat"})
    for what in ("register", "notice"):
        said = client.get(reverse("privacy_text", args=[what]), headers=ENGLISH).content.decode()
        assert "Ville de Feurs" in said and "777 days" in said and "mairie@feurs.example" in said
        for kind in all_kinds():
            assert str(kind.name) and "## " in said
    assert "Durée" in client.get(reverse("privacy_text", args=["register"]), headers=FRENCH).content.decode()
    assert client.get(reverse("privacy_text", args=["nothing"])).status_code == 404


def test_the_notice_is_public_only_where_somebody_said_so(feurs: Feurs, client: Client) -> None:
    client.force_login(feurs.ana)
    client.post(reverse("privacy"), {"contact": "mairie@feurs.example"})
    there = reverse("public_notice", args=[Notice.objects.get().slug])
    client.logout()
    assert client.get(there).status_code == 404
    client.force_login(feurs.ana)
    client.post(reverse("privacy"), {"contact": "mairie@feurs.example", "is_public": "on"})
    client.logout()
    page = client.get(there, headers=ENGLISH)
    assert page.status_code == 200
    assert "mairie@feurs.example" in page.content.decode() and "within a month" in page.content.decode()


def test_nothing_of_another_organisation_is_in_the_notice(feurs: Feurs) -> None:
    from beffroi.keeping.register import entry

    other = Organisation.objects.create(name="Ailleurs")
    said = " ".join(line for section in entry(other, Notice.of(other)) for line in section.lines)
    assert "Feurs" not in said


def test_every_way_to_tell_people_is_a_recipient_that_the_register_can_name() -> None:
    assert set(CARRIERS) == set(CHANNELS)
