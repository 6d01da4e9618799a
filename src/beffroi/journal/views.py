"""The ledger as a page."""

from django.http import HttpResponse
from django.shortcuts import render

from beffroi.access.desk import DeskRequest, allowed
from beffroi.journal.models import Event
from beffroi.journal.sentences import sentence
from beffroi.work.paging import page


@allowed("see")
def journal(request: DeskRequest) -> HttpResponse:
    events = Event.objects.filter(organisation=request.organisation).select_related("actor")
    shown = page(events, request.GET.get("after", ""), by=["-number"])
    context = {"page": shown, "lines": [(event, sentence(event)) for event in shown.rows]}
    return render(request, "journal/journal.html", context)
