"""The playbook of an account that was taken: what to do, whom to call, and whether it reads right again."""

from collections.abc import Mapping
from datetime import timedelta
from pathlib import Path
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from beffroi.access.desk import DeskRequest, allowed, allowed_somewhere
from beffroi.access.models import Membership
from beffroi.archive.models import Counters
from beffroi.chronicle.reports.pdf import pdf
from beffroi.directory.models import Account, KeyHolder
from beffroi.guard.complaint import complaint as file_of
from beffroi.guard.models import PlaybookRun
from beffroi.guard.models.surface import NAMES as SURFACES
from beffroi.guard.steps import BY_KEY, NAMES, STEPS, WAYS, places
from beffroi.journal.moves import NotAllowed

TEMPLATE = Path(__file__).resolve().parents[1] / "complaint.typ"


@allowed("see")
def playbook(request: DeskRequest, pk: int) -> HttpResponse:
    return _page(request, _run(request, pk))


def _page(request: DeskRequest, run: PlaybookRun, *, status: int = 200, **more: Any) -> HttpResponse:
    others = Account.objects.of(request.organisation).speaking().exclude(pk=run.account_id)
    context = {
        "run": run,
        "account": run.account,
        "steps": _steps(run),
        "done": run.ticks.count(),
        "calls": _calls(run),
        "surfaces": run.surfaces.select_related("seen_by").order_by("pk"),
        "ways": [(key, _(said)) for key, said in WAYS.items()],
        "way": _(WAYS[run.way]) if run.way else "",
        "followers": _followers(run),
        "freeze": run.account.freeze_now,
        "may_judge": run.account.lets(request.user, "judge alarms"),
        "may_draft": request.membership.may("draft"),
        "others": others.exists(),
        "error": "",
        **more,
    }
    return render(request, "guard/playbook.html", context, status=status)


def _steps(run: PlaybookRun) -> list[Mapping[str, Any]]:
    ticks = {tick.step: tick for tick in run.ticks.select_related("by")}
    first = next((each.key for each in STEPS if each.key not in ticks), "")
    return [
        {
            "key": each.key,
            "title": _(each.title),
            "text": _(each.text),
            "places": [(NAMES[place.key], place) for place in places(run.account, each)],
            "tick": ticks.get(each.key),
            "is_next": each.key == first,
        }
        for each in STEPS
    ]


def _calls(run: PlaybookRun) -> list[tuple[str, str, Any]]:
    """Whom to call, in this order: who holds the account, who can recover it, who owns the organisation here."""
    holder = KeyHolder.objects.at(run.account)
    calls = holder.to_call if holder else []
    known = {name.casefold() for name, _telephone, _keeps in calls}
    owners = Membership.objects.filter(organisation=run.account.organisation, role="owner", user__is_active=True)
    names = [owner.user.name for owner in owners.select_related("user").order_by("pk")]
    return [
        *calls,
        *((name, "", _("owner of your organisation here")) for name in names if name.casefold() not in known),
    ]


def _followers(run: PlaybookRun) -> dict[str, int | None]:
    """Before the alarm and at the last reading; None where the network does not say."""
    before = Counters.last_before(run.account, run.alarm.raised_at - timedelta(minutes=1))
    latest = Counters.last_before(run.account, timezone.now())
    had, has = (before.followers if before else None), (latest.followers if latest else None)
    return {"before": had, "now": has, "lost": had - has if had is not None and has is not None else None}


@require_POST
@allowed_somewhere("judge alarms")
def step(request: DeskRequest, pk: int) -> HttpResponse:
    """A step was done, or was not after all."""
    run, key = _run(request, pk), request.POST.get("step", "")
    if key not in BY_KEY:
        messages.warning(request, _("There is no such step; nothing was changed."))
        return redirect("playbook", pk=pk)
    act = run.untick if request.POST.get("undo") else run.tick
    try:
        act(key, by=request.user, now=timezone.now())
    except NotAllowed:
        messages.warning(request, _("The playbook is closed; nothing was changed."))
    return redirect("playbook", pk=pk)


@require_POST
@allowed_somewhere("judge alarms")
def surface(request: DeskRequest, pk: int) -> HttpResponse:
    """A person looked where Beffroi cannot; or wants it read again now."""
    run, now = _run(request, pk), timezone.now()
    which = run.surfaces.filter(surface=request.POST.get("surface", "")).first()
    if which is None:
        messages.warning(request, _("There is no such place; nothing was changed."))
        return redirect("playbook", pk=pk)
    which.run = run
    try:
        if request.POST.get("act") == "seen":
            which.confirm(by=request.user, now=now)
            messages.success(request, _("Noted: you looked, and it is right."))
        else:
            which.ask_again(now=now)
            messages.info(request, _("It is being read: %(place)s.") % {"place": _(SURFACES[which.surface])})
    except NotAllowed:
        messages.warning(request, _("The playbook is closed; nothing was changed."))
    return redirect("playbook", pk=pk)


@require_POST
@allowed_somewhere("judge alarms")
def way(request: DeskRequest, pk: int) -> HttpResponse:
    """What is to become of the account."""
    run, chosen = _run(request, pk), request.POST.get("way", "")
    if chosen not in WAYS:
        messages.warning(request, _("Choose one of the three; nothing was changed."))
        return redirect("playbook", pk=pk)
    try:
        run.choose(chosen, by=request.user, now=timezone.now())
    except NotAllowed:
        messages.warning(request, _("The playbook is closed; nothing was changed."))
    else:
        messages.success(request, _("Noted: %(way)s.") % {"way": _(WAYS[chosen])})
    return redirect("playbook", pk=pk)


@require_POST
@allowed_somewhere("judge alarms")
def closing(request: DeskRequest, pk: int) -> HttpResponse:
    """The account is ours again. Where not all of it reads right, a person says why it is closed all the same."""
    run, despite = _run(request, pk), request.POST.get("despite", "")[:2000]
    if run.closed_at is not None:
        messages.warning(request, _("The playbook is closed; nothing was changed."))
        return redirect("playbook", pk=pk)
    try:
        run.finish(by=request.user, now=timezone.now(), despite=despite)
    except NotAllowed:
        error = _("Not all of it reads right yet. Wait until it does, or write why you close it all the same.")
        return _page(request, _run(request, pk), status=422, error=error)
    messages.success(request, _("Noted: the account is back in your hands."))
    return redirect("playbook", pk=pk)


@allowed("see")
def complaint(request: DeskRequest, pk: int) -> HttpResponse:
    run = _run(request, pk)
    return render(request, "guard/complaint.html", {"run": run, "file": file_of(run, now=timezone.now())})


@allowed("see")
def complaint_pdf(request: DeskRequest, pk: int) -> HttpResponse:
    run, now = _run(request, pk), timezone.now()
    answer = HttpResponse(pdf(file_of(run, now=now), now=now, template=TEMPLATE), content_type="application/pdf")
    answer["Content-Disposition"] = f'attachment; filename="complaint-{pk}.pdf"'
    return answer


def _run(request: DeskRequest, pk: int) -> PlaybookRun:
    return get_object_or_404(PlaybookRun.objects.of(request.organisation), pk=pk)
