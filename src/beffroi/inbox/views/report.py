"""The report of first answers, as a page that can be printed for the council and as a table."""

from datetime import datetime

from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone

from beffroi.access.desk import DeskRequest, allowed
from beffroi.engines.counts.sample import LEAST
from beffroi.inbox.lost import lost
from beffroi.inbox.models import Calendar
from beffroi.inbox.period import Period, asked_for
from beffroi.inbox.report import Question, as_file, hours_for, questions_of, told, with_waits
from beffroi.inbox.times import PERIODS

MOST = 200  # of the unanswered that are named


@allowed("see")
def report(request: DeskRequest) -> HttpResponse:
    now, organisation = timezone.now(), request.organisation
    period, form = asked_for(request.GET, organisation.tz, now)
    calendar = hours_for(organisation, request.GET.get("hours", ""))
    questions = _questions(request, period, calendar, now)
    whole, parts = told(questions, organisation.tz)
    waiting = [question for question in questions if question.waits]
    context = {
        "whole": whole,
        "parts": parts,
        "lost": lost(questions),
        "waiting": waiting[:MOST],
        "more": len(waiting[MOST:]),
        "period": period,
        "form": form,
        "periods": PERIODS,
        "least": LEAST,
        "calendar": calendar,
        "calendars": Calendar.objects.of(organisation),
        "zone_name": organisation.zone,
    }
    return render(request, "inbox/report.html", context, status=422 if form.errors else 200)


@allowed("see")
def table(request: DeskRequest) -> HttpResponse:
    now, calendar = timezone.now(), hours_for(request.organisation, request.GET.get("hours", ""))
    period, _form = asked_for(request.GET, request.organisation.tz, now)
    content = as_file(_questions(request, period, calendar, now), request.organisation.tz)
    answer = HttpResponse(content, content_type="text/csv; charset=utf-8")
    name = f"first-answers-{period.first}-{period.last}.csv"
    answer["Content-Disposition"] = f'attachment; filename="{name}"'
    return answer


def _questions(request: DeskRequest, period: Period, calendar: Calendar | None, now: datetime) -> list[Question]:
    hours, moments = calendar.hours if calendar else None, {"since": period.since, "until": period.until}
    found = questions_of(request.organisation, hours, **moments)
    return with_waits(found, request.organisation, hours, **moments, now=now)
