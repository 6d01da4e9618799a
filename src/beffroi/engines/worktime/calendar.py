"""What a calendar of opening hours says, and what makes one unusable."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from itertools import pairwise
from zoneinfo import ZoneInfo

from beffroi.engines.worktime.holidays import TERRITORIES, holidays
from beffroi.vocabulary import Sentence

DAY = 24 * 60  # minutes, on a day whose clocks are not changed
DAYS = 7
YEARS = range(2000, 2200)


class Unusable(ValueError):
    """A calendar that cannot be reckoned with; `about` names what is wrong (week, closures, nights, territory), `day`
    the day of the week, and `words` says why, to a person."""

    def __init__(self, about: str, words: Sentence, day: int | None = None) -> None:
        super().__init__(str(words))
        self.about, self.words, self.day = about, words, day


@dataclass(frozen=True, slots=True, order=True)
class Slot:
    """A stretch of a day as the clock on the wall shows it, in minutes from midnight; 1440 is the midnight after."""

    begins: int
    ends: int

    def __str__(self) -> str:
        return f"{hour(self.begins)}-{hour(self.ends)}"


@dataclass(frozen=True, slots=True, order=True)
class Closure:
    """Whole days, the first and the last of them included."""

    first: date
    last: date
    name: str = ""

    def covers(self, day: date) -> bool:
        return self.first <= day <= self.last


@dataclass(frozen=True, slots=True, order=True)
class Nights:
    """Somebody is on call: on each of these days from `begins` on, until `ends`, which is on the day after unless it
    comes later than `begins`. It counts on holidays and closures too."""

    first: date
    last: date
    begins: int
    ends: int

    def covers(self, day: date) -> bool:
        return self.first <= day <= self.last


@dataclass(frozen=True, slots=True)
class Calendar:
    """Seven days of slots, Monday first, on the clock of `zone`; closed on the holidays of `territory` and in its
    closures. Raises Unusable."""

    week: tuple[tuple[Slot, ...], ...]
    zone: ZoneInfo
    territory: str = "metropole"
    closures: tuple[Closure, ...] = ()
    nights: tuple[Nights, ...] = ()

    def __post_init__(self) -> None:
        if self.territory not in TERRITORIES:
            raise Unusable("territory", Sentence("This territory is not known."))
        _check_week(self.week)
        for closure in self.closures:
            _check_days("closures", closure.first, closure.last)
        for nights in self.nights:
            _check_days("nights", nights.first, nights.last)
            _check_times("nights", nights.begins, nights.ends)
        if not any(self.week) and not self.nights:
            raise Unusable("week", Sentence("It never opens: give at least one day its hours."))

    def is_closed(self, day: date) -> bool:
        """Whether its slots do not count on this day."""
        return day in holidays(day.year, self.territory) or any(closure.covers(day) for closure in self.closures)

    def on(self, day: date) -> Iterator[Slot]:
        """What is opened from this day on, in no order: its slots, and the nights that begin on it, which may overlap
        them and end after 1440."""
        if not self.is_closed(day):
            yield from self.week[day.weekday()]
        for nights in self.nights:
            if nights.covers(day):
                yield Slot(nights.begins, nights.ends if nights.ends > nights.begins else nights.ends + DAY)


def always(zone: ZoneInfo) -> Calendar:
    """Every hour of every day: what is real time, told as a calendar."""
    return Calendar(((Slot(0, DAY),),) * DAYS, zone, territory="none")


def hour(minute: int) -> str:
    """`minute` of a day as one writes it: 8:30, and 24:00 for the midnight after."""
    return f"{minute // 60}:{minute % 60:02d}"


def _check_week(week: tuple[tuple[Slot, ...], ...]) -> None:
    if len(week) != DAYS:
        raise Unusable("week", Sentence("A week has seven days."))
    for day, slots in enumerate(week):
        for slot in slots:
            _check_times("week", slot.begins, slot.ends, day)
            if slot.ends <= slot.begins:
                raise Unusable("week", Sentence("{slot} ends before it begins.", {"slot": str(slot)}), day)
        for earlier, later in pairwise(sorted(slots)):
            if later.begins < earlier.ends:
                both: dict[str, str | int] = {"one": str(earlier), "other": str(later)}
                raise Unusable("week", Sentence("{one} and {other} overlap: make one of them.", both), day)


def _check_times(about: str, begins: int, ends: int, day: int | None = None) -> None:
    if not (0 <= begins < DAY and 0 <= ends <= DAY):
        raise Unusable(about, Sentence("A day goes from 0:00 to 24:00."), day)


def _check_days(about: str, first: date, last: date) -> None:
    if last < first:
        raise Unusable(about, Sentence("The last day, {last}, is before the first.", {"last": f"{last:%d/%m/%Y}"}))
    if first.year not in YEARS or last.year not in YEARS:
        raise Unusable(about, Sentence("Give years from 2000 to 2199."))
