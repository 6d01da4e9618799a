"""The windows in which nothing, or not everything, leaves: the electoral calendars, and the organisation's own."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST

from beffroi.access.desk import DeskRequest, allowed
from beffroi.access.models import Organisation
from beffroi.directory.models import Account
from beffroi.engines.times.blackout import Window
from beffroi.engines.times.elections import TERRITORIES
from beffroi.publishing.forms.blackouts import BlackoutForm
from beffroi.publishing.models.blackout import Blackout
from beffroi.publishing.models.windows import own_key, windows_of

AHEAD = timedelta(days=3 * 366)
TOLD = {
    "blocks": gettext_lazy("Nothing leaves"),
    "asks": gettext_lazy("Leaves only if a named person says why"),
    "warns": gettext_lazy("A warning"),
    "promotion": gettext_lazy("A warning where a text speaks of achievements"),
}


@dataclass(frozen=True, slots=True)
class Row:
    """One window of the page; `blackout` is the organisation's own row, which can be removed."""

    window: Window
    accounts: Sequence[Account]
    is_on: bool
    blackout: int | None

    @property
    def told(self) -> Any:
        return TOLD["promotion" if self.window.calendar == "promotion" else self.window.effect]


@allowed("run the organisation")
def blackouts(request: DeskRequest) -> HttpResponse:
    form, now = BlackoutForm(request.organisation, request.POST or None), timezone.now()
    if request.method == "POST" and form.is_valid():
        added = Blackout.add(request.organisation, **form.what(), by=request.user, now=now)
        messages.success(request, _("“%(name)s” holds from now on, for what is planned already too.") % {"name": added})
        return redirect("blackouts")
    rows = _rows(request.organisation, now)
    territory = TERRITORIES.get(request.organisation.territory, TERRITORIES["metropole"])
    context = {
        "form": form,
        "silence": [row for row in rows if row.window.calendar == "silence"],
        "promotion": [row for row in rows if row.window.calendar == "promotion"],
        "reserve": [row for row in rows if row.window.calendar == "reserve"],
        "own": [row for row in rows if row.window.calendar == "custom"],
        "territory": _(territory.name),
    }
    return render(request, "publishing/blackouts.html", context, status=422 if form.errors else 200)


@require_POST
@allowed("run the organisation")
def removal(request: DeskRequest, pk: int) -> HttpResponse:
    blackout = get_object_or_404(Blackout, pk=pk, organisation=request.organisation)
    blackout.remove(by=request.user, now=timezone.now())
    messages.success(request, _("“%(name)s” holds nothing back any more.") % {"name": blackout})
    return redirect("blackouts")


def _rows(organisation: Organisation, now: datetime) -> list[Row]:
    found = windows_of(organisation, now, now + AHEAD)
    return [Row(window, accounts, window.covers(now), own_key(window)) for window, accounts in found]
