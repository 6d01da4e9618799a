"""Opening hours: exact, additive, each other's inverse, and right in both nights of the clock change."""

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from beffroi.engines.worktime import Calendar, Closure, Hours, NeverPasses, Nights, Pause, Slot, always, hours_of
from beffroi.engines.worktime.writing import read

PARIS, POINTE_A_PITRE = ZoneInfo("Europe/Paris"), ZoneInfo("America/Guadeloupe")
ZONES = ["Europe/Paris", "America/Miquelon", "America/Guadeloupe", "Indian/Reunion", "Australia/Lord_Howe"]
OFFICE = ["8:30-12:00 13:30-17:30"] * 5 + ["", ""]
HOUR, MINUTE, NOTHING = timedelta(hours=1), timedelta(minutes=1), timedelta()


def office(zone: ZoneInfo = PARIS, *, territory: str = "metropole", closures: str = "", nights: str = "") -> Hours:
    return hours_of(read(OFFICE, zone, territory=territory, closures=closures, nights=nights))


def at(words: str, zone: ZoneInfo = PARIS, fold: int = 0) -> datetime:
    wall_time = datetime.strptime(words, "%d/%m/%Y %H:%M")  # noqa: DTZ007  # it gets its zone
    return wall_time.replace(tzinfo=zone, fold=fold).astimezone(UTC)


def wall(moment: datetime | None, zone: ZoneInfo = PARIS) -> str:
    assert moment is not None
    assert moment.tzinfo is UTC
    return f"{moment.astimezone(zone):%d/%m/%Y %H:%M}"


# --- by hand


def test_a_question_of_friday_evening_is_answered_by_monday() -> None:
    assert wall(office().due(at("20/11/2026 18:30"), 3 * HOUR)) == "23/11/2026 11:30"


def test_lunch_and_the_night_do_not_count() -> None:
    assert office().opened(at("19/11/2026 11:00"), at("20/11/2026 9:00")) == 5.5 * HOUR


def test_what_has_passed_when_it_closes_is_due_when_it_closes() -> None:
    assert wall(office().due(at("20/11/2026 15:30"), 2 * HOUR)) == "20/11/2026 17:30"


def test_a_holiday_is_closed_where_it_is_one() -> None:
    question, length = at("26/05/2027 16:30", POINTE_A_PITRE), 2 * HOUR
    here, elsewhere = (office(POINTE_A_PITRE, territory=each) for each in ("guadeloupe", "martinique"))
    assert wall(here.due(question, length), POINTE_A_PITRE) == "28/05/2027 09:30"
    assert wall(elsewhere.due(question, length), POINTE_A_PITRE) == "27/05/2027 09:30"


def test_good_friday_is_worked_in_paris_and_not_in_strasbourg() -> None:
    question = at("25/03/2027 17:30")
    assert wall(office().due(question, HOUR)) == "26/03/2027 09:30"
    assert wall(office(territory="alsace-moselle").due(question, HOUR)) == "30/03/2027 09:30"


def test_a_closure_is_closed_to_its_last_day() -> None:
    hours = office(closures="24/12/2026 - 02/01/2027 Noël")
    assert wall(hours.due(at("23/12/2026 17:00"), HOUR)) == "04/01/2027 09:00"


def test_a_night_on_call_counts_on_a_holiday_and_beyond_the_year() -> None:
    hours = office(closures="24/12/2026 - 03/01/2027", nights="31/12/2026 20:00-2:00")
    assert hours.opened(at("31/12/2026 0:00"), at("02/01/2027 0:00")) == 6 * HOUR
    assert wall(hours.due(at("31/12/2026 12:00"), 5.5 * HOUR)) == "01/01/2027 01:30"


def test_a_night_that_reaches_into_the_morning_is_not_counted_twice() -> None:
    hours = office(nights="19/11/2026 17:00-9:00")
    assert hours.opened(at("19/11/2026 12:00"), at("20/11/2026 12:00")) == timedelta(hours=22, minutes=30)


