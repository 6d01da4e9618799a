"""Moderation, services, waves and what is brought in, by a program."""

from datetime import timedelta

import pytest
from django.utils import timezone

from beffroi.access.models import IncomingWebhook, Team
from beffroi.archive.models import Mention
from beffroi.inbox.models import (
    Act,
    Case,
    ModerationAct,
    ModerationCharter,
    PastReading,
    Place,
    ResponseTarget,
    StatusPage,
    Wave,
)
from beffroi.inbox.models.wave import HEIGHT
from beffroi.journal.models import Event
from beffroi.listening.models import Match, SavedSearch
from beffroi.vocabulary import Post as SeenPost
from beffroi.vocabulary import Profile
from tests.cast import NOW, Feurs
from tests.inbox.test_waves import flood
from tests.site.api.program import Program, program_of


@pytest.fixture
def driss(feurs: Feurs) -> Program:
    return program_of(feurs, feurs.driss)


@pytest.fixture
def ana(feurs: Feurs) -> Program:
    return program_of(feurs, feurs.ana)


@pytest.fixture
def threat(feurs: Feurs) -> Case:
    eve = Profile("sandbox", "eve-id", "eve", "Eve")
    post = SeenPost(network="sandbox", native_id="q1", author=eve, text="@feurs gare à vous", published_at=NOW)
    mention = Mention.note(post, feurs.account, now=NOW)
    assert mention
    return Case.take(mention, now=NOW)


def motive(feurs: Feurs) -> int:
    charter = ModerationCharter.publish(
        feurs.organisation, text="Ni menaces.", motives=["Menaces"], by=feurs.ana, now=NOW
    )
    return charter.motives.get().pk


def decided(feurs: Feurs, driss: Program, threat: Case, **more: object) -> dict[str, object]:
    body = {"act": "block", "motive": motive(feurs), "reason": "Il menace un agent.", "is_weighed": True, **more}
    answer = driss.post(f"/cases/{threat.pk}/moderation", body)
    assert answer.status_code == 201, answer.content
    found: dict[str, object] = answer.json()
    return found


def test_an_author_is_blocked_with_a_motive_evidence_and_a_day_of_review(
    feurs: Feurs, driss: Program, threat: Case
) -> None:
    act = decided(feurs, driss, threat)
    assert (act["act"], act["motive"], act["words"]) == ("block", "Menaces", "@feurs gare à vous")
    assert ModerationAct.objects.get().fingerprint == act["sha256"]
    assert act["review_on"] > str(timezone.now().date())  # type: ignore[operator]  # a day in words
    assert driss.get("/moderation?show=block").json()["items"][0]["id"] == act["id"]
    assert driss.get("/moderation?show=due").json()["items"] == []
    assert driss.post(f"/moderation/{act['id']}/doing").json()["done_by"]["name"] == "Driss"
    assert driss.post(f"/moderation/{act['id']}/upholding").json()["lifted_at"] is None
    assert driss.post(f"/moderation/{act['id']}/lifting").json()["lifted_by"]["name"] == "Driss"


def test_nothing_is_moderated_without_a_charter_and_its_motive(feurs: Feurs, driss: Program, threat: Case) -> None:
    body = {"act": "hide", "motive": 1, "reason": "x"}
    assert driss.post(f"/cases/{threat.pk}/moderation", body).status_code == 409
    wrong = driss.post(f"/cases/{threat.pk}/moderation", {**body, "motive": motive(feurs) + 1})
    assert (wrong.status_code, wrong.json()["places"][0]["at"]) == (422, "body.motive")
    assert not ModerationAct.objects.exists()


def test_a_review_far_away_or_past_is_refused(feurs: Feurs, driss: Program, threat: Case) -> None:
    body = {"act": "hide", "motive": motive(feurs), "reason": "x", "review_on": "2020-01-01"}
    assert driss.post(f"/cases/{threat.pk}/moderation", body).json()["places"][0]["at"] == "body.review_on"
    wrong = driss.post(f"/cases/{threat.pk}/moderation", {**body, "review_on": "1 January"})
    assert wrong.json()["places"] == [{"at": "body.review_on", "error": "A day is written as 2027-03-27."}]


def test_an_institutional_account_weighs_before_it_blocks(feurs: Feurs, driss: Program, threat: Case) -> None:
    assert feurs.account.is_institutional
    body = {"act": "block", "motive": motive(feurs), "reason": "x"}
    assert driss.post(f"/cases/{threat.pk}/moderation", body).json()["places"][0]["at"] == "body.is_weighed"
    assert driss.post(f"/cases/{threat.pk}/moderation", {**body, "is_weighed": True}).status_code == 201


