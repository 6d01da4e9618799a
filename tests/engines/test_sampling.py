"""How often something is said, told from a sample."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from beffroi.engines.counts.sampling import (
    TICKETS,
    Counted,
    Estimate,
    at_most,
    days_heard,
    estimate,
    interval,
    is_drawn,
)

NOW = datetime(2026, 11, 20, 14, 0, tzinfo=UTC)
HOUR = timedelta(hours=1)


@pytest.mark.parametrize(
    ("count", "low", "high"),
    [(0, 0, 3.6889), (1, 0.0253, 5.5716), (5, 1.6235, 11.6683), (10, 4.7954, 18.3904), (100, 81.3640, 121.6271)],
)
def test_the_interval_is_that_of_the_published_tables(count: int, low: float, high: float) -> None:
    assert interval(count) == pytest.approx((low, high), abs=1e-3)


@settings(deadline=None)
@given(st.integers(0, 5_000))
def test_the_interval_holds_the_count_and_has_half_of_the_risk_on_each_side(count: int) -> None:
    low, high = interval(count)
    assert low <= count < high
    assert at_most(count, high) == pytest.approx(0.025, rel=1e-6)
    assert count == 0 or 1 - at_most(count - 1, low) == pytest.approx(0.025, rel=1e-6)


@pytest.mark.parametrize("a_day", [0.3, 5, 17.5, 40])
def test_the_truth_lies_within_the_bounds_of_a_thinned_stream_at_least_as_often_as_promised(a_day: float) -> None:
    mean = a_day * 7 / 16  # a week, one in sixteen sampled
    held = 0.0
    for count in range(100):
        bounds = estimate([Counted(count, one_in=16, days=7)])
        chance = at_most(count, mean) - (at_most(count - 1, mean) if count else 0)
        held += chance * (bounds.low <= a_day <= bounds.high)
    assert held >= 0.95


def test_streams_are_added_and_their_bounds_are_no_narrower_than_each() -> None:
    one, other = Counted(20, one_in=1, days=2), Counted(3, one_in=8, days=4)
    both = estimate([one, other])
    assert both.a_day == pytest.approx(10 + 6)
    assert both.low < estimate([one]).low + estimate([other]).low
    assert both.high > estimate([one]).high + estimate([other]).high


def test_nothing_heard_is_nothing_said() -> None:
    assert estimate([]) == Estimate(0, 0, 0)
    assert days_heard([], NOW) == 0


def test_what_is_known_for_certain_lifts_a_guess() -> None:
    assert Estimate(2, 1, 3).at_least(2.5) == Estimate(2.5, 2.5, 3)


def test_a_long_silence_is_not_counted_as_heard() -> None:
    moments = [NOW - 60 * HOUR, NOW - 59 * HOUR, NOW - 6 * HOUR]
    assert days_heard(moments, NOW) == pytest.approx((1 + 12 + 6) / 24)


@settings(deadline=None)
@given(st.integers(0, TICKETS - 1), st.integers(0, 20))
def test_a_thinner_sample_is_part_of_a_thicker_one(ticket: int, halvings: int) -> None:
    assert not is_drawn(ticket, 2 ** (halvings + 1)) or is_drawn(ticket, 2**halvings)
    assert is_drawn(ticket, 1)
