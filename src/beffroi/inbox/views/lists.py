"""Whom must we answer first, and whose turn is it?"""

from dataclasses import replace
from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from beffroi.access.desk import DeskRequest, allowed
from beffroi.directory.models import Account
from beffroi.inbox.models import Act, BroughtIn, CaseLabel, ResponseTarget, Wave
from beffroi.inbox.views.shown import choices
from beffroi.inbox.views.told import told
from beffroi.inbox.wanted import DUE_FIRST, VIEWS, Wanted, figures
from beffroi.work.paging import page

WAVES = 20  # lines: the newest
NAMES = {
    "waiting": _("To answer"),
    "mine": _("Mine"),
    "service": _("My service"),
    "nobody": _("Nobody’s"),
    "snoozed": _("Set aside"),
    "answered": _("Answered"),
    "closed": _("Closed"),
    "past": _("Of the past"),
    "all": _("All"),
}
HEADS = {
    "waiting": _("Whoever has waited longest is first."),
    "mine": _("What was given to you. Whoever has waited longest is first."),
    "service": _("What was handed to the services at which you work. Whoever has waited longest is first."),
    "nobody": _("What nobody has taken and no service has. Whoever has waited longest is first."),
    "snoozed": _("They come back at their time, or when the citizen writes again."),
    "answered": _("It is the citizen’s turn. The newest first."),
    "closed": _("Nothing is owed any more. The newest first."),
    "past": _("What was brought in from before. Nothing is promised for it. The newest first."),
    "all": _("All cases, the newest first."),
}


@allowed("see")
def inbox(request: DeskRequest) -> HttpResponse:
    wanted, now = Wanted.read(request.GET), timezone.now()
    counted = figures(request.organisation, by=request.user)
    promised = ResponseTarget.objects.of(request.organisation).exists()
    order = wanted.sorts(promised=promised)
    cases = wanted.cases(request.organisation, by=request.user)
    rows = page(cases, request.GET.get("after", ""), by=list(order))
    folds = wanted.folds and rows.is_first
    _with_labels(rows.rows)
    BroughtIn.mark(rows.rows)
    has_past = BroughtIn.objects.of(request.organisation).exists()
    ours = Account.objects.filter(organisation=request.organisation)
    context = {
        "page": rows,
        "wanted": wanted,
        "keep": wanted.link(),
        "head": HEADS[wanted.show],
        "order": "due" if order == DUE_FIRST else "",
        "other": _other(wanted, promised=promised),
        "waves": list(Wave.objects.standing(request.organisation, now)[:WAVES]) if folds else [],
        "wave": _chosen_wave(request, wanted),
        "views": [
            {"show": show, "name": NAMES[show], "link": wanted.link(show=show), "number": counted.get(show)}
            for show in VIEWS
            if show != "past" or wanted.show == "past" or has_past
        ],
        "last_act": told(Act.of(request.user, request.organisation, now=now)),
        "picked": set(request.GET.get("picked", "").split(",")),
        "may_answer": request.membership.may_somewhere("answer"),
        "networks": ours.networks(),
        **choices(request),
    }
    return render(request, "inbox/inbox.html", context)


def _chosen_wave(request: DeskRequest, wanted: Wanted) -> Wave | None:
    """The wave whose cases are listed."""
    return Wave.objects.filter(organisation=request.organisation, pk=wanted.wave).first() if wanted.wave else None


def _other(wanted: Wanted, *, promised: bool) -> str:
    """The query of the same list in its other order; empty where there is none."""
    turned = replace(wanted, order="" if wanted.order else "waiting")
    return turned.link() or "show=waiting" if turned.sorts(promised=promised) != wanted.sorts(promised=promised) else ""


def _with_labels(rows: Any) -> None:
    """Each case with its labels, in one query for the page."""
    by_case: dict[int, list[str]] = {}
    for one in CaseLabel.objects.filter(case__in=[row.pk for row in rows]).select_related("label").order_by("label"):
        by_case.setdefault(one.case_id, []).append(one.label.name)
    for row in rows:
        row.label_names = by_case.get(row.pk, [])
