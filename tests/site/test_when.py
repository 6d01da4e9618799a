"""Moments in words."""

import re
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from django.template import Context, Template
from django.utils import timezone, translation

from beffroi import access
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


MAY_DAY = datetime(2027, 5, 1, 10, 0, tzinfo=UTC)


def test_the_first_of_a_month_is_an_ordinal_in_french() -> None:
    with translation.override("fr"), timezone.override("Europe/Paris"):
        assert when.exact(MAY_DAY) == "samedi 1er mai 2027 à 12:00"
        assert when.ago(MAY_DAY, NOW).startswith("1er mai")
        assert when.exact(MAY_DAY + timedelta(days=10)) == "mardi 11 mai 2027 à 12:00"


def test_the_first_of_a_month_is_a_plain_one_in_english() -> None:
    assert when.exact(MAY_DAY).startswith("Saturday 1 May 2027")


@pytest.mark.parametrize(
    ("form", "words"), [("l j F", "samedi 1er mai"), ("j N Y", "1er mai 2027"), ("j", "1"), ("H:i", "10:00")]
)
def test_templates_say_it_too_in_every_form_that_names_the_day(form: str, words: str) -> None:
    with translation.override("fr"), timezone.override("UTC"):
        said = Template(f"{{{{ day|dated:'{form}' }}}}").render(Context({"day": MAY_DAY}))
    assert said == words


def test_no_template_names_a_day_of_a_month_in_another_way() -> None:
    rooms = Path(access.__file__).parent.parent
    others = [
        str(page) for page in rooms.rglob("*.html") if re.search(r"""\|date:_?\(?["'](?:l )?j """, page.read_text())
    ]
    assert others == []
