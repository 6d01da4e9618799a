"""What is done with a case from the desk, or with many at once; and taking it back."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django import forms
from django.contrib import messages
from django.db.models import Q
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST

from beffroi.access.clock import WallClockField
from beffroi.access.desk import DeskRequest, allowed_somewhere
from beffroi.access.models import Team
from beffroi.access.numbers import number_in, numbers_in
from beffroi.directory.rights import accounts_on_which
from beffroi.inbox.models import Act, Case, Label
from beffroi.inbox.models.case import PRIORITIES
from beffroi.inbox.moments import UNTIL, until

MOST = 200  # cases of one press: more than a page shows


class Unclear(Exception):
    """The press did not say what was to be put; its text tells the person."""


@dataclass(frozen=True, slots=True)
class Press:
    kind: str
    value: Any
    about: int = 0


@require_POST
@allowed_somewhere("answer")
def acts(request: DeskRequest) -> HttpResponse:
    now = timezone.now()
    asked = numbers_in(request.POST.getlist("case"))[:MOST]
    found = Case.objects.of(request.organisation).select_related("organisation").filter(pk__in=asked)
    mine = accounts_on_which(request.user, "answer", request.organisation)
    in_house = Q(account=None) if request.user.may("answer", request.organisation) else Q(pk=None)
    cases = list(found.filter(Q(account__in=mine) | in_house))  # what is not theirs to answer stays as it is
    try:
        if not cases:
            raise Unclear(_("Nothing was done: choose at least one case."))
        press = _PRESSES.get(request.POST.get("act", ""), _unknown)(request, now)
    except Unclear as unclear:
        messages.warning(request, str(unclear))
        return redirect(back(request, picked=asked))
    done = Act.press(press.kind, cases, press.value, by=request.user, now=now, about=press.about)
    if done is None:
        messages.info(request, _("Nothing was to be done: it was so already."))
    return redirect(back(request))


@require_POST
@allowed_somewhere("answer")
def undoing(request: DeskRequest) -> HttpResponse:
    """Takes back the last thing that this person pressed."""
    last, now = Act.of(request.user, request.organisation, now=timezone.now()), timezone.now()
    if last is None:
        messages.info(request, _("There is nothing to take back any more."))
        return redirect(back(request))
    number = last.undo(now=now)
    said = ngettext("Taken back in %(n)s case.", "Taken back in %(n)s cases.", number) % {"n": number}
    left = len(last.changes) - number
    if left:
        said += " " + ngettext(
            "%(n)s case was changed since and stays as it is.",
            "%(n)s cases were changed since and stay as they are.",
            left,
        ) % {"n": left}
    messages.success(request, said)
    return redirect(back(request))


def back(request: DeskRequest, *, picked: list[int] | None = None) -> str:
    """Where the press came from, with what was chosen there."""
    there = request.POST.get("back", "")
    if not there.startswith("/") or not url_has_allowed_host_and_scheme(there, allowed_hosts=None):
        there = reverse("inbox")
    if not picked:
        return there
    return f"{there}{'&' if '?' in there else '?'}picked={','.join(map(str, picked))}"


def _to_me(request: DeskRequest, now: datetime) -> Press:
    return Press("assign", request.user.pk)


def _assign(request: DeskRequest, now: datetime) -> Press:
    to = request.POST.get("to", "")
    if to == "nobody":
        return Press("assign", None)
    if to not in {str(person.pk) for person in request.organisation.members(may="answer")}:
        raise Unclear(_("Nothing was done: choose to whom."))
    return Press("assign", int(to))


def _hand(request: DeskRequest, now: datetime) -> Press:
    given = request.POST.get("team", "")
    if not given:
        return Press("hand", None)
    team = number_in(given)
    if not Team.objects.filter(pk=team, organisation=request.organisation).exists():
        raise Unclear(_("Nothing was done: choose a service."))
    return Press("hand", team)


def _prioritise(request: DeskRequest, now: datetime) -> Press:
    if (priority := request.POST.get("priority", "")) not in PRIORITIES:
        raise Unclear(_("Nothing was done: choose a priority."))
    return Press("prioritise", priority)


def _snooze(request: DeskRequest, now: datetime) -> Press:
    if wall := request.POST.get("until_at", "").strip():
        try:
            at = WallClockField().clean(f"{wall} first")  # of two equal times: nobody waits an hour too long
        except forms.ValidationError as error:
            raise Unclear(" ".join(error.messages)) from error
        if at <= now:
            raise Unclear(_("Nothing was done: this moment is past."))
        return Press("snooze", at.isoformat())
    if (which := request.POST.get("until", "")) not in UNTIL:
        raise Unclear(_("Nothing was done: choose until when."))
    return Press("snooze", until(which, request.organisation.tz, now).isoformat())


def _wake(request: DeskRequest, now: datetime) -> Press:
    return Press("snooze", None)


def _label(request: DeskRequest, now: datetime) -> Press:
    return Press("label", True, _chosen_label(request))


def _unlabel(request: DeskRequest, now: datetime) -> Press:
    return Press("label", False, _chosen_label(request))


def _chosen_label(request: DeskRequest) -> int:
    label = number_in(request.POST.get("label", ""))
    if not Label.objects.filter(pk=label, organisation=request.organisation).exists():
        raise Unclear(_("Nothing was done: choose a label."))
    return label


def _close(request: DeskRequest, now: datetime) -> Press:
    return Press("close", True)


def _reopen(request: DeskRequest, now: datetime) -> Press:
    return Press("close", False)


def _unknown(request: DeskRequest, now: datetime) -> Press:
    raise Unclear(_("Nothing was done: choose what is to be done."))


_PRESSES: dict[str, Callable[[DeskRequest, datetime], Press]] = {
    "to-me": _to_me,
    "assign": _assign,
    "hand": _hand,
    "prioritise": _prioritise,
    "snooze": _snooze,
    "wake": _wake,
    "label": _label,
    "unlabel": _unlabel,
    "close": _close,
    "reopen": _reopen,
}
