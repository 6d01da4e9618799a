"""The next recurring slot at which nothing leaves yet."""

from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import Any

from django.db.models import DateTimeField, PositiveSmallIntegerField, QuerySet, TimeField, Value

from beffroi.access.models import Organisation
from beffroi.directory.models import Account
from beffroi.engines.times.slots import AHEAD
from beffroi.engines.times.slots import next_free as first_free
from beffroi.publishing.models.draft import Draft
from beffroi.publishing.models.planning import Slot
from beffroi.publishing.models.publication import Publication

NO_DAY, NO_TIME = Value(None, PositiveSmallIntegerField()), Value(None, TimeField())
NO_MOMENT = Value(None, DateTimeField())


def next_free(
    organisation: Organisation, accounts: Iterable[Account], now: datetime, *, besides: Draft | None = None
) -> datetime | None:
    """The next slot that no other draft or post takes on any of `accounts` (none named: on any of all); None when the
    organisation has no slot, or none free in eight weeks. `besides` is the draft that looks for a place. One query."""
    slots: QuerySet[Any, Any] = Slot.objects.filter(organisation=organisation).order_by()
    taken = _taken(organisation, list(accounts), now, besides)
    rows = list(slots.values_list("weekday", "time", NO_MOMENT).union(*taken))
    weekly = [(weekday, at) for weekday, at, _moment in rows if at is not None]
    moments = {moment for _weekday, _at, moment in rows if moment is not None}
    return first_free(weekly, organisation.tz, now, taken=moments)


def _taken(
    organisation: Organisation, accounts: list[Account], now: datetime, besides: Draft | None
) -> list[QuerySet[Any, Any]]:
    soon = {"leave_at__gt": now, "leave_at__lt": now + timedelta(days=AHEAD + 1)}
    drafts = Draft.objects.filter(organisation=organisation, **soon).exclude(state="discarded")
    waiting = Publication.objects.filter(draft__organisation=organisation, state__in=["queued", "sending"], **soon)
    if besides is not None:
        drafts, waiting = drafts.exclude(pk=besides.pk), waiting.exclude(draft=besides)
    if accounts:
        drafts, waiting = drafts.filter(accounts__in=accounts), waiting.filter(account__in=accounts)
    return [rows.order_by().values_list(NO_DAY, NO_TIME, "leave_at") for rows in (drafts, waiting)]
