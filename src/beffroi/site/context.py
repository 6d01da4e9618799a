"""What every page of the desk shows around its own matter."""

from typing import Any

from django.db.models import QuerySet
from django.http import HttpRequest

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
        "nav": {
            "guard": _few(Alarm.objects.of(organisation).standing()),
            "inbox": _few(Case.objects.filter(organisation=organisation).waiting()),
            "listening": _few(Alert.objects.of(organisation).open()),
            "drafts": _few(Draft.objects.filter(organisation=organisation).waiting_for(membership.user)),
        },
    }


def _few(rows: "QuerySet[Any]") -> int:
    return rows.order_by()[:MANY].count()
