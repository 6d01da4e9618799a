"""An account of ours is in somebody else's hands: the statement that is proposed, on the others."""

from datetime import datetime

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.timezone import localtime
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from beffroi.access.desk import DeskRequest, allowed
from beffroi.access.models import Organisation, User
from beffroi.chronicle.models import Incident
from beffroi.directory.models import Account
from beffroi.publishing.models import Draft


@require_POST
@allowed("draft")
def incident_statement(request: DeskRequest, pk: int) -> HttpResponse:
    """Begins a statement in words to be changed, on every other account that may speak; agreed like any other draft."""
    incident = taken_incident(request, pk)
    account, others = incident.account, others_than(incident.account, request.organisation)
    if account is None or not others:
        messages.warning(request, _("You have no other account here that may speak: tell people on your site."))
        return redirect("incident", pk=pk)
    draft, new = begin_statement(account, incident, others, by=request.user, now=timezone.now())
    if new:
        messages.info(request, _("A proposal: read it, change it, and submit it. It leaves once it is approved."))
    return redirect("draft_edit", pk=draft.pk)


def taken_incident(request: DeskRequest, pk: int) -> Incident:
    mine = Incident.objects.of(request.organisation).filter(kind="alarm", account__isnull=False)
    return get_object_or_404(mine, pk=pk)


def others_than(account: Account | None, organisation: Organisation) -> list[Account]:
    """Those that may speak of it."""
    speaking = Account.objects.of(organisation).speaking()
    return list(speaking.exclude(pk=account.pk) if account else speaking)


def begin_statement(
    account: Account, incident: Incident, others: list[Account], *, by: User, now: datetime
) -> tuple[Draft, bool]:
    """The draft, and whether it is new: pressed twice there is one."""
    text = _words(account, incident.started_at)
    return Draft.begin_once(organisation=incident.organisation, by=by, accounts=others, text=text, now=now)


def _words(account: Account, since: datetime) -> str:
    """What is certain, and nothing more: since when, and what people should do. Other words once it may speak again."""
    said = {
        "handle": account.handle,
        "network": account.network_name,
        "time": date_format(localtime(since), "j F, H:i"),
    }
    if account.freeze_now is None:
        back = _("Our account @%(handle)s on %(network)s is back in our hands. What it said since %(time)s was not us.")
        return back % said
    gone = _(
        "Our account @%(handle)s on %(network)s has not been in our hands since %(time)s. What it says is not from us: "
        "do not answer it and open none of its links. We are at work on it and will tell you here."
    )
    return gone % said
