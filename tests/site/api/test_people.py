"""People and the organisation, by a program: the same gates as on the pages."""

from datetime import timedelta
from typing import Any

import pytest
from django.utils import timezone

from beffroi.access.models import ApiToken, Membership, Organisation, Team
from beffroi.journal.models import Event
from beffroi.people.models import Invitation, Leaving
from tests.cast import NOW, Feurs
from tests.site.api.program import Program, program_of


@pytest.fixture
def ana(feurs: Feurs) -> Program:
    return program_of(feurs, feurs.ana)


def test_a_role_is_changed_and_the_last_owner_stays(feurs: Feurs, ana: Program) -> None:
    assert ana.post(f"/people/{feurs.driss.pk}/role", {"role": "editor"}).json()["role"] == "editor"
    assert Event.objects.filter(verb="ROLE_CHANGED").count() == 1
    last = ana.post(f"/people/{feurs.ana.pk}/role", {"role": "viewer"})
    assert (last.status_code, last.json()["error"].startswith("The last owner")) == (409, True)
    assert feurs.ana.role_in(feurs.organisation) == "owner"


def test_only_an_owner_makes_an_owner(feurs: Feurs) -> None:
    Membership.objects.filter(user=feurs.chloe).update(role="manager")
    chloe = program_of(feurs, feurs.chloe)
    answer = chloe.post(f"/people/{feurs.chloe.pk}/role", {"role": "owner"})
    assert (answer.status_code, answer.json()["error"]) == (403, "Only an owner decides about owners.")


def test_a_mandate_is_planned_handed_over_and_ended(feurs: Feurs, ana: Program) -> None:
    there = f"/people/{feurs.bruno.pk}"
    token = program_of(feurs, feurs.bruno)
    draft = token.post("/drafts", {"text": "Oui", "accounts": [feurs.account.pk]}).json()
    day = str(timezone.localdate() + timedelta(days=40))
    assert ana.post(f"{there}/end-of-mandate", {"ends_on": day}).json()["ends_on"] == day
    past = ana.post(f"{there}/end-of-mandate", {"ends_on": "2020-01-01"})
    assert past.json()["places"][0]["at"] == "body.ends_on"
    suspended = ana.post(f"{there}/suspension").json()
    assert (suspended["role"], suspended["role_before"]) == (None, "contributor")
    assert token.get("/state").status_code == 401
    [held] = [each for each in suspended["holds"] if each["kind"] == "draft"]
    assert held["things"][0]["id"] == draft["id"]
    body = {"kind": "draft", "thing": draft["id"], "to": feurs.chloe.pk}
    assert ana.post(f"{there}/handing-over", body).json() == {"done": 1}
    assert ana.post(f"{there}/handing-over", body).json() == {"done": 0}
    assert ana.post(f"{there}/handing-over", {"everything": True}).json()["places"][0]["at"] == "body.to"
    assert ana.post(f"{there}/handing-over", {"everything": True, "to": feurs.chloe.pk}).status_code == 200
    assert ana.post(f"{there}/end").json() == {"done": 0}
    assert ana.get(there).status_code == 404
    assert Leaving.objects.get(user=feurs.bruno).ended_at is not None


def test_who_leaves_may_stay_after_all(feurs: Feurs, ana: Program) -> None:
    there = f"/people/{feurs.bruno.pk}"
    ana.post(f"{there}/suspension")
    assert ana.post(f"{there}/staying").json()["role"] == "contributor"


def test_a_token_for_some_accounts_hands_nothing_over(feurs: Feurs) -> None:
    narrow = program_of(feurs, feurs.ana, accounts=[feurs.another_account("culture").pk])
    body = {"everything": True, "to": feurs.chloe.pk}
    assert narrow.post(f"/people/{feurs.bruno.pk}/handing-over", body).status_code == 403


def test_an_invitation_is_renewed_and_taken_back(feurs: Feurs, ana: Program) -> None:
    made = ana.post("/people", {"name": "Zoé", "email": "zoe@feurs.example", "role": "viewer"}).json()
    before = Invitation.objects.get().secret_hash
    assert ana.post(f"/invitations/{made['id']}/renewal").json()["is_sent"] is False
    assert Invitation.objects.get().secret_hash != before
    assert [each["email"] for each in ana.get("/invitations").json()["items"]] == ["zoe@feurs.example"]
    assert ana.delete(f"/invitations/{made['id']}").status_code == 204
    assert ana.get("/invitations").json()["items"] == []


def test_the_demonstration_invites_nobody(feurs: Feurs, ana: Program) -> None:
    made = ana.post("/people", {"name": "Zoé", "email": "zoe@feurs.example", "role": "viewer"}).json()
    Organisation.objects.update(is_demo=True)
    assert ana.post(f"/invitations/{made['id']}/renewal").status_code == 403


def test_the_organisation_is_called_otherwise_and_gets_a_service(feurs: Feurs, ana: Program) -> None:
    whole = {name: value for name, value in ana.get("/organisation").json().items() if name != "id"}
    assert ana.put("/organisation", {**whole, "name": "Ville de Feurs en Forez"}).json()["name"].endswith("Forez")
    assert Event.objects.get(verb="ORGANISATION_CHANGED").detail["changed"] == "name"
    assert ana.put("/organisation", {**whole, "zone": "Mars/Nord"}).json()["places"][0]["at"] == "body.zone"
    assert ana.post("/teams", {"name": "Voirie"}).json()["name"] == "Voirie"
    assert ana.post("/teams", {"name": "voirie"}).status_code == 422
    assert Team.objects.get().name == "Voirie"


def test_another_organisation_is_founded_only_where_there_may_be_several(
    feurs: Feurs, ana: Program, settings: Any
) -> None:
    settings.SEVERAL_ORGANISATIONS = False
    assert ana.post("/organisations", {"name": "Office"}).status_code == 404
    settings.SEVERAL_ORGANISATIONS = True
    made = ana.post("/organisations", {"name": "Office"}).json()
    assert feurs.ana.role_in(Organisation.objects.get(pk=made["id"])) == "owner"
    other = Program(ana.client, ApiToken.make(Organisation.objects.get(pk=made["id"]), feurs.ana, "x", NOW)[1])
    assert other.get("/drafts").json()["items"] == []
