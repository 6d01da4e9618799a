"""What happened, and what is still happening?"""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from beffroi.access.desk import DeskRequest, allowed
from beffroi.chronicle.forms import ClosureForm, NoteForm, OpeningForm, SummaryForm
from beffroi.chronicle.models import Incident
from beffroi.chronicle.states import KINDS
from beffroi.chronicle.telling import tell
from beffroi.chronicle.views.shown import chosen, shown
from beffroi.journal.moves import NotAllowed
from beffroi.vocabulary import Sentence
from beffroi.work.paging import page

ORDER = ["-state", "-started_at", "-id"]  # the open ones first: "open" comes after "closed"


@allowed("see")
def chronicle(request: DeskRequest) -> HttpResponse:
    incidents = Incident.objects.of(request.organisation)
    context = {
        "page": page(incidents, request.GET.get("after", ""), by=ORDER),
        "kinds": KINDS,
        "may_keep": request.membership.may("keep the chronicle"),
    }
    return render(request, "chronicle/chronicle.html", context)


@allowed("keep the chronicle")
def opening(request: DeskRequest) -> HttpResponse:
    """Begins the chronicle of an incident that no machine has seen."""
    form = OpeningForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        said = form.cleaned_data
        opened = Incident.open(
            request.organisation,
            kind="by_hand",
            title=Sentence(said["title"]),
            post=said["address"],
            started_at=said["started_at"],
            about=said["title"],  # the button pressed twice opens one
            by=request.user,
            now=timezone.now(),
        )
        return redirect("incident", pk=opened.pk)
    return render(request, "chronicle/opening.html", {"form": form}, status=422 if form.errors else 200)


@allowed("see")
def incident(request: DeskRequest, pk: int) -> HttpResponse:
    return _show(request, chosen(request, pk))


def _show(request: DeskRequest, told: Incident, *, status: int = 200, **forms: Any) -> HttpResponse:
    ready = {
        "note_form": NoteForm(),
        "summary_form": SummaryForm(initial={"summary": told.summary}),
        "closure_form": ClosureForm(initial={"outcome": told.outcome}),
    }
    context = {
        **shown(tell(told)),
        **ready,
        **forms,
        "may_keep": request.membership.may("keep the chronicle"),
        "may_publish": request.membership.may("publish a chronicle"),
        "may_draft": request.membership.may("draft"),
    }
    return render(request, "chronicle/incident.html", context, status=status)


@require_POST
@allowed("keep the chronicle")
def notes(request: DeskRequest, pk: int) -> HttpResponse:
    told, form = chosen(request, pk), NoteForm(request.POST)
    if not form.is_valid():
        return _show(request, told, status=422, note_form=form)
    said, now = form.cleaned_data, timezone.now()
    if said["address"] is not None:
        told.note_post(said["address"], episode=said["episode"], by=request.user, now=now)
    if said["text"]:
        told.note_text(said["text"], episode=said["episode"], by=request.user, at=said["at"], now=now)
    messages.success(request, _("It is in the chronicle."), extra_tags=f"note-{told.pk}")
    return redirect("incident", pk=pk)


@require_POST
@allowed("keep the chronicle")
def summary(request: DeskRequest, pk: int) -> HttpResponse:
    told, form = chosen(request, pk), SummaryForm(request.POST)
    if not form.is_valid():
        return _show(request, told, status=422, summary_form=form)
    told.sum_up(form.cleaned_data["summary"], by=request.user, now=timezone.now())
    messages.success(request, _("The summary is saved."), extra_tags=f"summary-{told.pk}")
    return redirect("incident", pk=pk)


@require_POST
@allowed("keep the chronicle")
def closure(request: DeskRequest, pk: int) -> HttpResponse:
    told, form = chosen(request, pk), ClosureForm(request.POST)
    if not form.is_valid():
        return _show(request, told, status=422, closure_form=form)
    try:
        told.close(by=request.user, outcome=form.cleaned_data["outcome"], now=timezone.now())
    except NotAllowed:
        messages.warning(request, _("Somebody had closed it already; their words stand."))
        return redirect("incident", pk=pk)
    messages.success(request, _("Closed. Nothing more is gathered for it."), extra_tags=f"closure-{told.pk}")
    return redirect("incident", pk=pk)


@require_POST
@allowed("keep the chronicle")
def reopening(request: DeskRequest, pk: int) -> HttpResponse:
    try:
        chosen(request, pk).reopen(by=request.user, now=timezone.now())
    except NotAllowed:
        messages.warning(request, _("It is open already, or another incident about the same thing is."))
    return redirect("incident", pk=pk)
