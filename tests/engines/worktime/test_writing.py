"""What people type as a calendar, and what they are told when it cannot be read."""

from datetime import date
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from beffroi.engines.worktime import Calendar, Closure, Nights, Slot, Unusable
from beffroi.engines.worktime.writing import read, read_day, write_day

PARIS = ZoneInfo("Europe/Paris")
OFFICE = ["8:30-12:00 13:30-17:30"] * 5 + ["", ""]


def refused(week: list[str] = OFFICE, **more: str) -> Unusable:
    with pytest.raises(Unusable) as told:
        read(week, PARIS, **more)
    return told.value


@pytest.mark.parametrize(
    "typed",
    [
        "8:30-12:00 13:30-17:30",
        "8h30-12h, 13h30-17h30",
        "8.30 – 12 ; 13.30 – 17.30",
        "8 h 30 à 12 h et 13 h 30 à 17 h 30",
        "08:30-12:00/13:30-17:30",
    ],
)
def test_hours_are_read_as_people_write_them(typed: str) -> None:
    assert list(read_day(typed)) == [Slot(510, 720), Slot(810, 1050)]


@given(st.lists(st.integers(0, 1440), min_size=2, max_size=8, unique=True))
def test_what_is_written_is_read_again(minutes: list[int]) -> None:
    minutes = sorted(minutes[: len(minutes) // 2 * 2])
    slots = [Slot(begins, ends) for begins, ends in zip(minutes[::2], minutes[1::2], strict=True)]
    assert list(read_day(write_day(slots))) == slots


def test_closures_and_nights_are_lines() -> None:
    closures = "02/11/2026\n24/12/2026 - 02/01/2027 Noël\n\n2027-05-07 au 2027-05-07: pont\n"
    nights = "31/12/2026 20:00-2:00\n24/12/2026 au 26/12/2026 22h-6h"
    calendar = read(OFFICE, PARIS, closures=closures, nights=nights)
    assert calendar.closures == (
        Closure(date(2026, 11, 2), date(2026, 11, 2)),
        Closure(date(2026, 12, 24), date(2027, 1, 2), "Noël"),
        Closure(date(2027, 5, 7), date(2027, 5, 7), "pont"),
    )
    assert calendar.nights == (
        Nights(date(2026, 12, 31), date(2026, 12, 31), 1200, 120),
        Nights(date(2026, 12, 24), date(2026, 12, 26), 1320, 360),
    )


def test_slots_that_overlap_are_told_with_their_day() -> None:
    told = refused(["", "8:30-12:00 11:00-17:30", "", "", "", "", ""])
    assert (told.about, told.day) == ("week", 1)
    assert str(told.words) == "8:30-12:00 and 11:00-17:30 overlap: make one of them."


def test_slots_that_touch_do_not_overlap() -> None:
    assert read(["8:00-12:00 12:00-14:00", *[""] * 6], PARIS).week[0] == (Slot(480, 720), Slot(720, 840))


@pytest.mark.parametrize(
    ("typed", "words"),
    [
        ("17:30-8:30", "17:30-8:30 ends before it begins."),
        ("8:30", "“8:30” cannot be read as hours. Example: 8:30-12:00 13:30-17:30."),
        ("8:30-12:00 then lunch", "“then lunch” cannot be read as hours. Example: 8:30-12:00 13:30-17:30."),
        ("8:30-25:00", "“25:00” is no time of day."),
        ("8:75-12:00", "“8:75” is no time of day."),
        ("24:00-24:00", "A day goes from 0:00 to 24:00."),
    ],
)
def test_hours_written_badly_are_told_with_their_day(typed: str, words: str) -> None:
    told = refused(["", "", "", typed, "", "", ""])
    assert (told.about, told.day, str(told.words)) == ("week", 3, words)


@pytest.mark.parametrize(
    ("typed", "words"),
    [
        ("Noël", "“Noël” cannot be read as a closure. Examples: 02/11/2026, or 24/12/2026 - 02/01/2027 Christmas."),
        ("31/02/2027", "“31/02/2027” is no day of the calendar."),
        ("24/12/2026 - 02/01/2026", "The last day, 02/01/2026, is before the first."),
        ("24/12/0026", "Give years from 2000 to 2199."),
    ],
)
def test_a_closure_written_badly_says_which(typed: str, words: str) -> None:
    told = refused(closures=f"02/11/2026\n{typed}")
    assert (told.about, str(told.words)) == ("closures", words)


def test_nights_written_badly_say_which() -> None:
    told = refused(nights="every night")
    assert told.about == "nights"
    assert "every night" in str(told.words)


def test_a_calendar_that_never_opens_is_refused() -> None:
    assert str(refused([""] * 7).words) == "It never opens: give at least one day its hours."
    with pytest.raises(Unusable):
        Calendar(((),) * 7, PARIS)


def test_nights_alone_are_a_calendar() -> None:
    assert read([""] * 7, PARIS, nights="31/12/2026 20:00-2:00").nights


def test_an_unknown_territory_is_refused() -> None:
    assert refused(territory="atlantis").about == "territory"
