"""Who held a question and when, as the rows tell it: a service, those who approve, or nobody but the desk."""

from datetime import datetime, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from beffroi.engines.times.waits import Span
from beffroi.inbox.asking import ask
from beffroi.inbox.models import Case
from beffroi.inbox.models.consultation import LIVES
from beffroi.inbox.waits import Held, held
from beffroi.publishing.models import Draft
from tests.cast import NOW, Feurs, minutes
from tests.inbox.questions import question, service


@pytest.fixture
def case(feurs: Feurs) -> Case:
    return question(feurs)


def of(feurs: Feurs, case: Case) -> Held:
    return held(feurs.organisation, Case.objects.all()).get(case.pk, Held())


def span(begins: float, ends: float | None) -> Span:
    return NOW + minutes(begins), None if ends is None else NOW + minutes(ends)


def consult(feurs: Feurs, case: Case, name: str, minute: float) -> None:
    ask(case, service(feurs, name), note="", by=feurs.driss, now=at(minute), here="http://testserver/")


def at(minute: float) -> datetime:
    return NOW + minutes(minute)


def submitted(feurs: Feurs, case: Case, minute: float, *, is_trace: bool = False) -> Draft:
    draft = case.reply(f"Bonjour {minute}.", by=feurs.driss, now=at(minute), is_trace=is_trace)
    draft.submit(by=feurs.driss, now=at(minute))
    return draft


def test_nobody_else_held_what_nobody_else_was_given(feurs: Feurs, case: Case) -> None:
    assert held(feurs.organisation, Case.objects.all()) == {}


def test_to_give_it_to_a_person_or_to_the_same_service_again_changes_nothing(feurs: Feurs, case: Case) -> None:
    case.hand_to(service(feurs), by=feurs.driss, now=at(5))
    case.give_to(feurs.ana, by=feurs.driss, now=at(10))
    case.hand_to(service(feurs), by=feurs.ana, now=at(15))
    assert of(feurs, case).service == [span(5, None)]
    case.hand_to(None, by=feurs.ana, now=at(20))
    assert of(feurs, case).service == [span(5, 20)]


def test_a_person_at_the_desk_is_the_desk(feurs: Feurs, case: Case) -> None:
    case.give_to(feurs.ana, by=feurs.driss, now=at(10))
    assert of(feurs, case).service == []


def test_a_service_that_was_asked_holds_it_from_then_to_its_words(feurs: Feurs, case: Case) -> None:
    case.hand_to(service(feurs), by=feurs.driss, now=at(5))
    consult(feurs, case, "Voirie", 10)
    case.consultations.get().say("Mardi.", now=at(30))
    assert of(feurs, case).service == [span(10, 30)]


def test_asked_in_vain_it_holds_it_until_the_case_is_with_another(feurs: Feurs, case: Case) -> None:
    consult(feurs, case, "Voirie", 10)
    case.hand_to(service(feurs, "Eau"), by=feurs.driss, now=at(40))
    assert of(feurs, case).service == [span(10, 40), span(40, None)]


def test_asked_twice_the_second_asking_follows_the_first(feurs: Feurs, case: Case) -> None:
    consult(feurs, case, "Voirie", 10)
    consult(feurs, case, "Voirie", 20)
    expires = NOW + minutes(20) + LIVES
    assert of(feurs, case).service == [span(10, 20), (NOW + minutes(20), expires)]


def test_each_round_before_the_approvers_counts_and_the_hours_of_the_writer_do_not(feurs: Feurs, case: Case) -> None:
    draft = submitted(feurs, case, 5)
    draft.request_changes(reason="Plus court.", version=1, by=feurs.chloe, now=at(15))
    draft.submit(by=feurs.driss, now=at(40))
    assert of(feurs, case).approval == [span(5, 15), span(40, None)]
    draft.approve(by=feurs.chloe, version=1, now=at(55))
    assert of(feurs, case).approval == [span(5, 15), span(40, 55)]


def test_what_is_discarded_waits_for_nobody_any_more(feurs: Feurs, case: Case) -> None:
    submitted(feurs, case, 5).discard(by=feurs.driss, now=at(8))
    assert of(feurs, case).approval == [span(5, 8)]


def test_a_trace_is_no_answer_and_its_approval_none_that_is_waited_for(feurs: Feurs, case: Case) -> None:
    case.hand_to(service(feurs), by=feurs.driss, now=NOW)
    submitted(feurs, case, 5, is_trace=True)
    assert of(feurs, case).approval == []


def test_it_asks_as_little_of_many_cases_as_of_one(feurs: Feurs) -> None:
    for number in range(4):
        case = question(feurs, f"Question {number}", author=f"eve{number}", at=NOW + timedelta(minutes=number))
        consult(feurs, case, "Voirie", 10 + number)
        submitted(feurs, case, 20 + number)
    with CaptureQueriesContext(connection) as queries:
        assert len(held(feurs.organisation, Case.objects.all())) == 4
    assert len(queries) == 4
