"""What every page of the desk shows around its own matter."""

from datetime import datetime
from typing import Any

from django.db.models import QuerySet, Subquery
from django.http import HttpRequest
from django.utils import timezone

from beffroi.access.models import Membership, Organisation, User
from beffroi.facts.models import Fact
from beffroi.guard.models import Alarm
from beffroi.inbox.models import Case
from beffroi.journal.models import Chain
from beffroi.listening.models import Alert
from beffroi.publishing.models import Draft, Stop
from beffroi.site.live import ticket
from beffroi.work.few import Few
from beffroi.work.prepared import Prepared


def desk(request: HttpRequest) -> dict[str, Any]:
    """The organisation, the ticket of the live stream, what waits in each room, and the stop in force."""
    membership = getattr(request, "membership", None)
    if membership is None:
        return {"organisation": None}
    seen = dict(getattr(request, "seen_already", None) or _seen_from_everywhere(membership))
    heard, stop = seen.pop("heard") or 0, seen.pop("stop")
    return {
        "organisation": membership.organisation,
        "membership": membership,
        "live_ticket": ticket(membership, heard),
        "nav": seen,
        "stopped": Stop.objects.filter(pk=stop).values("at", "reason").first() if stop else None,
        "may_stop": membership.may("stop everything"),
    }


def _seen_from_everywhere(membership: Membership) -> dict[str, Any]:
    """What waits in each room, the stop in force and the end of the journal, all of it in one query."""
    found = EVERYWHERE.row(membership.organisation_id, membership.user_id, timezone.now())
    return dict(zip(ROOMS, found, strict=True))


def _everywhere(organisation: int, user: int, now: datetime) -> "QuerySet[Organisation, tuple[int | None, ...]]":
    return Organisation.objects.filter(pk=organisation).values_list(*waiting(organisation, user, now))


def waiting(organisation: int, user: int, now: datetime) -> list[Subquery]:
    """What waits, in the order of ROOMS, as columns of the organisation with these keys and of this reader."""
    ours, reader = Organisation(pk=organisation), User(pk=user)
    return [
        Few.of(Alarm.objects.of(ours).standing()),
        Few.of(Fact.objects.filter(organisation=ours).for_a_word(now)),
        Few.of(Case.objects.filter(organisation=ours).waiting().awake()),
        Few.of(Alert.objects.of(ours).open()),
        Few.of(Draft.objects.filter(organisation=ours).waiting_for(reader)),
        Subquery(Stop.objects.filter(organisation=ours, lifted_at=None).values("pk")[:1]),
        Subquery(Chain.objects.filter(organisation=organisation).values("number")[:1]),
    ]


ROOMS = ("guard", "facts", "inbox", "listening", "drafts", "stop", "heard")
EVERYWHERE = Prepared(_everywhere, int, int, datetime)
