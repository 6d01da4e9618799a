"""Who is put on call, and for which hours."""

from datetime import datetime, time, timedelta
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from beffroi.access.clock import WallClockField
from beffroi.access.models import Organisation, User
from beffroi.access.offering import offer_rows
from beffroi.engines.times.wallclock import moments, next_at, shown

MORNING, EVENING = time(8), time(18)


class WatchForm(forms.Form):
    user = forms.ModelChoiceField(label=gettext_lazy("Who"), queryset=User.objects.none(), empty_label=None)
    starts_at = WallClockField(label=gettext_lazy("Begins"))
    ends_at = WallClockField(label=gettext_lazy("Ends"))

    def __init__(self, organisation: Organisation, now: datetime, data: Any = None) -> None:
        super().__init__(data, initial=tonight(organisation, now))
        self._now = now
        offer_rows(self, "user", organisation.members())

    def clean(self) -> dict[str, Any]:
        said = super().clean() or {}
        start, end = said.get("starts_at"), said.get("ends_at")
        if start and end and end <= start:
            self.add_error("ends_at", _("It ends before it begins."))
        elif end and end <= self._now:
            self.add_error("ends_at", _("This moment has passed."))
        return said


def tonight(organisation: Organisation, now: datetime) -> dict[str, datetime]:
    """This evening until tomorrow morning, by the organisation's clock; in the night, the night that it is."""
    zone = organisation.tz
    morning = next_at(MORNING, zone, now)
    evening = moments(datetime.combine(shown(morning, zone).date() - timedelta(days=1), EVENING), zone)[0]
    if morning - now > timedelta(hours=14):  # by day: the coming night, not the rest of the last one
        return {"starts_at": evening, "ends_at": morning}
    return {"starts_at": max(evening, now.replace(second=0, microsecond=0)), "ends_at": morning}