def test_the_charter_is_published_in_versions(ana: Program, driss: Program) -> None:
    assert driss.get("/moderation-charter").status_code == 404
    body = {"text": "Ni menaces.", "motives": ["Menaces", "Injures"]}
    assert driss.post("/moderation-charter", body).status_code == 403
    assert ana.post("/moderation-charter", body).json()["version"] == 1
    assert [each["words"] for each in driss.get("/moderation-charter").json()["motives"]] == body["motives"]
    assert ana.post("/moderation-charter", {**body, "motives": [" "]}).status_code == 422


def test_what_is_promised_is_set_changed_and_not_twice_for_the_same_cases(ana: Program) -> None:
    hours = ana.post("/opening-hours", {"name": "Mairie", "week": ["9:00-17:00"] * 5 + ["", ""]}).json()
    body = {"aim": "first", "minutes": 480, "calendar": hours["id"]}
    target = ana.post("/response-targets", body).json()
    assert (target["minutes"], target["calendar"], target["warned_percent"]) == (480, hours["id"], 80)
    assert ana.post("/response-targets", body).json()["places"][0]["at"] == "body.aim"
    assert ana.put(f"/response-targets/{target['id']}", {**body, "minutes": 60}).json()["minutes"] == 60
    assert ResponseTarget.objects.get().minutes == 60
    assert ana.delete(f"/opening-hours/{hours['id']}").status_code == 409
    wrong = ana.put(f"/opening-hours/{hours['id']}", {"name": "Mairie", "week": ["9-25"] + [""] * 6})
    assert (wrong.status_code, wrong.json()["places"][0]["at"]) == (422, "body.week.0")


def test_a_service_is_asked_by_a_link_that_is_told_once(feurs: Feurs, driss: Program, threat: Case) -> None:
    team = Team.objects.create(organisation=feurs.organisation, name="Voirie")
    asked = driss.post(f"/cases/{threat.pk}/consultations", {"team": team.pk, "note": "Quand ?"}).json()
    assert asked["is_sent"] is False
    assert driss.client.get(asked["link"]).status_code == 200
    [listed] = driss.get(f"/cases/{threat.pk}/consultations").json()
    assert (listed["standing"], "link" in listed) == ("open", False)
    assert driss.post(f"/consultations/{asked['id']}/closing").json()["standing"] == "closed"


def test_the_citizen_is_told_where_the_question_is(feurs: Feurs, driss: Program, threat: Case) -> None:
    assert driss.post(f"/cases/{threat.pk}/trace").status_code == 409
    team = Team.objects.create(organisation=feurs.organisation, name="Voirie")
    driss.post(f"/cases/{threat.pk}/team", {"team": team.pk})
    page = driss.post(f"/cases/{threat.pk}/status-page").json()["address"]
    assert driss.client.get(page).status_code == 200
    assert driss.post(f"/cases/{threat.pk}/trace").json()["state"] == "submitted"
    assert driss.delete(f"/cases/{threat.pk}/status-page").status_code == 204
    assert StatusPage.objects.get().withdrawn_at is not None


def test_how_a_service_is_reached_is_written_down(feurs: Feurs, ana: Program) -> None:
    team = Team.objects.create(organisation=feurs.organisation, name="Voirie")
    body = {"email": "voirie@feurs.example", "remind_after": 5}
    assert ana.put(f"/teams/{team.pk}/contact", body).json()["remind_after"] == 5
    assert ana.get(f"/teams/{team.pk}/contact").json()["email"] == "voirie@feurs.example"
    assert ana.put(f"/teams/{team.pk}/contact", {"email": "x"}).json()["places"][0]["at"] == "body.email"


def test_what_a_search_found_becomes_a_case_once(feurs: Feurs, driss: Program, threat: Case) -> None:
    search = SavedSearch.save_new(organisation=feurs.organisation, name="x", text="gare", by=feurs.driss, now=NOW)
    match = Match.note(search, threat.latest, now=NOW)
    assert match
    assert driss.post(f"/matches/{match.pk}/case").json()["id"] == threat.pk