def test_the_clock_stands_while_the_ball_is_elsewhere() -> None:
    pauses: list[Pause] = [(at("19/11/2026 9:00"), at("19/11/2026 11:00"))]
    assert wall(office().due(at("19/11/2026 8:30"), 2 * HOUR, pauses)) == "19/11/2026 14:00"
    assert office().opened(at("19/11/2026 8:30"), at("19/11/2026 12:00"), pauses) == 1.5 * HOUR


def test_while_a_pause_lasts_nothing_is_due_unless_it_was_before() -> None:
    pauses: list[Pause] = [(at("19/11/2026 10:00"), None)]
    assert office().due(at("19/11/2026 8:30"), 2 * HOUR, pauses) is None
    assert wall(office().due(at("19/11/2026 8:30"), HOUR, pauses)) == "19/11/2026 09:30"
    assert office().opened(at("19/11/2026 8:30"), at("20/11/2026 8:30"), pauses) == 1.5 * HOUR


def test_it_opens_next_on_monday() -> None:
    assert wall(office().next_opening(at("20/11/2026 17:30"))) == "23/11/2026 08:30"
    assert wall(office().next_opening(at("20/11/2026 17:29"))) == "20/11/2026 17:29"
    assert office().is_open(at("20/11/2026 8:30"))
    assert not office().is_open(at("20/11/2026 12:00"))


# --- the two nights


def night(hours: str) -> Hours:
    return hours_of(read([hours] * 7, PARIS, territory="none"))


def test_the_night_in_which_the_clocks_go_forward_is_an_hour_shorter() -> None:
    assert night("0:00-6:00").opened(at("28/03/2027 0:00"), at("28/03/2027 12:00")) == 5 * HOUR
    assert wall(night("0:00-6:00").due(at("28/03/2027 1:30"), HOUR)) == "28/03/2027 03:30"


def test_a_slot_in_the_hour_that_is_left_out_does_not_open() -> None:
    assert night("2:00-3:00").opened(at("28/03/2027 0:00"), at("28/03/2027 12:00")) == NOTHING
    assert night("2:30-3:30").opened(at("28/03/2027 0:00"), at("28/03/2027 12:00")) == HOUR / 2


def test_the_night_in_which_the_clocks_go_back_is_an_hour_longer() -> None:
    assert night("0:00-6:00").opened(at("31/10/2027 0:00"), at("31/10/2027 12:00")) == 7 * HOUR
    assert night("2:00-3:00").opened(at("31/10/2027 0:00"), at("31/10/2027 12:00")) == 2 * HOUR
    assert night("0:00-6:00").due(at("31/10/2027 1:30"), HOUR) == at("31/10/2027 2:30", fold=0)
    assert night("0:00-6:00").due(at("31/10/2027 1:30"), 2 * HOUR) == at("31/10/2027 2:30", fold=1)


def test_a_night_on_call_lasts_as_long_as_the_night_does() -> None:
    for days, length in (("27/03/2027", 11), ("30/10/2027", 13)):
        hours = office(nights=f"{days} 20:00-8:00")
        first = at(f"{days} 18:00")
        assert hours.opened(first, first + timedelta(days=1)) == length * HOUR


# --- what never comes


def test_more_than_passes_in_ten_years_is_refused() -> None:
    once_a_week = hours_of(read(["8:00-8:15", *[""] * 6], PARIS))
    with pytest.raises(NeverPasses):
        once_a_week.due(at("20/11/2026 8:00"), 200 * HOUR)


def test_nights_that_are_over_never_open_again() -> None:
    hours = hours_of(read([""] * 7, PARIS, nights="31/12/2026 20:00-2:00"))
    with pytest.raises(NeverPasses):
        hours.next_opening(at("02/01/2027 0:00"))
    with pytest.raises(NeverPasses):
        hours.due(at("02/01/2027 0:00"), MINUTE)


# --- whatever the calendar

moments = st.datetimes(datetime(2026, 1, 1), datetime(2028, 12, 31), timezones=st.just(UTC))  # noqa: DTZ001  # see timezones
lengths = st.integers(0, 60 * 24 * 20).map(lambda minutes: timedelta(minutes=minutes))
days = st.dates(date(2026, 1, 1), date(2028, 12, 31))


