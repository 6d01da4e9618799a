"""The field that reads a time as the town's clock shows it."""

from collections.abc import Iterator
from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import pytest
from django import forms
from django.utils import timezone, translation

from beffroi.access.clock import WallClockField


class When(forms.Form):
    at = WallClockField(required=False)


@pytest.fixture(autouse=True)
def town_clock() -> Iterator[None]:
    with timezone.override(ZoneInfo("Europe/Paris")), translation.override("en"):
        yield


def said(form: forms.Form) -> str:
    return str(form.errors["at"][0])


@pytest.mark.parametrize("wall", ["2026-12-01T10:00", "2026-12-01 10:00", "2026-12-01T09:00+00:00"])
def test_ten_o_clock_in_feurs_is_nine_in_utc(wall: str) -> None:
    form = When({"at": wall})
    assert form.is_valid()
    assert form.cleaned_data["at"] == datetime(2026, 12, 1, 9, 0, tzinfo=UTC)


def test_an_empty_time_is_no_time() -> None:
    form = When({"at": ""})
    assert form.is_valid() and form.cleaned_data["at"] is None


@pytest.mark.parametrize(
    "wall",
    ["tomorrow", "2026-12-01", "2026-13-01T10:00", "0001-01-01T00:00", "9999-12-31T23:59:59", "2026-12-01T25:00"],
)
def test_what_is_no_time_is_said_to_be_none(wall: str) -> None:
    form = When({"at": wall})
    assert said(form).startswith("This is not a date with a time")
    assert f'value="{wall}"' in str(form["at"])


def test_a_time_that_the_clocks_jump_over_is_refused_with_the_two_that_exist() -> None:
    form = When({"at": "2027-03-28T02:30"})
    assert "02:30 does not exist. Choose 01:59 or 03:00" in said(form)
    assert 'value="2027-03-28T02:30"' in str(form["at"])  # nothing typed is lost


def test_a_time_that_comes_twice_asks_which_one() -> None:
    form = When({"at": "2027-10-31T02:30"})
    assert "02:30 comes twice" in said(form)
    assert "the first 02:30 (summer time)" in str(form["at"]) and "the second 02:30 (winter time)" in str(form["at"])


@pytest.mark.parametrize(("which", "hour"), [("first", 0), ("second", 1)])
def test_the_answer_decides_and_is_shown_again(which: str, hour: int) -> None:
    form = When({"at": "2027-10-31T02:30", "at_which": which})
    assert form.is_valid()
    assert form.cleaned_data["at"] == datetime(2027, 10, 31, hour, 30, tzinfo=UTC)
    again = When(initial={"at": form.cleaned_data["at"]})
    assert f'value="{which}" checked' in str(again["at"])
    assert not When(
        {"at": "2027-10-31T02:30", "at_which": which}, initial={"at": form.cleaned_data["at"]}
    ).has_changed()


def test_the_answer_to_a_question_that_no_longer_stands_is_forgotten() -> None:
    form = When({"at": "2027-11-01T02:30", "at_which": "second"})
    assert form.is_valid()
    assert form.cleaned_data["at"] == datetime(2027, 11, 1, 1, 30, tzinfo=UTC)
    assert "radio" not in str(form["at"])
