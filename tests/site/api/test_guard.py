"""The registered identity, accounts of others and the citizens' line, by a program."""

import pytest

from beffroi.guard.duties import poll_profiles
from beffroi.guard.models import Alarm, Baseline, CitizensLine, Peer, PlaybookRun, ProfilePoll
from beffroi.journal.models import Event
from tests.cast import NOW, Feurs, minutes
from tests.site.api.program import Program, program_of


@pytest.fixture
def chloe(feurs: Feurs) -> Program:
    return program_of(feurs, feurs.chloe)


@pytest.fixture
def driss(feurs: Feurs) -> Program:
    return program_of(feurs, feurs.driss)


def test_an_identity_is_signed_as_a_new_version(feurs: Feurs, chloe: Program, driss: Program) -> None:
    there = f"/identities/{feurs.account.pk}"
    before = chloe.get(there).json()
    body = {"version": before["version"], "name": "Ville de Feurs", "handles": ["feurs"], "kind": "institutional"}
    assert driss.post(f"{there}/signing", body).status_code == 403
    signed = chloe.post(f"{there}/signing", {**body, "accepted_names": ["Feurs", "Mairie de Feurs"]}).json()
    assert (signed["version"], signed["signed_by"]["name"]) == (before["version"] + 1, "Chloé")
    assert Baseline.of(feurs.account).accepted_names == ["Feurs", "Mairie de Feurs"]
    assert Event.objects.filter(verb="IDENTITY_SIGNED").count() == 1
    late = chloe.post(f"{there}/signing", body)
    assert (late.status_code, late.json()["version"]) == (409, signed["version"])


def test_what_is_no_domain_is_told_at_its_place(feurs: Feurs, chloe: Program) -> None:
    version = chloe.get(f"/identities/{feurs.account.pk}").json()["version"]
    body = {"version": version, "name": "Feurs", "handles": ["feurs"], "kind": "personal", "link_domains": ["feurs"]}
    answer = chloe.post(f"/identities/{feurs.account.pk}/signing", body)
    assert (answer.status_code, answer.json()["places"][0]["at"]) == (422, "body.link_domains")


def test_a_profile_is_read_now(feurs: Feurs, chloe: Program) -> None:
    assert chloe.post(f"/accounts/{feurs.account.pk}/reading").status_code == 200
    assert ProfilePoll.objects.get(account=feurs.account).due_at is not None


def test_an_account_of_others_is_watched_and_left(feurs: Feurs, chloe: Program) -> None:
    nobody = chloe.post("/peers", {"network": "sandbox", "handle": "roanne"})
    assert (nobody.status_code, nobody.json()["places"][0]["at"]) == (422, "body.handle")
    peer = chloe.post("/peers", {"network": "sandbox", "handle": "feurs"}).json()
    assert chloe.post(f"/peers/{peer['id']}/acceptance").json()["found"] == ""
    assert [each["id"] for each in chloe.get("/peers").json()["items"]] == [peer["id"]]
    assert chloe.delete(f"/peers/{peer['id']}").status_code == 204
    assert not Peer.objects.exists()


def test_the_citizens_line_is_opened_and_closed(chloe: Program) -> None:
    assert chloe.get("/citizens-line").json() == {"is_open": False, "address": ""}
    opened = chloe.put("/citizens-line", {"is_open": True}).json()
    assert chloe.client.get(opened["address"]).status_code == 200
    assert chloe.put("/citizens-line", {"is_open": False}).json()["is_open"] is False
    assert not CitizensLine.objects.get().is_open


def test_a_playbook_is_worked_to_its_end(feurs: Feurs, chloe: Program) -> None:
    poll_profiles(NOW)
    feurs.sandbox.rename("feurs", "Gabrielle Powell")
    poll_profiles(NOW + minutes(10))
    alarm = Alarm.objects.get()
    assert chloe.post(f"/alarms/{alarm.pk}/recovery").status_code == 409
    chloe.post(f"/alarms/{alarm.pk}/verdict", {"ours": False})
    assert chloe.post(f"/alarms/{alarm.pk}/recovery").status_code == 409
    there = f"/playbooks/{PlaybookRun.objects.get().pk}"
    assert chloe.post(f"{there}/way", {"way": "park"}).status_code == 422
    way = chloe.get("/openapi.json").json()["components"]["schemas"]["WayChosen"]["properties"]["way"]["enum"][0]
    assert chloe.post(f"{there}/way", {"way": way}).json()["way"] == way
    for surface in chloe.get(there).json()["surfaces"]:
        seen = chloe.post(f"{there}/surfaces", {"surface": surface["surface"], "seen": True}).json()
    assert {each["state"] for each in seen["surfaces"]} <= {"right", "by_hand"}
    assert chloe.post(f"{there}/closing").status_code in (200, 422)


def test_a_statement_is_proposed_on_the_accounts_that_may_speak(feurs: Feurs, chloe: Program) -> None:
    poll_profiles(NOW)
    feurs.sandbox.rename("feurs", "Gabrielle Powell")
    poll_profiles(NOW + minutes(10))
    chloe.post(f"/alarms/{Alarm.objects.get().pk}/verdict", {"ours": False})
    there = f"/incidents/{PlaybookRun.objects.get().incident_id}/statement"
    assert chloe.post(there).status_code == 409
    other = feurs.another_account("culture")
    narrow = program_of(feurs, feurs.chloe, accounts=[feurs.account.pk])
    assert narrow.post(there).status_code == 403
    draft = chloe.post(there).json()
    assert (draft["state"], [each["id"] for each in draft["accounts"]]) == ("draft", [other.pk])
    assert chloe.post(there).json()["id"] == draft["id"]
    assert chloe.post(there.replace("statement", "correction")).status_code == 404
