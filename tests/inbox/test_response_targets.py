"""By when a case is to be answered: which target counts, which hours, and when the clock stands."""

from datetime import timedelta
from typing import Any

import pytest
from django.db import IntegrityError

from beffroi.engines.worktime import NeverPasses, Unusable
from beffroi.inbox.duties import reckon_deadlines
from beffroi.inbox.models import Calendar, Case, Deadline, Reckoning, ResponseTarget
from beffroi.inbox.models.deadline import FAR
from beffroi.inbox.models.target import Traits, fitting
from beffroi.journal.models import Event
from beffroi.journal.moves import NotAllowed
from tests.cast import NOW, Feurs, minutes
from tests.inbox.hits import found, note_on_a_blog, search_for
from tests.inbox.promised import OFFICE, answer, answer_by, ask, at, promise, town_hall


def test_a_question_of_friday_is_due_in_opening_hours(feurs: Feurs) -> None:
    promise(feurs, 4 * 60, town_hall(feurs))
    ask(feurs, at("20 15:00"))
    assert answer_by() == at("23 10:00")  # two and a half hours on Friday, one and a half on Monday


def test_without_a_calendar_every_hour_counts(feurs: Feurs) -> None:
    promise(feurs, 4 * 60)
    ask(feurs, at("20 15:00"))
    assert answer_by() == at("20 19:00")


def test_where_nothing_is_promised_nothing_is_due(feurs: Feurs) -> None:
    ask(feurs)
    assert answer_by() == FAR
    assert not Deadline.objects.exists()


def test_what_stands_elsewhere_is_due_too(feurs: Feurs) -> None:
    promise(feurs, 60, network="feed")
    post = note_on_a_blog()
    found(search_for(feurs), post)
    Case.take_elsewhere(post, feurs.organisation, by=feurs.driss, now=NOW + minutes(5))
    assert answer_by() == NOW + minutes(60)


def test_a_further_message_before_the_answer_puts_nothing_off(feurs: Feurs) -> None:
    promise(feurs, 60)
    question = ask(feurs)
    ask(feurs, NOW + minutes(30), reply_to=question)
    assert answer_by() == NOW + minutes(60)


def test_after_an_answer_the_next_response_has_its_own_target(feurs: Feurs) -> None:
    promise(feurs, 60)
    promise(feurs, 20, aim="next")
    question = ask(feurs)
    answer(feurs, Case.objects.get(), NOW + minutes(10))
    ask(feurs, NOW + minutes(90), reply_to=question)
    assert answer_by() == NOW + minutes(110)
    assert Deadline.objects.get().target.aim == "next"


def test_the_promise_of_a_first_response_is_none_for_the_next(feurs: Feurs) -> None:
    promise(feurs, 60)
    question = ask(feurs)
    answer(feurs, Case.objects.get(), NOW + minutes(10))
    ask(feurs, NOW + minutes(90), reply_to=question)
    assert answer_by() == FAR


def test_the_resolution_stands_still_while_it_is_the_citizens_turn(feurs: Feurs) -> None:
    promise(feurs, 60, aim="resolution")
    question = ask(feurs)
    assert Deadline.objects.get().by == NOW + minutes(60)
    answer(feurs, Case.objects.get(), NOW + minutes(10))
    ask(feurs, NOW + minutes(200), reply_to=question)
    late = Deadline.objects.get().by - (NOW + minutes(250))
    assert abs(late) < timedelta(seconds=5)  # the answer left while it was being sent
    assert answer_by() == FAR


def test_a_case_that_opens_again_is_to_be_resolved_anew(feurs: Feurs) -> None:
    promise(feurs, 60, aim="resolution")
    question = ask(feurs)
    Case.objects.get().close(by=feurs.driss, now=NOW + minutes(10))
    ask(feurs, NOW + minutes(200), reply_to=question)
    assert Deadline.objects.get().by == NOW + minutes(260)


def test_an_answer_elsewhere_that_is_taken_back_is_due_as_before(feurs: Feurs) -> None:
    promise(feurs, 60)
    post = note_on_a_blog()
    found(search_for(feurs), post)
    case = Case.take_elsewhere(post, feurs.organisation, by=feurs.driss, now=NOW)
    written = case.write_elsewhere("Bonsoir.", by=feurs.driss, seen=None, now=NOW)
    written.declare_posted(by=feurs.driss, now=NOW + minutes(7))
    Deadline.objects.update(due_at=None)
    written.take_back(by=feurs.driss, now=NOW + minutes(8))
    assert Deadline.objects.get().due_at == NOW + minutes(48)


# --- which target


def traits(network: str = "bluesky", priority: str = "normal", *labels: str) -> Traits:
    return Traits(network, priority, frozenset(labels))


@pytest.mark.parametrize(
    ("asked", "wins"),
    [
        (traits(), "all"),
        (traits("mastodon"), "network"),
        (traits("mastodon", "urgent"), "network and priority"),
        (traits("bluesky", "urgent", "Voirie"), "label"),
        (traits("mastodon", "normal", "Voirie", "École"), "label sooner"),
    ],
)
def test_the_most_precise_target_wins(feurs: Feurs, asked: Traits, wins: str) -> None:
    rows = {
        "all": promise(feurs, 600),
        "network": promise(feurs, 500, network="mastodon"),
        "priority": promise(feurs, 400, priority="urgent"),
        "network and priority": promise(feurs, 700, network="mastodon", priority="urgent"),
        "label": promise(feurs, 800, label="Voirie"),
        "label sooner": promise(feurs, 300, label="École"),
        "another aim": promise(feurs, 1, aim="next", network="mastodon", priority="urgent"),
    }
    assert fitting(rows.values(), "first", asked)[0] == rows[wins]


