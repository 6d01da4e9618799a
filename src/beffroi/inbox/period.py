"""From which day to which day a report is: so many days back from now, or two days that somebody names."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any
from urllib.parse import urlencode
from zoneinfo import ZoneInfo

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from beffroi.engines.times.wallclock import beginning, shown
from beffroi.inbox.times import PERIODS

LONGEST = timedelta(days=3 * 366)
EARLIEST = date(2000, 1, 1)


@dataclass(frozen=True, slots=True)
class Period:
    """Everything found from `since` (included) to `until` (excluded); `first` and `last` are its days on the town's
    clock. `query` is how an address names it, `days` how many days back it goes, None for two named days."""

    since: datetime
    until: datetime
    first: date
    last: date
    query: str
    days: int | None

    @classmethod
    def back(cls, days: int, zone: ZoneInfo, now: datetime) -> "Period":
        since = now - timedelta(days=days)
        return cls(since, now, shown(since, zone).date(), shown(now, zone).date(), urlencode({"days": days}), days)

    @classmethod
    def between(cls, first: date, last: date, zone: ZoneInfo) -> "Period":
        """Both days whole, by the town's clock."""
        since, until = beginning(first, zone), beginning(last + timedelta(days=1), zone)
        return cls(since, until, first, last, urlencode({"first": first, "last": last}), None)


class PeriodForm(forms.Form):
    """Two days of the past, today included."""

    first = forms.DateField(
        label=gettext_lazy("First day"), widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    )
    last = forms.DateField(
        label=gettext_lazy("Last day"), widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    )

    def __init__(self, data: Any = None, *, today: date) -> None:
        super().__init__(data, initial={"last": today})
        self._today = today

    def clean_last(self) -> date:
        last: date = self.cleaned_data["last"]
        if not EARLIEST < last <= self._today:
            raise forms.ValidationError(_("Choose today or an earlier day."))
        return last

    def clean(self) -> dict[str, Any]:
        said = super().clean() or {}
        first, last = said.get("first"), said.get("last")
        if first and last and last < first:
            self.add_error("last", _("It ends before it begins: choose a later day."))
        elif first and last and last - first > LONGEST:
            self.add_error("first", _("A report is of three years at most: choose a later day."))
        return said


def asked_for(given: Mapping[str, str], zone: ZoneInfo, now: datetime) -> tuple[Period, PeriodForm]:
    """The period that an address asks for. Where its days cannot be, the usual one, and the form says why."""
    named, today = "first" in given or "last" in given, shown(now, zone).date()
    form = PeriodForm(given if named else None, today=today)
    if named and form.is_valid():
        return Period.between(form.cleaned_data["first"], form.cleaned_data["last"], zone), form
    days = given.get("days", "")
    period = Period.back(int(days) if days in {str(each) for each in PERIODS} else PERIODS[0], zone, now)
    form.initial["first"] = period.first
    return period, form
