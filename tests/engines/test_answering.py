"""How soon what was found was answered: the figures, the smallest sample, day and night."""

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from beffroi.engines.times.answering import Run, by_light, figures, is_night

FEURS, POINTE_A_PITRE = ZoneInfo("Europe/Paris"), ZoneInfo("America/Guadeloupe")
NOON = datetime(2026, 11, 20, 12, 0, tzinfo=UTC)


def run(minutes: int | None, at: datetime = NOON, *, is_over: bool = False) -> Run:
    return Run(at, None if minutes is None else at + timedelta(minutes=minutes), is_over)


def test_half_and_nine_in_ten_of_the_answers() -> None:
    told = figures(run(minutes) for minutes in (50, 10, 40, 20, 30))
    assert (told.half, told.slow) == (timedelta(minutes=30), timedelta(minutes=46))


def test_four_answers_are_too_few_and_the_waiting_ones_make_no_sample() -> None:
    told = figures([*(run(minutes) for minutes in (10, 20, 30, 40)), run(None), run(None, is_over=True)])
    assert (told.half, told.slow) == (None, None)
    assert (told.answered, told.waiting, told.closed) == (4, 1, 1)


def test_nothing_is_a_sample_of_nothing() -> None:
    assert figures([]).answered == 0


@pytest.mark.parametrize(
    ("clock", "night"), [("19:59", False), ("20:00", True), ("23:59", True), ("07:59", True), ("08:00", False)]
)
def test_night_is_from_eight_to_eight_on_the_town_s_clock(clock: str, night: bool) -> None:
    at = datetime.fromisoformat(f"2026-11-20T{clock}").replace(tzinfo=FEURS)
    assert is_night(at.astimezone(UTC), FEURS) is night


def test_the_same_moment_is_night_here_and_day_there() -> None:
    at = datetime(2026, 7, 1, 19, 0, tzinfo=UTC)  # 21:00 in Feurs, 15:00 in Guadeloupe
    assert (is_night(at, FEURS), is_night(at, POINTE_A_PITRE)) == (True, False)


@pytest.mark.parametrize("utc", ["2026-03-29T00:30", "2026-03-29T01:30", "2026-10-25T00:30", "2026-10-25T01:30"])
def test_both_nights_of_the_clock_change_are_nights(utc: str) -> None:
    assert is_night(datetime.fromisoformat(utc).replace(tzinfo=UTC), FEURS)


def test_a_run_belongs_to_the_light_in_which_it_was_found() -> None:
    by_night = run(600, NOON + timedelta(hours=9))
    assert by_light([run(5), by_night], FEURS) == ([run(5)], [by_night])
