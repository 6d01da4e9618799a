"""Response targets and the hours that count in them: what is promised, to whom, and what that means on a Friday."""

from datetime import timedelta

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from beffroi.access.desk import DeskRequest, allowed
from beffroi.inbox.forms.targets import CalendarForm, TargetForm
from beffroi.inbox.models import Calendar, ResponseTarget
from beffroi.inbox.models.target import AIMS
from beffroi.inbox.promises import Promise, example, promise_of
from beffroi.journal.moves import NotAllowed


@allowed("run the organisation")
def targets(request: DeskRequest) -> HttpResponse:
    """All of them, the most precise of each aim first: the order in which they are looked at."""
    now = timezone.now()
    standing = sorted(ResponseTarget.objects.of(request.organisation), key=lambda each: each.precision, reverse=True)
    shown = [promise_of(target, now) for target in standing]
    context = {
        "aims": [(name, [each for each in shown if each.target.aim == aim]) for aim, name in AIMS.items()],
        "calendars": Calendar.objects.of(request.organisation),
        "some": bool(standing),
    }
    return render(request, "inbox/targets.html", context)


@allowed("run the organisation")
def target_new(request: DeskRequest) -> HttpResponse:
    return _set_target(request, None)


@allowed("run the organisation")
def target(request: DeskRequest, pk: int) -> HttpResponse:
    return _set_target(request, get_object_or_404(ResponseTarget.objects.of(request.organisation), pk=pk))


def _set_target(request: DeskRequest, chosen: ResponseTarget | None) -> HttpResponse:
    """Keeps it, or with the other button only says what it would mean."""
    form, now = TargetForm(request.organisation, chosen, request.POST or None), timezone.now()
    promise: Promise | None = promise_of(chosen, now) if chosen else None
    if request.method == "POST":
        promise = None
        if form.is_valid():
            meant = ResponseTarget(organisation=request.organisation, **form.wishes())
            promise = promise_of(meant, now)
            if request.POST.get("then") != "try":
                kept = chosen or ResponseTarget(organisation=request.organisation)
                kept.keep(by=request.user, now=now, **form.wishes())
                messages.success(request, _("Set. What is promised of the open cases is being reckoned again."))
                return redirect("response_targets")
    context = {"form": form, "target": chosen, "promise": promise}
    return render(request, "inbox/target_edit.html", context, status=422 if form.errors else 200)


@require_POST
@allowed("run the organisation")
def target_removal(request: DeskRequest, pk: int) -> HttpResponse:
    get_object_or_404(ResponseTarget, pk=pk, organisation=request.organisation).remove(
        by=request.user, now=timezone.now()
    )
    messages.success(request, _("Nothing is promised by it any more."))
    return redirect("response_targets")


@allowed("run the organisation")
def hours_new(request: DeskRequest) -> HttpResponse:
    return _set_hours(request, Calendar.begin(request.organisation))


@allowed("run the organisation")
def hours(request: DeskRequest, pk: int) -> HttpResponse:
    return _set_hours(request, get_object_or_404(Calendar.objects.of(request.organisation), pk=pk))


def _set_hours(request: DeskRequest, calendar: Calendar) -> HttpResponse:
    now = timezone.now()
    form = CalendarForm(calendar, request.POST or None, now=now)
    if request.method == "POST" and form.is_valid() and request.POST.get("then") != "try":
        calendar.keep(by=request.user, now=now, **form.wishes())
        messages.success(request, _("Set. What is promised of the open cases is being reckoned again."))
        return redirect("response_targets")
    meant = Calendar(organisation=request.organisation, **form.wishes()) if form.is_valid() else calendar
    context = {
        "form": form,
        "calendar": calendar if calendar.pk else None,
        "example": None if form.errors else example(meant.hours, timedelta(hours=2), now),
    }
    return render(request, "inbox/opening_hours.html", context, status=422 if form.errors else 200)


@require_POST
@allowed("run the organisation")
def hours_removal(request: DeskRequest, pk: int) -> HttpResponse:
    calendar = get_object_or_404(Calendar, pk=pk, organisation=request.organisation)
    try:
        calendar.remove(by=request.user, now=timezone.now())
    except NotAllowed:
        messages.warning(request, _("A target counts by these hours: give it others first."))
    else:
        messages.success(request, _("“%(name)s” is offered no more.") % {"name": calendar})
    return redirect("response_targets")
