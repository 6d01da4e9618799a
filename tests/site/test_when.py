"""Moments in words."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

import pytest
from django.utils import timezone, translation

from beffroi.site import when

NOW = datetime(2026, 11, 20, 14, 0, tzinfo=UTC)


@pytest.fixture(autouse=True)
def in_english() -> Iterator[None]:
    with translation.override("en"):
        yield


@pytest.mark.parametrize(
    ("away", "words"),
    [
        (timedelta(seconds=-59), "just now"),
        (timedelta(minutes=-12, seconds=-50), "12 min ago"),
        (timedelta(minutes=-60), "1 h ago"),
        (timedelta(hours=-23, minutes=-59), "23 h ago"),
        (timedelta(seconds=30), "any moment now"),
        (timedelta(minutes=8), "in 8 min"),
        (timedelta(hours=5), "in 5 h"),
    ],
)
def test_within_a_day_a_moment_is_told_from_now(away: timedelta, words: str) -> None:
    assert when.ago(NOW + away, NOW) == words


def test_from_a_day_on_the_date_is_told_in_the_towns_own_zone() -> None:
    with timezone.override("Europe/Paris"):
        assert when.ago(datetime(2026, 11, 18, 23, 30, tzinfo=UTC), NOW) == "19 Nov, 00:30"


@pytest.mark.parametrize(
    ("away", "words"),
    [
        (timedelta(minutes=45), "45 min left"),
        (timedelta(hours=2, minutes=5), "2 h 05 left"),
        (timedelta(hours=47, minutes=59), "47 h 59 left"),
        (timedelta(days=3, hours=4), "3 days left"),
        (timedelta(minutes=-20), "late by 20 min"),
        (timedelta(0), "0 min left"),
    ],
)
def test_a_deadline_is_told_as_what_is_left(away: timedelta, words: str) -> None:
    assert when.left(NOW + away, NOW) == words


def test_the_exact_moment_follows_the_town_through_the_change_of_hour() -> None:
    with timezone.override("Europe/Paris"):
        assert when.exact(datetime(2026, 10, 25, 0, 30, tzinfo=UTC)) == "Sunday 25 October 2026, 02:30"
        assert when.exact(datetime(2026, 10, 25, 1, 30, tzinfo=UTC)) == "Sunday 25 October 2026, 02:30"
        assert when.exact(NOW) == "Friday 20 November 2026, 15:00"