def test_an_answer_elsewhere_is_never_put_in_the_place_of_a_colleagues(feurs: Feurs, driss: Program) -> None:
    case = driss.post("/cases", {"channel": "letter", "text": "Quand ?"}).json()["id"]
    kept = driss.put(f"/cases/{case}/elsewhere", {"text": "Lundi."}).json()
    chloe = program_of(feurs, feurs.chloe)
    assert chloe.put(f"/cases/{case}/elsewhere", {"text": "Mardi."}).status_code == 409
    posted = chloe.put(f"/cases/{case}/elsewhere", {"text": "Mardi.", "seen": kept["saved_at"], "posted": True}).json()
    assert (posted["text"], posted["posted_by"]["name"]) == ("Mardi.", "Chloé")
    assert driss.get(f"/cases/{case}").json()["status"] == "answered"
    assert driss.put(f"/cases/{case}/elsewhere", {"text": "Non"}).status_code == 409
    assert driss.post(f"/cases/{case}/elsewhere/taking-back").json()["status"] == "waiting"


def test_a_wave_is_closed_as_one_and_taken_back(feurs: Feurs, driss: Program) -> None:
    flood(feurs, HEIGHT)
    wave = Wave.objects.get()
    [shown] = driss.get("/waves").json()["items"]
    assert (shown["id"], shown["waiting"]) == (wave.pk, shown["count"])
    narrow = program_of(feurs, feurs.driss, accounts=[feurs.another_account("culture").pk])
    assert narrow.post(f"/waves/{wave.pk}/acts", {"act": "close"}).status_code == 403
    assert driss.post(f"/waves/{wave.pk}/acts", {"act": "hand"}).json()["places"][0]["at"] == "body.team"
    assert driss.post(f"/waves/{wave.pk}/acts", {"act": "close"}).json()["cases"] == shown["count"]
    Act.objects.update(at=timezone.now())
    assert narrow.post("/undoing").status_code == 403
    assert driss.post("/undoing").json()["cases"] == shown["count"]
    assert driss.post("/undoing").status_code == 404


def test_two_cases_told_as_one_are_two_again(driss: Program) -> None:
    one, two = (driss.post("/cases", {"channel": "letter", "text": text}).json()["id"] for text in ("A", "B"))
    driss.post(f"/cases/{one}/mergings", {"case": two, "is_same_person": True})
    [part] = driss.get(f"/cases/{one}").json()["parts"]
    assert part["case"] == two
    assert driss.post(f"/mergings/{part['id']}/undoing").json()["parts"] == []
    assert driss.get(f"/cases/{two}").json()["status"] == "waiting"


def test_one_says_at_which_services_one_works(feurs: Feurs, driss: Program) -> None:
    team = Team.objects.create(organisation=feurs.organisation, name="Voirie")
    assert driss.put("/seats", {"teams": [team.pk]}).json() == [{"id": team.pk, "name": "Voirie"}]
    assert driss.get("/seats").json() == [{"id": team.pk, "name": "Voirie"}]
    assert driss.put("/seats", {"teams": [team.pk + 1]}).status_code == 422


def test_the_past_of_an_account_is_read_back_and_stopped(feurs: Feurs, ana: Program) -> None:
    since = str(timezone.localdate() - timedelta(days=30))
    reading = ana.post("/past-readings", {"account": feurs.account.pk, "since": since}).json()
    assert reading["since"] == since
    assert ana.post(f"/past-readings/{reading['id']}/stopping").json()["is_stopped"] is True
    narrow = program_of(feurs, feurs.ana, accounts=[feurs.another_account("culture").pk])
    assert narrow.post("/past-readings", {"account": feurs.account.pk, "since": since}).status_code == 403
    assert PastReading.objects.count() == 1


def test_places_are_loaded_all_or_none(feurs: Feurs, ana: Program) -> None:
    street = {"name": "Rue de la Loire", "quarter": "Centre"}
    assert ana.put("/places", {"places": [street]}).json() == {"places": 1}
    wrong = ana.put("/places", {"places": [{"name": "Rue neuve"}, street, street]})
    assert (wrong.status_code, wrong.json()["places"][0]["at"]) == (422, "body.places.2")
    assert [place.name for place in Place.objects.all()] == ["Rue de la Loire"]
    assert ana.get("/places").json()["items"] == [street]


def test_a_program_that_brings_in_questions_is_told_its_secret_once(feurs: Feurs, ana: Program) -> None:
    made = ana.post("/incoming-webhooks", {"name": "Formulaire"}).json()
    assert made["secret"] == IncomingWebhook.objects.get().secret
    assert "secret" not in ana.get("/incoming-webhooks").json()["items"][0]
    assert ana.delete(f"/incoming-webhooks/{made['id']}").status_code == 204
    assert ana.get("/incoming-webhooks").json()["items"] == []
    assert set(Event.objects.values_list("verb", flat=True)) >= {"INCOMING_ADDED", "INCOMING_REVOKED"}
