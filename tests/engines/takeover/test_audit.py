"""A promise is held against what was seen, and chance is given its due."""

import pytest

from beffroi.engines.takeover.audit import Band
from beffroi.engines.takeover.detectors import Rate

YEARS = 3702.0


def band(rate: Rate, years: float) -> Band:
    return Band.of(rate.per_year * years, rate.bound * years)


def test_nothing_seen_in_little_time_says_nothing() -> None:
    assert band(Rate(3, YEARS), 10).says(0) == "early"


def test_nothing_watched_says_nothing() -> None:
    assert band(Rate(3, YEARS), 0).says(0) == "early"


def test_as_many_as_were_counted_keep_the_promise() -> None:
    assert band(Rate(37, 3420), 3420).says(37) == "kept"


def test_one_alarm_in_ten_years_breaks_a_promise_of_one_in_a_thousand() -> None:
    assert band(Rate(3, YEARS), 10).says(1) == "more"


def test_one_alarm_that_chance_explains_keeps_it() -> None:
    assert band(Rate(3, YEARS), 20).says(1) == "kept"


def test_far_fewer_than_promised_is_told_too() -> None:
    assert band(Rate(37, 3420), 3420).says(10) == "fewer"


@pytest.mark.parametrize(("mean", "low", "high"), [(10.0, 4, 17), (1.0, 0, 3), (100.0, 81, 120)])
def test_the_band_is_that_of_the_tables(mean: float, low: int, high: int) -> None:
    """Quantiles of the Poisson distribution at 2.5 % and 97.5 %."""
    assert Band.of(mean, mean) == Band(low, high)
