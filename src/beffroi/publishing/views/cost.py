"""What approval costs, for whoever decides how much of it there is."""

from datetime import timedelta

from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone

from beffroi.access.desk import DeskRequest, allowed
from beffroi.engines.counts.sample import LEAST
from beffroi.publishing.models.cost import PERIODS, cost_of
from beffroi.publishing.models.meaning import span


@allowed("see")
def cost(request: DeskRequest) -> HttpResponse:
    asked = request.GET.get("days", "")
    days = int(asked) if asked in {str(each) for each in PERIODS} else PERIODS[1]
    now = timezone.now()
    found = cost_of(request.organisation, since=now - timedelta(days=days), until=now)
    context = {
        "cost": found,
        "days": days,
        "periods": PERIODS,
        "least": LEAST,
        "half": span(round(found.whole.minutes)) if found.whole.minutes is not None else "",
        "slow": span(round(found.whole.minutes_90)) if found.whole.minutes_90 is not None else "",
    }
    return render(request, "publishing/approval_cost.html", context)
