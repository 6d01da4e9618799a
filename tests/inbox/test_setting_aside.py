"""A case set aside is out of the way until its time, or until the citizen writes again."""

from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import pytest

from beffroi.inbox.duties import wake_snoozed
from beffroi.inbox.models import Case, Snooze
from beffroi.inbox.moments import UNTIL, offered, until
from beffroi.journal.models import Event
from tests.cast import NOW, Feurs, minutes
from tests.inbox.asking import again, answer, ask

PARIS = ZoneInfo("Europe/Paris")


def test_it_still_waits_and_is_not_in_the_way(feurs: Feurs) -> None:
    case = ask(feurs, 0)
    Snooze.put(case, NOW + minutes(60), by=feurs.driss, now=NOW + minutes(1))
    assert list(Case.objects.waiting()) == [case]
    assert not Case.objects.waiting().awake()
    assert list(Case.objects.asleep()) == [case]
    assert again(case).turn == "snoozed"


def test_it_comes_back_at_its_time_once(feurs: Feurs) -> None:
    case = ask(feurs, 0)
    Snooze.put(case, NOW + minutes(60), by=feurs.driss, now=NOW + minutes(1))
    assert wake_snoozed(NOW + minutes(59)) == 0
    assert wake_snoozed(NOW + minutes(60)) == 1
    assert wake_snoozed(NOW + minutes(61)) == 0
    assert list(Case.objects.waiting().awake()) == [case]
    assert Event.objects.get(verb="CASE_WOKE").actor is None


def test_a_new_message_wakes_it_by_itself_and_its_time_passes_in_silence(feurs: Feurs) -> None:
    case = ask(feurs, 0)
    Snooze.put(case, NOW + minutes(60), by=feurs.driss, now=NOW + minutes(1))
    ask(feurs, 5, reply_to=case.latest.native_id)
    assert list(Case.objects.waiting().awake()) == [case]
    wake_snoozed(NOW + minutes(60))
    assert not Event.objects.filter(verb="CASE_WOKE").exists()


def test_an_answer_that_left_meanwhile_is_an_answer(feurs: Feurs) -> None:
    case = ask(feurs, 0)
    Snooze.put(case, NOW + minutes(60), by=feurs.driss, now=NOW + minutes(1))
    answer(feurs, case, 2)
    assert again(case).turn == "answered"


def test_somebody_can_take_it_up_before(feurs: Feurs) -> None:
    case = ask(feurs, 0)
    Snooze.put(case, NOW + minutes(60), by=feurs.driss, now=NOW + minutes(1))
    Snooze.put(case, None, by=feurs.chloe, now=NOW + minutes(2))
    assert again(case).turn == "waiting"
    assert wake_snoozed(NOW + minutes(60)) == 0


@pytest.mark.parametrize(
    ("which", "at"),
    [
        ("hour", datetime(2026, 3, 28, 12, 30, tzinfo=UTC)),
        ("evening", datetime(2026, 3, 28, 17, 0, tzinfo=UTC)),
        ("morning", datetime(2026, 3, 29, 6, 0, tzinfo=UTC)),  # the clocks went forward that night
        ("monday", datetime(2026, 3, 30, 6, 0, tzinfo=UTC)),
        ("week", datetime(2026, 4, 4, 6, 0, tzinfo=UTC)),
    ],
)
def test_moments_are_those_of_the_town_s_clock(which: str, at: datetime) -> None:
    saturday = datetime(2026, 3, 28, 11, 30, tzinfo=UTC)
    assert until(which, PARIS, saturday) == at


def test_at_night_this_evening_is_not_offered_and_never_means_tomorrow_s() -> None:
    afternoon, night = datetime(2026, 11, 30, 16, 59, tzinfo=UTC), datetime(2026, 11, 30, 17, 0, tzinfo=UTC)
    assert "evening" in offered(PARIS, afternoon)
    assert "evening" not in offered(PARIS, night)
    assert until("evening", PARIS, night) == datetime(2026, 11, 30, 18, 0, tzinfo=UTC)


def test_every_moment_that_is_offered_is_known() -> None:
    assert all(until(which, PARIS, NOW) > NOW for which in UNTIL)
