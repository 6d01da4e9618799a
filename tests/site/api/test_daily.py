"""What a program does all day, by the same gates as the pages."""

from datetime import timedelta
from typing import Any

import pytest
from django.utils import timezone

from beffroi.access.models import ApiToken, KeptAnswer
from beffroi.access.models.token import forget_answers
from beffroi.archive.models import Mention
from beffroi.facts.models import Fact
from beffroi.guard.duties import poll_profiles
from beffroi.guard.models import Alarm
from beffroi.inbox.models import Case
from beffroi.journal.models import Event
from beffroi.listening.models import Match, SavedSearch
from beffroi.publishing.models import Draft, Publication
from beffroi.vocabulary import Post as SeenPost
from beffroi.vocabulary import Profile
from tests.cast import NOW, Feurs, minutes
from tests.site.api.program import Program, program_of

TEXT = "La mairie est fermée vendredi."


@pytest.fixture
def bruno(feurs: Feurs) -> Program:
    return program_of(feurs, feurs.bruno)


@pytest.fixture
def chloe(feurs: Feurs) -> Program:
    return program_of(feurs, feurs.chloe)


@pytest.fixture
def driss(feurs: Feurs) -> Program:
    return program_of(feurs, feurs.driss)


def written(feurs: Feurs, by: Program, **more: Any) -> dict[str, Any]:
    answer = by.post("/drafts", {"text": TEXT, "accounts": [feurs.account.pk], **more})
    assert answer.status_code == 201, answer.content
    found: dict[str, Any] = answer.json()
    return found


def question(feurs: Feurs, text: str = "@feurs quand rouvre la rue ?") -> Case:
    eve = Profile("sandbox", "eve-id", "eve", "Eve")
    post = SeenPost(network="sandbox", native_id="q1", author=eve, text=text, published_at=NOW)
    mention = Mention.note(post, feurs.account, now=NOW)
    assert mention
    return Case.take(mention, now=NOW)


def test_a_draft_is_written_submitted_approved_and_comes_due(feurs: Feurs, bruno: Program, chloe: Program) -> None:
    draft = written(feurs, bruno)
    assert (draft["state"], draft["version"], draft["author"]["name"]) == ("draft", 1, "Bruno")
    assert bruno.post(f"/drafts/{draft['id']}/submission").json()["state"] == "submitted"
    approved = chloe.post(f"/drafts/{draft['id']}/approval", {"version": 1}).json()
    assert approved["state"] == "approved"
    assert [each["state"] for each in approved["publications"]] == ["queued"]
    waiting = chloe.get("/publications?state=queued").json()["items"]
    assert [each["text"] for each in waiting] == [TEXT]
    assert chloe.post(f"/publications/{waiting[0]['id']}/withdrawal").json()["state"] == "withdrawn"


def test_the_author_may_not_approve_through_the_api_either(feurs: Feurs, chloe: Program) -> None:
    draft = written(feurs, chloe)
    chloe.post(f"/drafts/{draft['id']}/submission")
    answer = chloe.post(f"/drafts/{draft['id']}/approval", {"version": 1})
    assert answer.status_code == 403
    assert answer.json()["error"] == "You wrote this text: somebody else must approve it."
    assert not Publication.objects.exists()


def test_a_draft_that_somebody_changed_meanwhile_is_not_written_over(feurs: Feurs, bruno: Program) -> None:
    draft = written(feurs, bruno)
    body = {"text": "Autre", "accounts": [feurs.account.pk], "version": 1}
    assert bruno.put(f"/drafts/{draft['id']}", body).json()["version"] == 2
    stale = bruno.put(f"/drafts/{draft['id']}", {**body, "text": "Encore"})
    assert (stale.status_code, stale.json()["version"]) == (409, 2)
    assert Draft.objects.get().latest.text == "Autre"


def test_what_must_be_mended_first_is_told_with_its_place(feurs: Feurs, bruno: Program) -> None:
    draft = written(feurs, bruno, text="")
    answer = bruno.post(f"/drafts/{draft['id']}/submission")
    assert answer.status_code == 409
    assert [each["place"] for each in answer.json()["findings"] if each["blocks"]] == ["text"]


def test_what_the_form_of_the_page_refuses_is_refused_at_its_place(feurs: Feurs, bruno: Program) -> None:
    body = {"text": TEXT, "accounts": [feurs.account.pk], "leave_at": "2020-01-01T10:00:00+01:00"}
    answer = bruno.post("/drafts", body)
    assert answer.status_code == 422
    assert [place["at"] for place in answer.json()["places"]] == ["body.leave_at"]
    bruno.language = "fr"
    assert bruno.post("/drafts", {**body, "leave_at": 7}).json()["places"][0]["error"].startswith("Un moment s’écrit")


def test_an_account_of_somebody_else_cannot_be_written_from(feurs: Feurs, bruno: Program) -> None:
    answer = bruno.post("/drafts", {"text": TEXT, "accounts": [feurs.account.pk + 1]})
    assert (answer.status_code, answer.json()["places"][0]["at"]) == (422, "body.accounts")


