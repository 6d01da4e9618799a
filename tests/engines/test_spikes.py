"""Whether a search finds more than it usually does: on pasts whose truth is known, and how often it rings in vain."""

from datetime import datetime, timedelta
from math import exp, factorial
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from beffroi.engines.counts import bursts
from beffroi.engines.counts.spikes import FEWEST, RARER_THAN, Usual, chance, spike, usual
from tests.engines.test_bursts import poisson

NOW = datetime(2026, 11, 21, 20, 0)  # noqa: DTZ001  # what the clock of a town shows, a Saturday evening
HOUR, DAY, WEEK = timedelta(hours=1), timedelta(days=1), timedelta(weeks=1)
LONG_AGO = NOW - 100 * WEEK


def at(*counts: int) -> Usual:
    return Usual(counts)


def test_with_a_month_behind_it_the_same_hour_of_the_week_is_usual() -> None:
    saturdays = [NOW - n * WEEK - HOUR / 2 for n in range(1, 9)]
    fridays = [moment - DAY for moment in saturdays]
    before = usual([*saturdays, *fridays], NOW, since=LONG_AGO)
    assert (before.by_week, len(before.counts), sum(before.counts)) == (True, 24, 8)


def test_before_that_it_is_the_same_hour_of_the_days_before() -> None:
    evenings = [NOW - n * DAY - HOUR / 2 for n in range(1, 11)]
    before = usual(evenings, NOW, since=NOW - 10 * DAY - 2 * HOUR)
    assert (before.by_week, len(before.counts), sum(before.counts)) == (False, 30, 10)


def test_what_was_said_in_the_last_hour_is_no_part_of_its_past() -> None:
    assert sum(usual([NOW - HOUR / 2] * 50, NOW, since=LONG_AGO).counts) == 0


def test_a_search_saved_this_morning_has_no_past_and_nothing_is_a_spike() -> None:
    before = usual([], NOW, since=NOW - timedelta(hours=10))
    assert before.counts == []
    assert spike(1000, before) is None


def test_eighteen_where_two_are_usual_are_a_spike() -> None:
    found = spike(18, at(*[2, 1, 3] * 8))
    assert found is not None
    assert (found.posts, found.usual) == (18, 2.0)
    assert found.chance < RARER_THAN


@pytest.mark.parametrize("before", [at(*[0] * 24), at(*[2, 1, 3] * 8), at(*[30, 28, 33] * 8)])
def test_as_many_as_usual_are_none(before: Usual) -> None:
    assert spike(round(before.per_hour), before) is None
    assert spike(round(before.per_hour) + 1, before) is None


def test_a_few_posts_are_none_however_quiet_the_search_is() -> None:
    quiet = at(*[0] * 24)
    assert spike(FEWEST - 1, quiet) is None
    assert spike(FEWEST, quiet) is not None


def test_where_some_hours_are_always_loud_a_loud_hour_is_none() -> None:
    even, uneven = at(*[3] * 24), at(*[0, 0, 9] * 8)
    assert spike(15, even) is not None
    assert spike(15, uneven) is None


def test_of_an_even_pace_the_chance_is_that_of_the_bursts() -> None:
    assert chance(12, at(*[3] * 24)) == pytest.approx(bursts.chance(12, 60, bursts.Usual(72, 24 * 60)))


def test_after_a_very_long_past_it_is_the_tail_of_poisson() -> None:
    tail = 1 - sum(exp(-3) * 3**k / factorial(k) for k in range(9))
    assert chance(9, at(*[3] * 20_000)) == pytest.approx(tail, rel=0.01)


@given(st.lists(st.integers(0, 60), max_size=48), st.integers(0, 80))
def test_more_posts_are_never_likelier(counts: list[int], posts: int) -> None:
    before = Usual(counts)
    assert 0 <= chance(posts + 1, before) <= chance(posts, before) <= 1


def test_at_an_even_pace_it_rings_in_vain_less_than_once_a_year() -> None:
    """Four years of hours, each looked at at its end, of a search with a day and a night."""
    random = Random(20261128)
    pace = [0.2 + 1.8 * (8 <= hour % 24 < 22) for hour in range(24)]
    counts = [poisson(pace[hour % 24], random) for hour in range(4 * 365 * 24)]
    week = 7 * 24
    rung = 0
    for hour in range(9 * week, len(counts)):
        if counts[hour] >= FEWEST:
            past = [counts[hour - n * week + shift] for n in range(1, 9) for shift in (-1, 0, 1)]
            rung += spike(counts[hour], Usual(past, by_week=True)) is not None
    assert rung <= 4
