"""The list of drafts."""

from django.http import HttpResponse
from django.shortcuts import render

from beffroi.access.desk import DeskRequest, allowed
from beffroi.publishing.models import Campaign, Draft
from beffroi.work.paging import page


@allowed("see")
def drafts(request: DeskRequest) -> HttpResponse:
    everything, campaign = request.GET.get("all") is not None, request.GET.get("campaign", "").strip()
    rows = Draft.objects.of(request.organisation)
    if not everything:
        rows = rows.open()
    if campaign:
        rows = rows.filter(campaign__name__icontains=campaign)
    kept = request.GET.copy()
    kept.pop("after", None)
    context = {
        "page": page(rows, request.GET.get("after", ""), by=["-created_at", "-pk"]),
        "all": everything,
        "campaign": campaign,
        "campaigns": Campaign.objects.filter(organisation=request.organisation),
        "keep": kept.urlencode(),
    }
    return render(request, "publishing/drafts.html", context)