def test_a_question_is_answered_under_the_same_second_person(feurs: Feurs, driss: Program) -> None:
    case = question(feurs)
    [listed] = driss.get("/cases").json()["items"]
    assert (listed["id"], listed["status"], listed["latest"]["author"]) == (case.pk, "waiting", "eve")
    answer = driss.post(f"/cases/{case.pk}/replies", {"text": "@eve Lundi.", "latest": listed["latest"]["id"]})
    assert answer.json()["state"] == "submitted"
    assert driss.post(f"/cases/{case.pk}/replies", {"text": "Non", "latest": 7}).status_code == 409
    assert driss.post(f"/cases/{case.pk}/assignee", {"person": feurs.driss.pk}).json()["assignee"]["name"] == "Driss"
    assert driss.post(f"/cases/{case.pk}/notes", {"text": "Voir la voirie"}).json()["notes"][0]["by"]["name"] == "Driss"
    assert driss.post(f"/cases/{case.pk}/closing").json()["status"] == "closed"
    assert driss.get("/cases").json()["items"] == []
    assert driss.post(f"/cases/{case.pk}/reopening").json()["status"] == "waiting"


def test_a_fact_is_stated_and_attested(feurs: Feurs, chloe: Program, bruno: Program) -> None:
    fact = bruno.post("/facts", {"statement": "Le budget est adopté.", "kind": "vote"}).json()
    draft = written(feurs, bruno, awaits=fact["outcomes"][0]["id"])
    assert draft["awaits"] == fact["outcomes"][0]["id"]
    assert bruno.post(f"/facts/{fact['id']}/attestations", {"outcome": "yes"}).status_code == 403
    said = chloe.post(f"/facts/{fact['id']}/attestations", {"outcome": "yes"}).json()
    assert (said["state"], said["settlement"]["outcome"]) == ("settled", "yes")
    taken = chloe.post(f"/attestations/{said['attestations'][0]['id']}/taking-back").json()
    assert taken["state"] == "waiting"
    assert Fact.objects.get().settlement is None


def test_an_alert_is_read_and_its_posts_with_it(feurs: Feurs, driss: Program) -> None:
    post = question(feurs, "la rue est fermée").latest
    search = driss.post("/searches", {"name": "Rue", "text": "rue"}).json()
    Match.note(SavedSearch.objects.get(), post, now=NOW)
    [alert] = driss.get("/alerts").json()["items"]
    assert (alert["search"], alert["found"]) == (search["id"], 1)
    assert driss.get(f"/alerts/{alert['id']}/matches").json()["items"][0]["post"]["text"] == "la rue est fermée"
    assert driss.post(f"/alerts/{alert['id']}/reading").json()["read_by"]["name"] == "Driss"
    assert driss.get("/alerts").json()["items"] == []


def test_a_search_that_cannot_be_read_says_where(driss: Program) -> None:
    answer = driss.post("/searches", {"name": "x", "text": "(rue"})
    assert (answer.status_code, answer.json()["places"][0]["at"]) == (422, "body.text")
    assert driss.post("/searches/trial", {"text": "(rue"}).status_code == 422
    assert driss.post("/searches/trial", {"text": "rue OR place"}).json()["reading"]


def test_an_account_in_alarm_is_not_thawed_past_the_verdict(feurs: Feurs, chloe: Program) -> None:
    poll_profiles(NOW)
    feurs.sandbox.rename("feurs", "Gabrielle Powell")
    poll_profiles(NOW + minutes(10))
    alarm = Alarm.objects.get()
    assert chloe.get(f"/accounts/{feurs.account.pk}").json()["frozen"]
    assert chloe.post(f"/accounts/{feurs.account.pk}/thaw").status_code == 409
    judged = chloe.post(f"/alarms/{alarm.pk}/verdict", {"ours": True}).json()
    assert judged["verdict"]["ours"] is True
    assert chloe.get(f"/accounts/{feurs.account.pk}").json()["frozen"] == ""


def test_a_person_freezes_an_account_and_lets_it_speak_again(feurs: Feurs, chloe: Program) -> None:
    there = f"/accounts/{feurs.account.pk}"
    assert chloe.post(f"{there}/freeze", {"reason": "Doute"}).json()["frozen"] == "Doute"
    assert chloe.post(f"{there}/thaw").json()["frozen"] == ""


def test_the_journal_is_followed_by_its_numbers(feurs: Feurs, bruno: Program) -> None:
    for _nth in range(3):
        written(feurs, bruno)
    numbers = list(Event.objects.order_by("number").values_list("number", flat=True))
    first = bruno.get("/journal?since=0&limit=2").json()
    assert [each["number"] for each in first["items"]] == numbers[:2]
    rest = bruno.get(f"/journal?since=0&limit=100&after={first['after']}").json()
    assert [each["number"] for each in rest["items"]] == numbers[2:]
    assert bruno.get("/journal/standing").json() == {"holds": True, "broken": [], "is_cut_short": False}


