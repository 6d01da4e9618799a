"""What every page of the desk shows around its own matter."""

from typing import Any, Self

from django.db.models import IntegerField, QuerySet, Subquery
from django.http import HttpRequest

from beffroi.access.models import Membership, Organisation
from beffroi.guard.models import Alarm
from beffroi.inbox.models import Case
from beffroi.listening.models import Alert
from beffroi.publishing.models import Draft
from beffroi.site.live import ticket

MANY = 99  # nobody reads a larger number, and counting it would cost


def desk(request: HttpRequest) -> dict[str, Any]:
    """The organisation, the ticket of the live stream, and how much waits in each room."""
    membership = getattr(request, "membership", None)
    if membership is None:
        return {"organisation": None}
    organisation = membership.organisation
    return {
        "organisation": organisation,
        "membership": membership,
        "live_ticket": ticket(membership),
        "nav": _waiting(membership),
    }


def _waiting(membership: Membership) -> dict[str, int]:
    """What waits in each room, all of it in one query."""
    organisation = membership.organisation
    counts = {
        "guard": Few.of(Alarm.objects.of(organisation).standing()),
        "inbox": Few.of(Case.objects.filter(organisation=organisation).waiting()),
        "listening": Few.of(Alert.objects.of(organisation).open()),
        "drafts": Few.of(Draft.objects.filter(organisation=organisation).waiting_for(membership.user)),
    }
    found = Organisation.objects.values_list(*counts.values()).get(pk=organisation.pk)
    return dict(zip(counts, found, strict=True))


class Few(Subquery):
    """The number of rows of a query, as an expression."""

    template = "(SELECT COUNT(*) FROM (%(subquery)s) few)"
    output_field = IntegerField()

    @classmethod
    def of(cls, rows: "QuerySet[Any]") -> Self:
        return cls(rows.order_by().values("pk")[:MANY])