@st.composite
def slots(draw: st.DrawFn) -> tuple[Slot, ...]:
    minutes = sorted(draw(st.lists(st.integers(0, 1440), max_size=6, unique=True)))
    return tuple(Slot(*pair) for pair in zip(minutes[::2], minutes[1::2], strict=False))


@st.composite
def calendars(draw: st.DrawFn) -> Hours:
    week = [draw(slots()) for _ in range(7)]
    week[draw(st.integers(0, 6))] = (Slot(120, 180), Slot(600, 1080))
    closures = [
        Closure(first, first + timedelta(days=draw(st.integers(0, 20)))) for first in draw(st.lists(days, max_size=2))
    ]
    nights = [
        Nights(
            first,
            first + timedelta(days=draw(st.integers(0, 9))),
            draw(st.integers(0, 1439)),
            draw(st.integers(0, 1440)),
        )
        for first in draw(st.lists(days, max_size=2))
    ]
    zone = ZoneInfo(draw(st.sampled_from(ZONES)))
    territory = draw(st.sampled_from(["metropole", "alsace-moselle", "guadeloupe", "none"]))
    return Hours(Calendar(tuple(week), zone, territory, tuple(closures), tuple(nights)))


@st.composite
def pauses(draw: st.DrawFn) -> list[Pause]:
    begun = draw(st.lists(st.tuples(moments, lengths), max_size=3))
    return [(start, start + length) for start, length in begun]


@settings(max_examples=60, deadline=None)
@given(calendars(), moments, moments, moments, pauses())
def test_opened_time_adds_up(hours: Hours, one: datetime, two: datetime, three: datetime, paused: list[Pause]) -> None:
    first, middle, last = sorted((one, two, three))
    parts = hours.opened(first, middle, paused) + hours.opened(middle, last, paused)
    assert hours.opened(first, last, paused) == parts
    assert NOTHING <= parts <= last - first


@settings(max_examples=60, deadline=None)
@given(calendars(), moments, lengths, pauses())
def test_when_it_is_due_exactly_so_much_has_passed_and_never_before(
    hours: Hours, start: datetime, length: timedelta, paused: list[Pause]
) -> None:
    due = hours.due(start, length, paused)
    assert due is not None
    assert hours.opened(start, due, paused) == length
    if length:
        assert hours.opened(start, due - timedelta(microseconds=1), paused) < length


@settings(max_examples=60, deadline=None)
@given(calendars(), moments, moments, lengths, lengths)
def test_who_asks_later_or_for_more_is_never_due_earlier(
    hours: Hours, one: datetime, two: datetime, short: timedelta, more: timedelta
) -> None:
    early, late = sorted((one, two))
    first, second, longer = hours.due(early, short), hours.due(late, short), hours.due(early, short + more)
    assert first is not None and second is not None and longer is not None
    assert first <= second
    assert first <= longer


@settings(max_examples=60, deadline=None)
@given(calendars(), moments)
def test_nothing_is_opened_before_it_opens_next(hours: Hours, start: datetime) -> None:
    opens = hours.next_opening(start)
    assert hours.opened(start, opens) == NOTHING
    assert hours.is_open(opens)


@settings(max_examples=60, deadline=None)
@given(calendars(), days)
def test_the_minutes_of_a_day_are_those_in_which_it_is_open(hours: Hours, day: date) -> None:
    start = datetime(day.year, day.month, day.day, tzinfo=hours.calendar.zone).astimezone(UTC)
    minutes = [start + n * MINUTE for n in range(24 * 60)]
    assert hours.opened(start, start + timedelta(days=1)) == MINUTE * sum(map(hours.is_open, minutes))


@given(moments, moments, st.sampled_from(ZONES))
@settings(max_examples=60, deadline=None)
def test_always_opened_is_real_time(one: datetime, two: datetime, zone: str) -> None:
    start, end = sorted((one, two))
    assert hours_of(always(ZoneInfo(zone))).opened(start, end) == end - start