def test_two_targets_for_the_same_cases_cannot_stand(feurs: Feurs) -> None:
    promise(feurs, 60).remove(by=feurs.ana, now=NOW)
    promise(feurs, 60)
    with pytest.raises(IntegrityError):
        promise(feurs, 90)


# --- what changes


def test_a_changed_target_is_reckoned_again_for_what_is_open(feurs: Feurs) -> None:
    target = promise(feurs, 60)
    ask(feurs)
    reckon_deadlines(NOW)
    target.keep(by=feurs.ana, now=NOW, minutes=90)
    assert answer_by() == NOW + minutes(60)
    reckon_deadlines(NOW)
    assert answer_by() == NOW + minutes(90)
    assert Event.objects.filter(verb="TARGETS_RECKONED").count() == 2


def test_a_removed_target_promises_nothing_any_more(feurs: Feurs) -> None:
    target = promise(feurs, 60)
    ask(feurs)
    for _twice in range(2):
        target.remove(by=feurs.ana, now=NOW)
    reckon_deadlines(NOW)
    assert answer_by() == FAR
    assert not Deadline.objects.exists()
    assert Event.objects.filter(verb="TARGET_REMOVED").count() == 1


def test_a_changed_calendar_is_reckoned_again(feurs: Feurs) -> None:
    calendar = town_hall(feurs)
    promise(feurs, 60, calendar)
    ask(feurs, at("20 17:00"))
    assert answer_by() == at("23 09:00")
    said: dict[str, Any] = {
        "name": "Mairie",
        "week": OFFICE,
        "zone": "Europe/Paris",
        "territory": "metropole",
        "nights": "",
    }
    calendar.keep(closures="23/11/2026", by=feurs.ana, now=NOW, **said)
    reckon_deadlines(NOW)
    assert answer_by() == at("24 09:00")


def test_it_goes_through_the_cases_in_batches_and_goes_on_where_it_was(
    feurs: Feurs, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("beffroi.inbox.reckoning.BATCH", 2)
    for number in range(5):
        ask(feurs, NOW + minutes(number))
    promise(feurs, 60)
    for done in (2, 4):
        reckon_deadlines(NOW)
        assert Case.objects.filter(answer_by__lt=FAR).count() == done
    reckon_deadlines(NOW)
    assert Case.objects.filter(answer_by__lt=FAR).count() == 5
    assert reckon_deadlines(NOW) == 0


def test_a_change_while_it_goes_through_them_begins_from_the_first(feurs: Feurs) -> None:
    promise(feurs, 60)
    as_it_was = Reckoning.objects.get()
    Reckoning.objects.claim(as_it_was, until=NOW + minutes(1))
    promise(feurs, 20, network="sandbox")
    assert not as_it_was.settle(None, now=NOW)
    assert Reckoning.objects.due(NOW).exists()


def test_what_was_told_stays_told_when_it_is_reckoned_again(feurs: Feurs) -> None:
    promise(feurs, 60)
    ask(feurs)
    Deadline.objects.update(warned_at=NOW + minutes(48), due_at=NOW + minutes(60))
    reckon_deadlines(NOW + minutes(50))
    told = Deadline.objects.get()
    assert (told.warned_at, told.due_at) == (NOW + minutes(48), NOW + minutes(60))


# --- calendars


def test_a_calendar_that_cannot_be_reckoned_with_is_not_kept(feurs: Feurs) -> None:
    for week, nights, refusal in (([""] * 7, "", Unusable), ([""] * 7, "01/01/2020 20:00-8:00", NeverPasses)):
        with pytest.raises(refusal):
            town_hall(feurs, week=week, nights=nights)
    assert not Calendar.objects.exists()


def test_hours_by_which_a_target_counts_cannot_be_removed(feurs: Feurs) -> None:
    calendar = town_hall(feurs)
    target = promise(feurs, 60, calendar)
    with pytest.raises(NotAllowed):
        calendar.remove(by=feurs.ana, now=NOW)
    target.remove(by=feurs.ana, now=NOW)
    calendar.remove(by=feurs.ana, now=NOW)
    assert not Calendar.objects.of(feurs.organisation)
    assert Event.objects.filter(verb="CALENDAR_REMOVED").count() == 1


def test_of_a_promise_that_never_comes_nothing_is_said(feurs: Feurs) -> None:
    calendar = town_hall(feurs, week=["8:00-8:10", *[""] * 6])
    promise(feurs, 60 * 24 * 60, calendar)
    ask(feurs)
    assert answer_by() == FAR


def test_every_act_is_an_event(feurs: Feurs) -> None:
    promise(feurs, 60, town_hall(feurs))
    assert set(Event.objects.values_list("verb", flat=True)) >= {"CALENDAR_SET", "TARGET_SET"}
    assert ResponseTarget.objects.get().set_by == feurs.ana