def test_lists_are_read_page_by_page_to_their_end(feurs: Feurs, bruno: Program) -> None:
    begun = {written(feurs, bruno, text=f"Texte {n}")["id"] for n in range(5)}
    seen, after = [], ""
    while True:
        page = bruno.get(f"/drafts?limit=2&after={after}").json()
        seen += [each["id"] for each in page["items"]]
        if not (after := page["after"]):
            break
    assert len(seen) == 5
    assert set(seen) == begun


def test_lists_by_name_go_on_after_their_first_page(feurs: Feurs, driss: Program) -> None:
    for name in ("Arbres", "Bus", "Crue"):
        driss.post("/searches", {"name": name, "text": "eau"})
    first = driss.get("/searches?limit=2").json()
    assert [each["name"] for each in driss.get(f"/searches?limit=2&after={first['after']}").json()["items"]] == ["Crue"]


def test_a_call_made_again_with_its_key_does_nothing_twice(feurs: Feurs, bruno: Program) -> None:
    body = {"text": TEXT, "accounts": [feurs.account.pk]}
    first = bruno.post("/drafts", body, **{"idempotency-key": "a-1"})
    again = bruno.post("/drafts", body, **{"idempotency-key": "a-1"})
    assert (again.status_code, again.json()) == (first.status_code, first.json())
    assert Draft.objects.count() == 1
    other = bruno.post("/drafts", {**body, "text": "Autre"}, **{"idempotency-key": "a-1"})
    assert other.status_code == 409
    assert bruno.post("/drafts", body, **{"idempotency-key": "a 1"}).status_code == 400


def test_what_was_refused_may_be_tried_again_with_the_same_key(feurs: Feurs, bruno: Program) -> None:
    draft = written(feurs, bruno, text="")
    key = {"idempotency-key": "k"}
    assert bruno.post(f"/drafts/{draft['id']}/submission", **key).status_code == 409
    assert not KeptAnswer.objects.exists()


def test_kept_answers_are_forgotten_after_a_day(feurs: Feurs, bruno: Program) -> None:
    body = {"text": TEXT, "accounts": [feurs.account.pk]}
    bruno.post("/drafts", body, **{"idempotency-key": "a"})
    assert forget_answers(timezone.now()) == 0
    assert forget_answers(timezone.now() + timedelta(hours=25)) == 1


def test_two_tokens_may_use_the_same_key(feurs: Feurs, bruno: Program, chloe: Program) -> None:
    body = {"text": TEXT, "accounts": [feurs.account.pk]}
    for program in (bruno, chloe):
        assert program.post("/drafts", body, **{"idempotency-key": "a"}).status_code == 201
    assert Draft.objects.count() == 2


def test_too_many_calls_are_told_how_long_to_wait(feurs: Feurs, bruno: Program, settings: Any) -> None:
    settings.API_PER_MINUTE = 3
    assert [bruno.get("/state").status_code for _nth in range(4)] == [200, 200, 200, 429]
    assert 1 <= int(bruno.get("/state")["Retry-After"]) <= 20
    ApiToken.objects.update(calls_at=timezone.now() - timedelta(seconds=21))
    assert bruno.get("/state").status_code == 200


def test_a_token_ends_at_its_date(feurs: Feurs) -> None:
    program = program_of(feurs, feurs.ana, expires_at=timezone.now() + timedelta(hours=1))
    assert program.get("/token").json()["scopes"]
    ApiToken.objects.update(expires_at=timezone.now())
    assert program.get("/token").status_code == 401


def test_the_demonstration_and_the_office_share_no_object(feurs: Feurs, bruno: Program) -> None:
    draft = written(feurs, bruno)
    assert bruno.get(f"/drafts/{draft['id'] + 1}").status_code == 404


WRONG = ["[" * 100_000, "{", '{"text": "\\ud800", "accounts": []}', '{"text": "a\\u0000b", "accounts": []}']
WRONG += ['{"text": "x", "accounts": [123456789012345678901234567890]}', '{"text": "x", "accounts": [true]}', "[]", "7"]
WRONG += ['{"text": "x", "accounts": [], "leave_at": "9999-12-31T23:59:59-14:00"}', '{"text": NaN, "accounts": []}', ""]


@pytest.mark.parametrize("body", WRONG, ids=range(len(WRONG)))
def test_what_cannot_be_read_is_refused_in_words(feurs: Feurs, bruno: Program, body: str) -> None:
    sent = {"authorization": f"Bearer {bruno.token}", "accept-language": "fr"}
    answer = bruno.client.post("/api/v1/drafts", body, content_type="application/json", headers=sent)
    assert answer.status_code in (400, 422)
    assert answer.json()["error"]
    assert not Draft.objects.exists()


@pytest.mark.parametrize(
    "cursor", ["x", "W10=", "WyJhIiwgMV0=", "WzEyMzQ1Njc4OTAxMjM0NTY3ODkwMTIzNDU2Nzg5MCwxXQ==", "é"]
)
def test_a_cursor_that_cannot_be_read_gives_the_first_page(feurs: Feurs, bruno: Program, cursor: str) -> None:
    written(feurs, bruno)
    assert len(bruno.get(f"/drafts?after={cursor}").json()["items"]) == 1
    assert bruno.get(f"/searches?after={cursor}").status_code == 200
