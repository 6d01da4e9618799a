"""One alarm, and what a person says of it."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_POST

from beffroi.access.desk import DeskRequest, allowed, allowed_somewhere
from beffroi.engines.takeover.rates import DETECTORS
from beffroi.guard.models import Alarm, Baseline, PlaybookRun
from beffroi.guard.models.alarm import LATER, REGISTERED
from beffroi.guard.models.baseline import NOT_SENT
from beffroi.journal.moves import NotAllowed
from beffroi.journal.sentences import translated


@allowed("see")
def alarm(request: DeskRequest, pk: int) -> HttpResponse:
    chosen = _alarm(request, pk)
    freeze = chosen.account.freeze_now
    context = {
        "alarm": chosen,
        "headline": chosen.headline,
        "sentence": translated(chosen.sentence),
        "signs": [translated(sign) for sign in chosen.signs],
        "detector": DETECTORS.get(chosen.detector),
        "baseline": chosen.baseline if getattr(chosen, "verdict", None) else Baseline.of(chosen.account),
        "asks_elsewhere": chosen.detector == NOT_SENT,
        "freeze": freeze,
        "verdict": getattr(chosen, "verdict", None),
        "run": PlaybookRun.objects.for_alarm(chosen),
        "may_judge": chosen.account.lets(request.user, "judge alarms"),
    }
    return render(request, "guard/alarm.html", context)


@require_POST
@allowed_somewhere("judge alarms")
def verdict(request: DeskRequest, pk: int) -> HttpResponse:
    chosen = _alarm(request, pk)
    ours = request.POST.get("verdict") == "ours"
    given = chosen.judge(
        ours=ours,
        by=request.user,
        now=timezone.now(),
        note=request.POST.get("note", "")[:2000],
        also_elsewhere=request.POST.get("elsewhere") == "on",
    )
    if given.ours and chosen.detector in REGISTERED:
        messages.success(
            request, _("Noted: it was you. What is shown is now registered, and the account may speak again.")
        )
    elif given.ours:
        messages.success(request, _("Noted: it was you. The account may speak."))
    else:
        messages.warning(request, gettext("Noted: it was not you. The steps below bring the account back."))
        if (run := PlaybookRun.objects.for_alarm(chosen)) is not None:
            return redirect("playbook", pk=run.pk)
    return redirect("alarm", pk=pk)


@require_POST
@allowed_somewhere("judge alarms")
def recovery(request: DeskRequest, pk: int) -> HttpResponse:
    """For an alarm that was judged before there were playbooks; else the playbook says when it is over."""
    chosen = _alarm(request, pk)
    if (run := PlaybookRun.objects.for_alarm(chosen)) is not None:
        return redirect("playbook", pk=run.pk)
    if (given := getattr(chosen, "verdict", None)) is not None:
        given.close(by=request.user, now=timezone.now())
        messages.success(request, gettext("Noted: the account is back in your hands."))
    return redirect("alarm", pk=pk)


@require_POST
@allowed_somewhere("judge alarms")
def later(request: DeskRequest, pk: int) -> HttpResponse:
    """Nobody can tell yet: the alarm rings again after the hours that were chosen."""
    chosen, now = _alarm(request, pk), timezone.now()
    hours = request.POST.get("hours", "")
    try:
        chosen.ask_later(until=now + (LATER.get(hours) or LATER["1"]), by=request.user, now=now)
    except NotAllowed:
        messages.info(request, gettext("Somebody has answered meanwhile."))
    else:
        messages.info(request, gettext("Noted. You will be asked again; what is frozen stays frozen."))
    return redirect("alarm", pk=pk)


def _alarm(request: DeskRequest, pk: int) -> Alarm:
    return get_object_or_404(Alarm.objects.of(request.organisation).select_related("account__organisation"), pk=pk)
