"""Official accounts, keys and rights, the chronicle and the webhooks, by a program."""

import pytest

from beffroi.access.models import Organisation
from beffroi.chronicle.models import Incident
from beffroi.directory.models import AccountRole, KeyHolder, OfficialAccount, Proof
from beffroi.journal.models import Event
from beffroi.notify.models import WebhookEndpoint
from tests.cast import Feurs
from tests.directory.register import body
from tests.site.api.program import Program, program_of


@pytest.fixture
def ana(feurs: Feurs) -> Program:
    return program_of(feurs, feurs.ana)


@pytest.fixture
def bruno(feurs: Feurs) -> Program:
    return program_of(feurs, feurs.bruno)


def test_an_account_is_declared_for_a_body_for_which_we_answer(feurs: Feurs, ana: Program) -> None:
    town = body()
    said = {"address": "@ville@social.feurs.example", "body": town.pk}
    assert ana.post("/official-accounts", said).json()["places"][0]["at"] == "body.body"
    assert ana.post("/official-bodies", {"code": town.code}).json()["id"] == town.pk
    declared = ana.post("/official-accounts", said).json()
    assert (declared["is_proven"], declared["handle"]) == (True, "ville@social.feurs.example")
    assert Proof.objects.filter(kind="declaration", by=feurs.ana).count() == 1
    there = f"/official-accounts/{declared['id']}"
    assert ana.post(f"{there}/look").status_code == 200
    assert ana.post(f"{there}/declaration").json()["is_proven"] is True
    assert ana.post(f"{there}/review", {"status": "active"}).status_code == 200
    assert [each["id"] for each in ana.get("/official-accounts").json()["items"]] == [declared["id"]]
    assert [each["id"] for each in ana.get("/official-bodies").json()["items"]] == [town.pk]


def test_the_demonstration_declares_nothing(feurs: Feurs, ana: Program) -> None:
    town = body(organisation=feurs.organisation)
    Organisation.objects.update(is_demo=True)
    answer = ana.post("/official-accounts", {"address": "@ville@social.feurs.example", "body": town.pk})
    assert answer.status_code == 403
    assert not OfficialAccount.objects.exists()


def test_who_holds_the_key_is_written_down(feurs: Feurs, ana: Program, bruno: Program) -> None:
    there = f"/accounts/{feurs.account.pk}/key-holder"
    assert ana.get(there).status_code == 404
    body = {"holder": "Bruno", "user": feurs.bruno.pk, "second_factor": "key", "until": "2027-03-27"}
    assert bruno.put(there, body).status_code == 403
    told = ana.put(there, body).json()
    assert (told["user"]["name"], told["until"], told["is_proven"]) == ("Bruno", "2027-03-27", False)
    assert ana.put(there, {**body, "user": feurs.eve.pk}).json()["places"][0]["at"] == "body.user"
    assert [each["holder"] for each in ana.get("/key-holders").json()["items"]] == ["Bruno"]
    assert KeyHolder.objects.get().second_factor == "key"


def test_an_account_is_parked_and_taken_into_use_again(feurs: Feurs, ana: Program, bruno: Program) -> None:
    there = f"/accounts/{feurs.account.pk}/parking"
    assert bruno.post(there, {"parked": True}).status_code == 403
    assert ana.post(there, {"parked": True}).json()["frozen"]
    assert ana.post(there, {"parked": True}).status_code == 409
    assert ana.post(there, {"parked": False}).json()["frozen"] == ""


def test_a_network_without_a_price_has_no_ceiling(feurs: Feurs, ana: Program) -> None:
    assert ana.put(f"/accounts/{feurs.account.pk}/ceiling", {"cents": 2000}).status_code == 404


def test_a_role_for_one_account_is_given_and_ended(feurs: Feurs, ana: Program) -> None:
    there = f"/accounts/{feurs.account.pk}/roles"
    given = ana.post(there, {"user": feurs.bruno.pk, "role": "approver"}).json()
    assert [each["role"] for each in ana.get(there).json()] == ["approver"]
    assert ana.post(there, {"user": feurs.eve.pk, "role": "approver"}).json()["places"][0]["at"] == "body.user"
    assert ana.delete(f"/account-roles/{given['id']}").status_code == 204
    assert not AccountRole.objects.exists()


def test_a_chronicle_is_published_with_what_was_chosen(feurs: Feurs, ana: Program) -> None:
    incident = ana.post("/incidents", {"title": "Une annonce trop tôt"}).json()["id"]
    kept, other = (ana.post(f"/incidents/{incident}/entries", {"text": text}).json()[0]["id"] for text in ("A", "B"))
    assert ana.post(f"/entries/{kept}/episode", {"episode": "outcome"}).json()["episode"] == "outcome"
    there = f"/incidents/{incident}/publication"
    assert ana.get(there).json() == {"is_public": False, "address": "", "entries": []}
    chloe = program_of(feurs, feurs.chloe)
    assert chloe.put(there, {"entries": [kept]}).status_code == 403
    public = ana.put(there, {"entries": [kept]}).json()
    assert public["entries"] == [kept]
    page = ana.client.get(public["address"])
    assert page.status_code == 200
    assert ana.post(f"/entries/{kept}/removal", {}).json()["is_public"] is False
    assert ana.post(f"/entries/{kept}/removal", {"removed": False}).status_code == 200
    assert ana.get(f"/entries/{other}").json()["text"] == "B"
    assert ana.delete(there).status_code == 204
    assert ana.client.get(public["address"]).status_code == 404
    assert not Incident.objects.get().is_public


def test_a_webhook_is_added_changed_switched_and_removed(feurs: Feurs, ana: Program) -> None:
    body = {"address": "https://si.feurs.example/beffroi?key=1", "events": ["case.late"]}
    made = ana.post("/webhooks", body).json()
    assert made["secret"].startswith("whsec_")
    there = f"/webhooks/{made['id']}"
    shown = ana.get(there).json()
    assert (shown["place"], "secret" in shown, "key=1" in str(shown)) == ("si.feurs.example", False, False)
    assert ana.put(there, {"events": ["case.late", "alert.rung"]}).status_code in (200, 422)
    assert ana.post(f"{there}/secret").json()["secret"] != made["secret"]
    assert ana.post(f"{there}/switch", {"on": False}).json()["is_active"] is False
    assert ana.post(f"{there}/test").status_code == 409
    assert ana.post(f"{there}/switch", {"on": True}).json()["is_active"] is True
    assert ana.get(f"{there}/calls").json()["items"] == []
    assert ana.delete(there).status_code == 204
    assert WebhookEndpoint.objects.get().removed_at is not None
    assert Event.objects.filter(verb="WEBHOOK_REMOVED").count() == 1


def test_the_demonstration_calls_nobody(feurs: Feurs, ana: Program) -> None:
    made = ana.post("/webhooks", {"address": "https://si.feurs.example/", "events": ["case.late"]}).json()
    Organisation.objects.update(is_demo=True)
    assert ana.post(f"/webhooks/{made['id']}/test").status_code == 403
