"""The calendar, and the moves in it."""

from datetime import date, datetime, timedelta
from typing import Any
from urllib.parse import urlencode

from django.contrib import messages
from django.core import signing
from django.core.exceptions import PermissionDenied
from django.http import HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from beffroi.access.clock import written
from beffroi.access.dates import dated
from beffroi.access.desk import DeskRequest, allowed, allowed_somewhere
from beffroi.directory.rights import may_on
from beffroi.engines.times.span import VIEWS, Span
from beffroi.journal.moves import NotAllowed
from beffroi.publishing.forms.moves import MoveForm
from beffroi.publishing.models import Draft
from beffroi.publishing.models.calendar import MOST, calendar_of
from beffroi.publishing.models.windows import windows_for
from beffroi.publishing.views.decisions import draft_of

SALT = "calendar.undo"
INSTANT = timedelta(microseconds=1)


@allowed("see")
def calendar(request: DeskRequest) -> HttpResponse:
    """What leaves when, what blocks when, what waits without a date."""
    span = span_of(request.GET, today=timezone.localdate())
    context = {
        "calendar": calendar_of(request.organisation, span, may=request.membership.may),
        "span": span,
        "today": timezone.localdate(),
        "views": {"month": _("Month"), "week": _("Week"), "list": _("List")},
        "most": MOST,
        "moved": _undoable(request),
        "may_plan": request.membership.may_somewhere("draft"),
    }
    return render(request, "publishing/calendar.html", context)


def span_of(asked: QueryDict, *, today: date) -> Span:
    return Span.asked(asked.get("view", ""), asked.get("date", ""), today=today)


@allowed_somewhere("draft")
def moves(request: DeskRequest, pk: int) -> HttpResponse:
    """The form that gives a draft another time; the mouse and the keys of the calendar post it too."""
    draft, now = draft_of(request, pk), timezone.now()
    if request.method != "POST":
        return _ask(request, draft, MoveForm(draft, initial={"at": _proposed(request, draft)}, now=now))
    form = MoveForm(draft, request.POST, now=now)
    if not form.is_valid():
        return _ask(request, draft, form, status=422)
    before = draft.leave_at
    try:
        draft.reschedule(form.cleaned_data["at"], by=request.user, now=now)
    except PermissionDenied as refused:
        return _ask(request, draft, form, status=403, why_not=str(refused))
    except NotAllowed:
        return _ask(request, draft, form, status=409, why_not=_too_late(draft))
    _warn(request, draft)
    return redirect(_back(request, draft, before))


def _too_late(draft: Draft) -> str:
    if draft.state == "discarded":
        return _("This draft is discarded: it has no time any more.")
    if draft.publications.exclude(state__in=["queued", "missed", "withdrawn"]).exists():
        return _("Part of it has left, or is leaving now: it can no longer be moved.")
    return _("What is approved keeps a time: choose another one, or take the draft back.")


def _ask(request: DeskRequest, draft: Draft, form: MoveForm, *, status: int = 200, why_not: str = "") -> HttpResponse:
    asked = request.POST if request.method == "POST" else request.GET
    if (
        not why_not
        and draft.state == "approved"
        and not may_on(request.user, "approve", draft.accounts.all(), draft.organisation)
    ):
        why_not = _("It is approved: somebody who may approve has to move it.")
    context = {"draft": draft, "form": form, "why_not": why_not, "view": _view(asked), "version": draft.latest}
    return render(request, "publishing/move.html", context, status=status)


def _proposed(request: DeskRequest, draft: Draft) -> datetime | str | None:
    """The day on which it was dropped, at the time it has; else its time as it is."""
    try:
        day = date.fromisoformat(request.GET.get("day", ""))
    except ValueError:
        return draft.leave_at
    wall = f"{timezone.localtime(draft.leave_at):%H:%M}" if draft.leave_at else "10:00"
    return f"{day.isoformat()}T{wall}"


def _warn(request: DeskRequest, draft: Draft) -> None:
    """A window does not keep a draft from being planned there: it will keep it from leaving."""
    if draft.leave_at is None:
        return
    at, accounts = draft.leave_at, draft.accounts.select_related("organisation")
    found = {window.name: window for each in accounts for window in windows_for(each, at, at + INSTANT)}
    for window in found.values():
        words = (
            _("Careful: %(name)s. It will not leave then.") if window.effect == "blocks" else _("Careful: %(name)s.")
        )
        messages.warning(request, words % {"name": window.name})


def _back(request: DeskRequest, draft: Draft, before: datetime | None) -> str:
    """To the day where it stands now, with what is needed to take the move back."""
    day = timezone.localtime(draft.leave_at or before or timezone.now()).date()
    undo = signing.dumps([draft.pk, _said(before), _said(draft.leave_at)], salt=SALT)
    asked = {"view": _view(request.POST), "date": day.isoformat(), "undo": undo}
    return f"{reverse('calendar')}?{urlencode(asked)}#entry-{draft.pk}"


def _undoable(request: DeskRequest) -> dict[str, Any] | None:
    """The move that was just made, as long as the draft still stands where it put it."""
    try:
        pk, before, after = signing.loads(request.GET.get("undo", ""), salt=SALT)
    except (signing.BadSignature, ValueError):
        return None
    draft = Draft.objects.filter(organisation=request.organisation, pk=pk).only("leave_at").first()
    if draft is None or _said(draft.leave_at) != after:
        return None
    was = datetime.fromisoformat(before) if before else None
    return {
        "pk": pk,
        "to": dated(timezone.localtime(draft.leave_at), _("l j F, H:i")) if draft.leave_at else "",
        "wall": written(was, timezone.get_current_timezone()) if was else "",
        "can": was is None or was > timezone.now(),
    }


def _said(at: datetime | None) -> str:
    return at.isoformat() if at else ""


def _view(asked: QueryDict) -> str:
    return asked.get("view", "") if asked.get("view") in VIEWS else "month"
