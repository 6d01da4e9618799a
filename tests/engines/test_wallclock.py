"""Wall clocks and moments: the two nights of the year on which they do not agree, everywhere."""

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from beffroi.engines.times.wallclock import around, is_summer_time, moments, shown

PARIS = ZoneInfo("Europe/Paris")
ZONES = [
    "Europe/Paris",
    "Europe/Dublin",
    "America/New_York",
    "America/St_Johns",
    "America/Guadeloupe",
    "Asia/Kathmandu",
    "Australia/Lord_Howe",  # half an hour of summer time
    "Pacific/Apia",  # left out the whole of 30 December 2011
    "Pacific/Noumea",
    "Indian/Reunion",
    "UTC",
]
zones = st.sampled_from(ZONES).map(ZoneInfo)
walls = st.datetimes(datetime(1990, 1, 1), datetime(2037, 12, 31)).map(lambda w: w.replace(second=0, microsecond=0))
MONTH = timedelta(days=1)


def near_a_change(zone: ZoneInfo, wall: datetime) -> bool:
    return bool(zone.utcoffset(wall - MONTH) != zone.utcoffset(wall + MONTH))


@given(walls, zones)
def test_every_moment_shows_the_time_that_was_asked_for(wall: datetime, zone: ZoneInfo) -> None:
    assert [shown(at, zone) for at in moments(wall, zone)] == [wall] * len(moments(wall, zone))


@given(walls, zones)
def test_every_moment_is_found_again_from_what_the_clock_shows(wall: datetime, zone: ZoneInfo) -> None:
    at = wall.replace(tzinfo=UTC)
    assert at in moments(shown(at, zone), zone)


@given(walls, zones)
def test_far_from_a_change_a_time_means_exactly_one_moment(wall: datetime, zone: ZoneInfo) -> None:
    assert len(moments(wall, zone)) == 1 or near_a_change(zone, wall)


def jumped_over(zone: ZoneInfo) -> list[datetime]:
    """The half hours since 2005 that a clock of `zone` jumps over."""
    days = (datetime(2005, 1, 1) + timedelta(days=n) for n in range(25 * 365))
    changes = [day for day in days if zone.utcoffset(day) != zone.utcoffset(day + timedelta(days=1))]
    hours = [day + timedelta(minutes=30 * n) for day in changes for n in range(48)]
    return [wall for wall in hours if not moments(wall, zone)]


@pytest.mark.parametrize("name", ZONES)
def test_what_is_proposed_around_a_jump_exists_on_both_sides_a_minute_apart(name: str) -> None:
    zone = ZoneInfo(name)
    for wall in jumped_over(zone):
        last, first = around(wall, zone)
        assert last < wall < first
        assert moments(first, zone)[0] - moments(last, zone)[-1] == timedelta(minutes=1)


def test_there_are_jumps_to_judge() -> None:
    assert {name for name in ZONES if jumped_over(ZoneInfo(name))} >= {"Europe/Paris", "Pacific/Apia"}


def test_in_paris_half_past_two_does_not_exist_in_march_2027() -> None:
    assert moments(datetime(2027, 3, 28, 2, 30), PARIS) == []
    assert around(datetime(2027, 3, 28, 2, 30), PARIS) == (datetime(2027, 3, 28, 1, 59), datetime(2027, 3, 28, 3, 0))


@pytest.mark.parametrize("minute", [0, 30, 59])
def test_in_paris_half_past_two_comes_twice_in_october_2027(minute: int) -> None:
    first, second = moments(datetime(2027, 10, 31, 2, minute), PARIS)
    assert first == datetime(2027, 10, 31, 0, minute, tzinfo=UTC)
    assert second == datetime(2027, 10, 31, 1, minute, tzinfo=UTC)
    assert (is_summer_time(first, PARIS), is_summer_time(second, PARIS)) == (True, False)


def test_the_edges_of_both_nights_mean_one_moment() -> None:
    for wall in [
        datetime(2027, 3, 28, 1, 59),
        datetime(2027, 3, 28, 3, 0),
        datetime(2027, 10, 31, 1, 59),
        datetime(2027, 10, 31, 3, 0),
    ]:
        assert len(moments(wall, PARIS)) == 1
