"""Is every account ours tonight?"""

from django.contrib import messages
from django.db.models import Max
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_POST

from beffroi.access.desk import DeskRequest, allowed
from beffroi.archive.models import ProfileSnapshot
from beffroi.directory.models import Account
from beffroi.guard.models import Alarm, Baseline, PlaybookRun, ProfilePoll
from beffroi.journal.sentences import translated


@allowed("see")
def guard(request: DeskRequest) -> HttpResponse:
    """The wall of accounts: those in alarm first."""
    accounts = list(Account.objects.of(request.organisation))
    standing = {
        alarm.account_id: alarm for alarm in Alarm.objects.of(request.organisation).standing().order_by("raised_at")
    }
    polls = {poll.account_id: poll for poll in ProfilePoll.objects.filter(account__in=accounts)}
    shown = {snapshot.account_id: snapshot for snapshot in _latest_snapshots(accounts)}
    cards = [
        {
            "account": account,
            "alarm": standing.get(account.pk),
            "poll": polls.get(account.pk),
            "shown": shown.get(account.pk),
        }
        for account in accounts
    ]
    cards.sort(key=lambda card: card["alarm"] is None)
    return render(request, "guard/guard.html", {"cards": cards})


def _latest_snapshots(accounts: list[Account]) -> list[ProfileSnapshot]:
    """The latest snapshot of each account, in one query."""
    newest = ProfileSnapshot.objects.filter(account__in=accounts).order_by().values("account")
    return list(ProfileSnapshot.objects.filter(pk__in=newest.annotate(last=Max("pk")).values("last")))


@allowed("see")
def alarm(request: DeskRequest, pk: int) -> HttpResponse:
    chosen = _alarm(request, pk)
    freeze = chosen.account.freeze_now
    context = {
        "alarm": chosen,
        "headline": chosen.headline,
        "sentence": translated(chosen.sentence),
        "baseline": Baseline.of(chosen.account),
        "freeze": freeze,
        "freeze_reason": translated(freeze.reason) if freeze else "",
        "verdict": getattr(chosen, "verdict", None),
        "run": _run_for(chosen),
        "may_judge": request.membership.may("judge alarms"),
    }
    return render(request, "guard/alarm.html", context)


@require_POST
@allowed("judge alarms")
def verdict(request: DeskRequest, pk: int) -> HttpResponse:
    chosen = _alarm(request, pk)
    ours = request.POST.get("verdict") == "ours"
    given = chosen.judge(ours=ours, by=request.user, now=timezone.now(), note=request.POST.get("note", "")[:2000])
    if given.ours:
        messages.success(
            request, _("Noted: it was you. What is shown is now registered, and the account may speak again.")
        )
    else:
        messages.warning(request, gettext("Noted: it was not you. The steps below bring the account back."))
        if (run := _run_for(chosen)) is not None:
            return redirect("playbook", pk=run.pk)
    return redirect("alarm", pk=pk)


def _run_for(chosen: Alarm) -> PlaybookRun | None:
    """The playbook in which this alarm is dealt with: its own, or the open one of its account."""
    open_one = PlaybookRun.objects.open().filter(account=chosen.account_id).first()
    return chosen.runs.order_by("-pk").first() or open_one


@require_POST
@allowed("judge alarms")
def recovery(request: DeskRequest, pk: int) -> HttpResponse:
    """For an alarm that was judged before there were playbooks; else the playbook says when it is over."""
    chosen = _alarm(request, pk)
    if (run := _run_for(chosen)) is not None:
        return redirect("playbook", pk=run.pk)
    if (given := getattr(chosen, "verdict", None)) is not None:
        given.close(by=request.user, now=timezone.now())
        messages.success(request, gettext("Noted: the account is back in your hands."))
    return redirect("alarm", pk=pk)


@require_POST
@allowed("see")
def reading(request: DeskRequest, pk: int) -> HttpResponse:
    """Asks for a reading of the public profile now, not at the next round."""
    account = get_object_or_404(Account.objects.of(request.organisation), pk=pk)
    ProfilePoll.objects.update_or_create(account=account, defaults={"due_at": timezone.now()})
    messages.info(request, gettext("The profile of @%(handle)s is being read.") % {"handle": account.handle})
    return redirect("guard")


def _alarm(request: DeskRequest, pk: int) -> Alarm:
    return get_object_or_404(Alarm.objects.of(request.organisation).select_related("account__organisation"), pk=pk)
