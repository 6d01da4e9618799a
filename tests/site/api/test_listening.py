"""What rings, what is muted, who must agree, and what is kept, by a program."""

import pytest

from beffroi.access.models import KeptAnswer, Organisation
from beffroi.archive.models import Post
from beffroi.facts.models import Fact, Source
from beffroi.journal.models import Event
from beffroi.keeping.models import Hold
from beffroi.listening.models import Match, Mute, OptOut, SavedSearch
from beffroi.publishing.models import ApprovalRule, OutsideRequest
from beffroi.vocabulary import Post as SeenPost
from beffroi.vocabulary import Profile
from tests.cast import NOW, Feurs
from tests.site.api.program import Program, program_of


@pytest.fixture
def ana(feurs: Feurs) -> Program:
    return program_of(feurs, feurs.ana)


@pytest.fixture
def driss(feurs: Feurs) -> Program:
    return program_of(feurs, feurs.driss)


def found(feurs: Feurs) -> Match:
    author = Profile("sandbox", "lucie-id", "lucie", "Lucie")
    post = SeenPost(network="sandbox", native_id="l1", author=author, text="de l’eau partout", published_at=NOW)
    search = SavedSearch.save_new(organisation=feurs.organisation, name="Eau", text="eau", by=feurs.driss, now=NOW)
    match = Match.note(search, Post.store(post, now=NOW), now=NOW)
    assert match
    return match


def test_a_search_rings_at_a_threshold_and_is_kept_for_a_month(feurs: Feurs, driss: Program) -> None:
    there = f"/searches/{driss.post('/searches', {'name': 'Eau', 'text': 'eau'}).json()['id']}"
    assert driss.get(f"{there}/policy").json()["rings"] == "each"
    wrong = driss.put(f"{there}/policy", {"rings": "threshold"})
    assert {each["at"] for each in wrong.json()["places"]} == {"body.posts", "body.minutes"}
    chosen = {"rings": "threshold", "posts": 5, "minutes": 60, "quiet_from": "20:00", "quiet_until": "08:00"}
    assert driss.put(f"{there}/policy", chosen).json()["quiet_from"] == "20:00"
    assert driss.get(f"{there}/policy").json()["posts"] == 5
    assert driss.put(f"{there}/keeping", {"days": 30}).json() == {"days": 30}
    assert driss.put(f"{there}/keeping", {"days": 31}).status_code == 422


def test_a_search_an_author_and_a_story_are_muted_and_heard_again(feurs: Feurs, driss: Program) -> None:
    match = found(feurs)
    muted = driss.post(f"/searches/{match.search_id}/mute", {"until": "day"}).json()
    author = driss.post(f"/matches/{match.pk}/author-mute").json()
    story = driss.post(f"/stories/{match.story_id}/mute").json()
    assert [each["what"] for each in (muted, author, story)] == ["search", "author", "story"]
    assert {each["id"] for each in driss.get("/mutes").json()["items"]} == {muted["id"], author["id"], story["id"]}
    for each in (muted, author, story):
        assert driss.delete(f"/mutes/{each['id']}").status_code == 204
    assert not Mute.objects.filter(lifted_at=None).exists()


def test_who_asked_not_to_be_kept_is_forgotten(feurs: Feurs, ana: Program, driss: Program) -> None:
    match = found(feurs)
    body = {"network": "sandbox", "handle": "@lucie"}
    assert driss.post("/opt-outs", body).status_code == 403
    assert driss.post(f"/matches/{match.pk}/author-mute", **{"idempotency-key": "a-1"}).json()["name"]
    assert KeptAnswer.objects.exists()
    assert ana.post("/opt-outs", body, **{"idempotency-key": "a-2"}).json() == {"erased": 1}
    assert not KeptAnswer.objects.exists()  # it named her, and a hash of what was asked is guessed
    [wish] = ana.get("/opt-outs").json()["items"]
    assert "lucie" not in str(wish)
    assert ana.delete(f"/opt-outs/{wish['id']}").status_code == 204
    assert not OptOut.objects.exists()


