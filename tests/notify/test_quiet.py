"""Quiet hours by the clock on the wall, in both nights in which it is changed."""

from datetime import UTC, datetime, time
from zoneinfo import ZoneInfo

import pytest

from beffroi.notify.quiet import leaves_at

PARIS = ZoneInfo("Europe/Paris")


def utc(said: str) -> datetime:
    return datetime.fromisoformat(said).replace(tzinfo=UTC)


@pytest.mark.parametrize(
    ("now", "begins", "ends", "leaves"),
    [
        ("2026-11-20T20:59", time(22), time(7), "2026-11-20T20:59"),  # a minute before
        ("2026-11-20T21:00", time(22), time(7), "2026-11-21T06:00"),
        ("2026-11-21T02:00", time(22), time(7), "2026-11-21T06:00"),
        ("2026-11-21T06:00", time(22), time(7), "2026-11-21T06:00"),  # over
        ("2026-11-20T12:00", time(12), time(14), "2026-11-20T13:00"),  # by day
        ("2026-11-20T12:00", time(7), time(7), "2026-11-20T12:00"),  # none
        ("2026-03-28T22:00", time(22), time(7), "2026-03-29T05:00"),  # the night that is an hour shorter
        ("2026-10-24T21:00", time(22), time(7), "2026-10-25T06:00"),  # and the one that is longer
        ("2026-03-29T00:30", time(1), time(2, 30), "2026-03-29T01:00"),  # 2:30 is never shown: 3:00 is
        ("2026-10-24T23:30", time(1), time(2, 30), "2026-10-25T00:30"),  # 2:30 is shown twice: the first
        ("2026-10-25T01:10", time(1), time(2, 30), "2026-10-25T01:30"),  # in the second hour at 2: the second
    ],
)
def test_what_comes_in_quiet_hours_leaves_at_their_end(now: str, begins: time, ends: time, leaves: str) -> None:
    assert leaves_at(utc(now), begins, ends, PARIS) == utc(leaves)


def test_without_quiet_hours_everything_leaves_at_once() -> None:
    now = utc("2026-11-20T21:00")
    assert leaves_at(now, None, time(7), PARIS) == leaves_at(now, None, None, PARIS) == now
