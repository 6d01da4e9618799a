"""How soon we answer what was found: by search, by day and by night."""

from datetime import timedelta

from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone

from beffroi.access.desk import DeskRequest, allowed
from beffroi.engines.counts.sample import LEAST
from beffroi.engines.times.answering import NIGHT
from beffroi.inbox.times import PERIODS, as_file, laps_of, told


@allowed("see")
def times(request: DeskRequest) -> HttpResponse:
    days, now = days_of(request), timezone.now()
    laps = laps_of(request.organisation, since=now - timedelta(days=days))
    context = {
        "groups": told(laps, request.organisation.tz),
        "days": days,
        "periods": PERIODS,
        "least": LEAST,
        "night": NIGHT,
        "zone_name": request.organisation.zone,
    }
    return render(request, "inbox/times.html", context)


@allowed("see")
def table(request: DeskRequest) -> HttpResponse:
    """One line per run of the clock, and no person on it."""
    days, now = days_of(request), timezone.now()
    laps = laps_of(request.organisation, since=now - timedelta(days=days))
    answer = HttpResponse(as_file(laps, request.organisation.tz), content_type="text/csv; charset=utf-8")
    answer["Content-Disposition"] = f'attachment; filename="answer-times-{now:%Y-%m-%d}-{days}-days.csv"'
    return answer


def days_of(request: DeskRequest) -> int:
    asked = request.GET.get("days", "")
    return int(asked) if asked in {str(each) for each in PERIODS} else PERIODS[0]
