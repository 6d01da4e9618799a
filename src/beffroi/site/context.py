"""What every page of the desk shows around its own matter."""

from typing import Any

from django.db.models import Subquery
from django.http import HttpRequest
from django.utils import timezone

from beffroi.access.models import Membership, Organisation
from beffroi.facts.models import Fact
from beffroi.guard.models import Alarm
from beffroi.inbox.models import Case
from beffroi.journal.models import Chain
from beffroi.listening.models import Alert
from beffroi.publishing.models import Draft, Stop
from beffroi.site.live import ticket
from beffroi.work.paging import Few


def desk(request: HttpRequest) -> dict[str, Any]:
    """The organisation, the ticket of the live stream, what waits in each room, and the stop in force."""
    membership = getattr(request, "membership", None)
    if membership is None:
        return {"organisation": None}
    seen = _seen_from_everywhere(membership)
    heard = seen.pop("heard") or 0
    return {
        "organisation": membership.organisation,
        "membership": membership,
        "live_ticket": ticket(membership, heard),
        "nav": seen,
        "stopped": {"at": seen.pop("stopped_at"), "reason": seen.pop("stopped_for")} if seen["stopped_at"] else None,
        "may_stop": membership.may("stop everything"),
    }


def _seen_from_everywhere(membership: Membership) -> dict[str, Any]:
    """What waits in each room, the stop in force and the end of the journal, all of it in one query."""
    organisation = membership.organisation
    counts = {
        "guard": Few.of(Alarm.objects.of(organisation).standing()),
        "facts": Few.of(Fact.objects.filter(organisation=organisation).for_a_word(timezone.now())),
        "inbox": Few.of(Case.objects.filter(organisation=organisation).waiting().awake()),
        "listening": Few.of(Alert.objects.of(organisation).open()),
        "drafts": Few.of(Draft.objects.filter(organisation=organisation).waiting_for(membership.user)),
    }
    stop = Stop.objects.filter(organisation=organisation.pk, lifted_at=None)
    told = {
        **counts,
        "stopped_at": Subquery(stop.values("at")[:1]),
        "stopped_for": Subquery(stop.values("reason")[:1]),
        "heard": Subquery(Chain.objects.filter(organisation=organisation.pk).values("number")[:1]),
    }
    found = Organisation.objects.values_list(*told.values()).get(pk=organisation.pk)
    return dict(zip(told, found, strict=True))