def test_a_rule_of_approval_is_decided_for_one_account_and_dropped(feurs: Feurs, ana: Program) -> None:
    there = f"/accounts/{feurs.account.pk}/approval-rule"
    assert ana.get(there).json()["is_own"] is False
    assert ana.put(there, {"mode": "all"}).json()["places"][0]["at"] == "body.approvers"
    decided = ana.put(there, {"mode": "all", "approvers": [feurs.chloe.pk]}).json()
    assert (decided["is_own"], decided["approvers"][0]["name"]) == (True, "Chloé")
    narrow = program_of(feurs, feurs.ana, accounts=[feurs.another_account("culture").pk])
    assert narrow.put("/approval-rules/general", {"mode": "none"}).status_code == 403
    assert ana.delete(there).status_code == 204
    assert not ApprovalRule.objects.filter(account=feurs.account).exists()
    assert ana.put("/approval-rules/general", {"mode": "any"}).json()["account"] is None


def test_somebody_from_outside_is_asked_by_a_link_that_no_author_is_told(feurs: Feurs, ana: Program) -> None:
    bruno, chloe = program_of(feurs, feurs.bruno), program_of(feurs, feurs.chloe)
    dupont = ana.post("/outside-approvers", {"name": "Dupont", "email": "dupont@etude.example"}).json()
    ana.put(f"/accounts/{feurs.account.pk}/approval-rule", {"mode": "all", "outsiders": [dupont["id"]]})
    draft = bruno.post("/drafts", {"text": "Oui", "accounts": [feurs.account.pk]}).json()["id"]
    bruno.post(f"/drafts/{draft}/submission")
    there, body = f"/drafts/{draft}/outside-requests", {"approver": dupont["id"]}
    assert bruno.post(there, body).status_code == 403
    only_drafts = program_of(feurs, feurs.chloe, scopes=["draft"])
    assert only_drafts.post(there, body).status_code == 403
    asked = chloe.post(there, body).json()
    assert chloe.client.get(asked["link"]).status_code == 200
    assert OutsideRequest.objects.get().asked_by == feurs.chloe
    assert ana.delete(f"/outside-approvers/{dupont['id']}").status_code == 204
    assert ana.get("/outside-approvers").json()["items"] == []


def test_what_is_kept_is_set_and_what_is_needed_is_held(feurs: Feurs, ana: Program) -> None:
    chosen = next(each for each in ana.get("/periods").json() if each["is_chosen"])
    there = f"/periods/{chosen['kind']}"
    assert ana.put(there, {"days": chosen["most"]}).json()["days"] == chosen["most"]
    assert ana.put(there, {"days": 36_500}).json()["places"][0]["at"] == "body.days"
    assert ana.get("/periods/nothing").status_code == 404
    body = {"kind": "period", "first": "2026-01-01", "last": "2026-01-31", "reason": "Plainte déposée."}
    hold = ana.post("/holds", body).json()
    assert ana.post("/holds", {**body, "last": None}).json()["places"][0]["at"] == "body.first"
    assert ana.post(f"/holds/{hold['id']}/lifting").json()["lifted_by"]["name"] == "Ana"
    assert Hold.objects.get().lifted_at is not None


def test_the_privacy_notice_is_set_and_shown_to_everybody(feurs: Feurs, ana: Program) -> None:
    told = ana.put("/privacy-notice", {"contact": "dpo@feurs.example", "is_public": True}).json()
    assert "dpo@feurs.example" in ana.client.get(told["address"]).content.decode()
    assert Event.objects.filter(verb="NOTICE_SET").count() == 1


def test_a_source_and_a_witness_are_asked_once_more(feurs: Feurs, ana: Program) -> None:
    fact = ana.post("/facts", {"statement": "Le budget est adopté.", "kind": "vote"}).json()["id"]
    asked = ana.post(f"/facts/{fact}/witnesses", {"name": "Jeanne", "channel": "link"}).json()
    again = ana.post(f"/witnesses/{asked['id']}/asking").json()
    assert again["address"] != asked["address"]
    stated = Fact.objects.get()
    source = Source.add(stated, kind="feed", parameters={}, address="https://x.example/", by=feurs.bruno, now=NOW)
    assert ana.post(f"/sources/{source.pk}/reading").json()["id"] == source.pk


def test_a_ranking_is_begun_and_stopped_and_not_in_the_demonstration(feurs: Feurs, ana: Program) -> None:
    schema = ana.get("/openapi.json").json()["components"]["schemas"]["RankingSaid"]["properties"]
    body = {name: schema[name]["enum"][0] for name in ("measure", "window", "kind")}
    begun = ana.post("/ranking-questions", body).json()
    assert [each["id"] for each in ana.get("/ranking-questions").json()["items"]] == [begun["id"]]
    assert ana.post(f"/ranking-questions/{begun['id']}/stop").json()["due_at"] is None
    Organisation.objects.update(is_demo=True)
    assert ana.post("/ranking-questions", body).status_code == 403
