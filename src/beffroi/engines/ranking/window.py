"""The whole weeks, months, quarters and years over which accounts are compared."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta

WEEK = 7


@dataclass(frozen=True, slots=True)
class Window:
    """Days in UTC from `first` on; `until` is the first day after it."""

    first: date
    until: date

    @property
    def days(self) -> int:
        return (self.until - self.first).days

    @property
    def before(self) -> "Window":
        """As many days, just before it."""
        return Window(self.first - timedelta(days=self.days), self.first)

    def holds(self, day: date) -> bool:
        return self.first <= day < self.until


def holding(length: str, day: date) -> Window:
    """The week (from Monday), month, quarter or year that `day` is in. Raises KeyError for another length."""
    first = LENGTHS[length](day)
    return Window(first, LENGTHS[length](first + timedelta(days=_LONGEST[length])))


def last_whole(length: str, day: date) -> Window:
    """The latest one that is over on `day`."""
    return holding(length, LENGTHS[length](day) - timedelta(days=1))


def _monday(day: date) -> date:
    return day - timedelta(days=day.weekday())


def _month(day: date) -> date:
    return day.replace(day=1)


def _quarter(day: date) -> date:
    return day.replace(month=(day.month - 1) // 3 * 3 + 1, day=1)


def _year(day: date) -> date:
    return day.replace(month=1, day=1)


LENGTHS: Mapping[str, Callable[[date], date]] = {"week": _monday, "month": _month, "quarter": _quarter, "year": _year}
_LONGEST = {"week": 7, "month": 31, "quarter": 92, "year": 366}  # days: so long after its first day it is over
