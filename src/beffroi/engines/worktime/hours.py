"""The open time of a calendar, laid out: exact to the microsecond, and across both nights of the clock change."""

from bisect import bisect_right
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from functools import lru_cache
from itertools import accumulate

from beffroi.engines.times.wallclock import around, beginning, moments
from beffroi.engines.worktime.calendar import DAY, Calendar

NOTHING, ONE_DAY = timedelta(), timedelta(days=1)
AHEAD = 10  # years: who promises more opening hours than pass in them promises nothing

Opening = tuple[datetime, datetime]  # from (included) to (excluded), in UTC
Pause = tuple[datetime, datetime | None]  # None: it lasts


class NeverPasses(ValueError):
    """So much open time does not pass in ten years."""


@dataclass(frozen=True, slots=True)
class Year:
    """The openings that begin in one year of UTC, with how much was opened in it before each and in all."""

    starts: Sequence[datetime]
    ends: Sequence[datetime]
    before: Sequence[timedelta]
    whole: timedelta

    def opened_until(self, at: datetime) -> timedelta:
        """How much of the year was opened before `at`."""
        place = bisect_right(self.starts, at) - 1
        if place < 0:
            return NOTHING
        return self.before[place] + min(at, self.ends[place]) - self.starts[place]

    def first_with(self, opened: timedelta) -> datetime:
        """The first moment before which so much was opened; more than nothing, and no more than the whole."""
        place = bisect_right(self.before, opened) - 1
        if self.before[place] == opened:  # it had passed when the one before closed
            place -= 1
        return self.starts[place] + (opened - self.before[place])


class Hours:
    """Reckons with one calendar. Every datetime is aware, and what it gives is in UTC."""

    def __init__(self, calendar: Calendar) -> None:
        self.calendar = calendar
        self._years: dict[int, Year] = {}

    def opened(self, start: datetime, end: datetime, pauses: Iterable[Pause] = ()) -> timedelta:
        """How much open time passes from `start` to `end`, without that of the pauses; none if `end` is earlier."""
        stretches = _without(start.astimezone(UTC), end.astimezone(UTC), pauses)
        return sum((self._between(*stretch) for stretch in stretches), NOTHING)

    def due(self, start: datetime, length: timedelta, pauses: Iterable[Pause] = ()) -> datetime | None:
        """The first moment at which so much open time has passed since `start`; None while a pause lasts before it.

        `length` is at least nothing. Raises NeverPasses.
        """
        at = start.astimezone(UTC)
        for begins, ends in _in_order(pauses):
            passed = self._between(at, begins) if begins > at else NOTHING
            if passed >= length and begins > at:
                break
            if ends is None:
                return None
            length, at = length - passed, max(at, ends)
        return self._after(at, length)

    def next_opening(self, at: datetime) -> datetime:
        """`at` where it is opened then, else the moment at which it opens next. Raises NeverPasses."""
        at = at.astimezone(UTC)
        for number in range(at.year, at.year + AHEAD + 1):
            year = self._year(number)
            place = bisect_right(year.ends, at)
            if place < len(year.starts):
                return max(at, year.starts[place])
        raise NeverPasses

    def is_open(self, at: datetime) -> bool:
        at = at.astimezone(UTC)
        year = self._year(at.year)
        place = bisect_right(year.starts, at) - 1
        return place >= 0 and at < year.ends[place]

    def _between(self, start: datetime, end: datetime) -> timedelta:
        whole = sum((self._year(number).whole for number in range(start.year, end.year)), NOTHING)
        return whole + self._year(end.year).opened_until(end) - self._year(start.year).opened_until(start)

    def _after(self, at: datetime, length: timedelta) -> datetime:
        if length <= NOTHING:
            return at
        wanted = length + self._year(at.year).opened_until(at)
        for number in range(at.year, at.year + AHEAD + 1):
            year = self._year(number)
            if wanted <= year.whole:
                return year.first_with(wanted)
            wanted -= year.whole
        raise NeverPasses

    def _year(self, number: int) -> Year:
        if number not in self._years:
            begins, ends = (datetime(each, 1, 1, tzinfo=UTC) for each in (number, number + 1))
            openings = [(max(start, begins), min(end, ends)) for start, end in _openings(self.calendar, begins, ends)]
            lengths = [end - start for start, end in openings]
            before = list(accumulate(lengths, initial=NOTHING))
            starts, closes = [start for start, _end in openings], [end for _start, end in openings]
            self._years[number] = Year(starts, closes, before[:-1], before[-1])
        return self._years[number]


@lru_cache(maxsize=64)
def hours_of(calendar: Calendar) -> Hours:
    """The hours of this calendar, laid out once however often they are asked for."""
    return Hours(calendar)


def _without(start: datetime, end: datetime, pauses: Iterable[Pause]) -> Iterator[Opening]:
    """What is left of a stretch without its pauses."""
    at = start
    for begins, ends in _in_order(pauses):
        if begins >= end:
            break
        if begins > at:
            yield at, begins
        at = end if ends is None else max(at, ends)
    if at < end:
        yield at, end


def _in_order(pauses: Iterable[Pause]) -> list[Pause]:
    """Those that last, in UTC: two times of one zone compare by what the wall shows, whichever of two it is."""
    known = [(begins.astimezone(UTC), ends and ends.astimezone(UTC)) for begins, ends in pauses]
    return sorted((each for each in known if each[1] is None or each[1] > each[0]), key=lambda each: each[0])


def _openings(calendar: Calendar, begins: datetime, ends: datetime) -> Iterator[Opening]:
    """The openings between two moments in their order, what touches or overlaps made one."""
    last: Opening | None = None
    for start, end in _slots(calendar, begins, ends):
        if last is not None and start <= last[1]:
            last = (last[0], max(last[1], end))
            continue
        if last is not None:
            yield last
        last = (start, end)
    if last is not None:
        yield last


def _slots(calendar: Calendar, begins: datetime, ends: datetime) -> Iterator[Opening]:
    """Every slot and night that reaches between two moments, those that begin first first."""
    day, until = begins.date() - 2 * ONE_DAY, ends.date() + ONE_DAY
    while day <= until:  # in no zone of the world does a date begin more than a day from that of UTC
        meant = ((_moment(calendar, day, slot.begins), _moment(calendar, day, slot.ends)) for slot in calendar.on(day))
        yield from sorted((start, end) for start, end in meant if start < end and end > begins and start < ends)
        day += ONE_DAY


def _moment(calendar: Calendar, day: date, minute: int) -> datetime:
    """The moment that a minute of the wall clock means: the first where it comes twice, that of the jump where the
    clock jumps over it. So a slot is an hour longer or shorter in these two nights, and what touches it still does."""
    days, minute = divmod(minute, DAY)
    day += days * ONE_DAY
    if minute == 0:
        return beginning(day, calendar.zone)
    wall = datetime.combine(day, time(minute // 60, minute % 60))
    meant = moments(wall, calendar.zone) or moments(around(wall, calendar.zone)[1], calendar.zone)
    return meant[0]
