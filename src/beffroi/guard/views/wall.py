"""Is every account ours tonight? All accounts of the organisation, those that need somebody first."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from django.contrib import messages
from django.db import models
from django.db.models import Case, Exists, Max, OuterRef, Q, Value, When
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_POST

from beffroi.access.desk import DeskRequest, allowed
from beffroi.access.models import Organisation
from beffroi.archive.models import ProfileSnapshot
from beffroi.directory.models import Account
from beffroi.guard.models import Alarm, Baseline, ProfilePoll
from beffroi.guard.promises import audits, broken_promises, in_all
from beffroi.work.few import Few
from beffroi.work.paging import Page, page

FIRST = ("rank", "pk")
VIEWS = {
    "all": _("All accounts"),
    "alarm": _("In alarm"),
    "lost": _("Access lost"),
    "doubt": _("Register to correct"),
    "unread": _("Cannot be read now"),
}
IN_ALARM = Exists(Alarm.objects.standing().filter(account=OuterRef("pk")))
IN_DOUBT = Exists(ProfilePoll.objects.filter(account=OuterRef("pk")).exclude(doubt={}))
UNREAD = Exists(ProfilePoll.objects.filter(account=OuterRef("pk")).exclude(trouble={}))
SHOWN = {
    "all": Q(),
    "alarm": Q(IN_ALARM),
    "lost": Q(connection__lost_at__isnull=False),
    "doubt": Q(IN_DOUBT),
    "unread": Q(UNREAD),
}


@dataclass(frozen=True, slots=True)
class Wanted:
    """Which accounts the wall shows, as its address says."""

    show: str = "all"
    q: str = ""

    @classmethod
    def read(cls, given: Mapping[str, str]) -> "Wanted":
        """What cannot be is left out: an old link still shows a wall."""
        show = given.get("show", "")
        return cls(show if show in VIEWS else "all", given.get("q", "").strip().removeprefix("@")[:200])

    def link(self, show: str) -> str:
        said = {"show": "" if show == "all" else show, "q": self.q}
        return urlencode({name: value for name, value in said.items() if value})

    def accounts(self, organisation: Organisation) -> "models.QuerySet[Account]":
        """With `rank`: 0 for those in alarm, 1 for those whose access is lost, 2 for all others."""
        rows = Account.objects.of(organisation).filter(SHOWN[self.show])
        for word in self.q.split():
            rows = rows.filter(Q(handle__icontains=word) | Q(name__icontains=word))
        lost = When(connection__lost_at__isnull=False, then=Value(1))
        return rows.annotate(rank=Case(When(IN_ALARM, then=Value(0)), lost, default=Value(2)))


@allowed("see")
def guard(request: DeskRequest) -> HttpResponse:
    """The wall of accounts: those in alarm first."""
    wanted, organisation = Wanted.read(request.GET), request.organisation
    rows = page(wanted.accounts(organisation), request.GET.get("after", ""), by=FIRST)
    counted = _figures(organisation)
    context = {
        "cards": _cards(rows),
        "page": rows,
        "keep": wanted.link(wanted.show),
        "wanted": wanted,
        "has_accounts": counted["all"] > 0,
        "views": [
            {"show": show, "name": name, "link": wanted.link(show), "number": counted[show]}
            for show, name in VIEWS.items()
            if show in ("all", "alarm", wanted.show) or counted[show]
        ],
        "broken": promises_of(organisation)["broken"],
    }
    return render(request, "guard/guard.html", context)


@allowed("see")
def rates(request: DeskRequest) -> HttpResponse:
    """What each detector promises, and what people answered."""
    return render(request, "guard/rates.html", promises_of(request.organisation))


def promises_of(organisation: Organisation) -> dict[str, Any]:
    rows = audits(organisation, timezone.now())
    return {"audits": rows, "in_all": in_all(rows), "broken": list(broken_promises(rows))}


def _figures(organisation: Organisation) -> dict[str, int]:
    """How many accounts each view has, as far as anybody counts, in one query."""
    ours = Account.objects.filter(organisation=organisation)
    counts = [Few.of(ours.filter(condition)) for condition in SHOWN.values()]
    found = Organisation.objects.values_list(*counts).get(pk=organisation.pk)
    return {show: number or 0 for show, number in zip(SHOWN, found, strict=True)}


def _cards(rows: Page) -> list[dict[str, Any]]:
    accounts: list[Account] = list(rows.rows)
    raised = Alarm.objects.standing().filter(account__in=accounts).order_by("raised_at")
    standing = {alarm.account_id: alarm for alarm in raised}
    polls = {poll.account_id: poll for poll in ProfilePoll.objects.filter(account__in=accounts)}
    shown = {row.account_id: row for row in _latest(ProfileSnapshot.objects.all(), accounts)}
    signed = {row.account_id: row for row in _latest(Baseline.objects.select_related("signed_by"), accounts)}
    return [
        {
            "account": account,
            "alarm": standing.get(account.pk),
            "poll": polls.get(account.pk),
            "shown": shown.get(account.pk),
            "signed": signed.get(account.pk),
        }
        for account in accounts
    ]


def _latest(rows: "models.QuerySet[Any]", accounts: Iterable[Account]) -> "models.QuerySet[Any]":
    """The latest row of each account, in one query."""
    newest = rows.filter(account__in=accounts).order_by().values("account")
    return rows.filter(pk__in=newest.annotate(last=Max("pk")).values("last"))


@require_POST
@allowed("see")
def reading(request: DeskRequest, pk: int) -> HttpResponse:
    """Asks for a reading of the public profile now, not at the next round."""
    account = get_object_or_404(Account.objects.of(request.organisation), pk=pk)
    ProfilePoll.objects.update_or_create(account=account, defaults={"due_at": timezone.now()})
    messages.info(request, gettext("The profile of @%(handle)s is being read.") % {"handle": account.handle})
    return redirect("guard")
