"""What stretch of days a calendar shows, and what comes before and after it."""

from calendar import Calendar
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Literal, get_args

View = Literal["month", "week", "list"]
VIEWS: tuple[View, ...] = get_args(View)
YEARS = range(2000, 2200)
MONDAY_FIRST = Calendar(firstweekday=0)
WEEK = timedelta(days=7)


@dataclass(frozen=True, slots=True)
class Span:
    """The days that `view` shows around `day`; a month is filled up to whole weeks, a list is one month."""

    view: View
    day: date

    @classmethod
    def asked(cls, view: str, day: str, *, today: date) -> "Span":
        """What an address asks for; what it says badly is read as the month, and as today."""
        try:
            chosen = date.fromisoformat(day)
        except ValueError:
            chosen = today
        known: list[View] = [each for each in VIEWS if each == view]
        return cls(known[0] if known else "month", chosen if chosen.year in YEARS else today)

    @property
    def weeks(self) -> list[list[date]]:
        if self.view == "week":
            monday = self.day - timedelta(days=self.day.weekday())
            return [[monday + timedelta(days=n) for n in range(7)]]
        weeks = MONDAY_FIRST.monthdatescalendar(self.day.year, self.day.month)
        return weeks if self.view == "month" else [[day for day in week if self.holds(day)] for week in weeks]

    @property
    def days(self) -> Sequence[date]:
        return [day for week in self.weeks for day in week]

    def holds(self, day: date) -> bool:
        """Whether `day` is what was asked for, and not there to fill up a week."""
        return self.view == "week" or (day.year, day.month) == (self.day.year, self.day.month)

    @property
    def before(self) -> date:
        return self.day - WEEK if self.view == "week" else self.day.replace(day=1) - timedelta(days=1)

    @property
    def after(self) -> date:
        return self.day + WEEK if self.view == "week" else (self.day.replace(day=1) + timedelta(days=31)).replace(day=1)
