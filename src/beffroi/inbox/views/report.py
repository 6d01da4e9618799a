"""The report of first answers, as a page that can be printed for the council and as a table."""

from datetime import datetime, timedelta

from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone

from beffroi.access.desk import DeskRequest, allowed
from beffroi.engines.sample import LEAST
from beffroi.inbox.models import Calendar
from beffroi.inbox.report import as_file, hours_for, questions_of, told
from beffroi.inbox.times import PERIODS
from beffroi.inbox.views.times import days_of

MOST = 200  # of the unanswered that are named


@allowed("see")
def report(request: DeskRequest) -> HttpResponse:
    now, calendar = timezone.now(), hours_for(request.organisation, request.GET.get("hours", ""))
    days, since = days_of(request), _since(request, now)
    questions = questions_of(request.organisation, calendar.hours if calendar else None, since=since, until=now)
    whole, parts = told(questions, request.organisation.tz)
    waiting = [question for question in questions if question.waits]
    context = {
        "whole": whole,
        "parts": parts,
        "waiting": waiting[:MOST],
        "more": len(waiting[MOST:]),
        "since": since,
        "until": now,
        "days": days,
        "periods": PERIODS,
        "least": LEAST,
        "calendar": calendar,
        "calendars": Calendar.objects.of(request.organisation),
        "zone_name": request.organisation.zone,
    }
    return render(request, "inbox/report.html", context)


@allowed("see")
def table(request: DeskRequest) -> HttpResponse:
    now, calendar = timezone.now(), hours_for(request.organisation, request.GET.get("hours", ""))
    hours = calendar.hours if calendar else None
    questions = questions_of(request.organisation, hours, since=_since(request, now), until=now)
    content = as_file(questions, request.organisation.tz)
    answer = HttpResponse(content, content_type="text/csv; charset=utf-8")
    name = f"first-answers-{now:%Y-%m-%d}-{days_of(request)}-days.csv"
    answer["Content-Disposition"] = f'attachment; filename="{name}"'
    return answer


def _since(request: DeskRequest, now: datetime) -> datetime:
    return now - timedelta(days=days_of(request))
