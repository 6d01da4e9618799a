"""The registered identity of one account: read, corrected and signed."""

from collections.abc import Iterator
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from beffroi.access.desk import DeskRequest, allowed, allowed_somewhere
from beffroi.archive.models import ProfileSnapshot
from beffroi.directory.models import Account
from beffroi.guard.forms import IdentityForm
from beffroi.guard.models import Baseline, ProfilePoll, Stale
from beffroi.guard.pace import Pace
from beffroi.guard.signing import sign

VERSIONS = 50  # the newest


@allowed("see")
def identity(request: DeskRequest, pk: int) -> HttpResponse:
    account = _account(request, pk)
    baseline = Baseline.of(account)
    return _page(request, account, baseline, IdentityForm(baseline))


@require_POST
@allowed_somewhere("judge alarms")
def signing(request: DeskRequest, pk: int) -> HttpResponse:
    """A new version, signed by whoever presses; a form that cannot be read comes back as it was typed."""
    account = _account(request, pk)
    baseline = Baseline.of(account)
    form = IdentityForm(baseline, request.POST)
    if form.is_valid():
        keeps = form.cleaned_data["keeps_picture"]
        try:
            is_whole = sign(baseline, keeps_picture=keeps, by=request.user, now=timezone.now(), **form.wishes())
        except Stale:
            form.stale()
        else:
            if not is_whole:
                messages.warning(request, _("The picture could not be read now; the rest was signed."))
            messages.success(request, _("Signed. From now on the account is compared with this."))
            return redirect("identity", pk=pk)
    return _page(request, account, baseline, form)


def _account(request: DeskRequest, pk: int) -> Account:
    ours = Account.objects.of(request.organisation).select_related("organisation", "added_by", "connection")
    return get_object_or_404(ours, pk=pk)


def _page(request: DeskRequest, account: Account, baseline: Baseline, form: IdentityForm) -> HttpResponse:
    poll = ProfilePoll.objects.filter(account=account).first()
    pace = Pace.of(account)
    context = {
        "account": account,
        "baseline": baseline,
        "form": form,
        "shown": ProfileSnapshot.latest_of(account),
        "doubt": poll.doubt if poll else {},
        "pace": pace,
        "spent": pace.spent(poll, timezone.now()) if poll else 0,
        "versions": list(_versions(account)),
        "may_sign": account.lets(request.user, "judge alarms"),
    }
    return render(request, "guard/identity.html", context, status=422 if form.errors else 200)


def _versions(account: Account) -> Iterator[dict[str, Any]]:
    """The versions, the newest first, each with what differs from the one before."""
    rows = list(Baseline.objects.latest_of(account).select_related("signed_by")[: VERSIONS + 1])
    for row, before in zip(rows[:VERSIONS], [*rows[1:], None], strict=False):
        differences = before and [
            {"label": label, "before": _told(then), "after": _told(now)}
            for _field, label, then, now in row.differences(before)
        ]
        yield {"row": row, "is_first": before is None, "differences": differences or []}


def _told(value: Any) -> str:
    match value:
        case True:
            return _("yes")
        case False:
            return _("no")
        case None | "" | []:
            return "—"
        case list():
            return ", ".join(map(str, value))
    return str(value)
