"""Reads the ledger for each program that is called, with a place of its own, and writes the calls."""

from datetime import datetime
from typing import Any

from django.conf import settings
from django.db import transaction
from django.utils.translation import override

from beffroi.journal.models import Event
from beffroi.journal.sentences import translated
from beffroi.notify.models import WebhookDelivery, WebhookEndpoint
from beffroi.notify.offered import BY_VERB, TEST, Offer
from beffroi.notify.telling import page_of

BATCH = 100  # events of one transaction


def read_for(endpoint: WebhookEndpoint, now: datetime) -> int:
    """Writes the calls of what happened since, in the transaction that moves the place; how many events."""
    with transaction.atomic():
        mine = (
            WebhookEndpoint.objects.select_for_update(no_key=True, of=("self",))
            .select_related("organisation")
            .get(pk=endpoint.pk)
        )
        if not mine.is_active:
            return 0
        after = Event.objects.filter(organisation=mine.organisation, number__gt=mine.number)
        events = list(after.order_by("number")[:BATCH])
        for event in events:
            offer = BY_VERB.get(event.verb)
            if offer is not None and offer.type in mine.events:
                WebhookDelivery.write(mine, type=offer.type, at=event.at, data=data_of(event, offer), now=now)
        if events:
            WebhookEndpoint.objects.filter(pk=mine.pk).update(number=events[-1].number)
    return len(events)


def write_test(endpoint: WebhookEndpoint, now: datetime) -> WebhookDelivery:
    """A call of which nothing has to be understood."""
    data = {"organisation": _organisation(endpoint), "link": page_of("webhook", endpoint.pk)}
    return WebhookDelivery.write(endpoint, type=TEST, at=now, data=data, now=now)


def data_of(event: Event, offer: Offer) -> dict[str, Any]:
    """What a call says of an event: which thing, where it stands, and the listed fields in the installation's
    language."""
    link = page_of(offer.one, event.subject_id) if offer.one else page_of(offer.page)
    with override(settings.LANGUAGE_CODE):
        said = {name: _plain(event.detail[name]) for name in offer.fields if name in event.detail}
    return {
        "organisation": {"id": event.organisation_id, "name": event.organisation.name},
        "number": event.number,
        "event": event.verb,
        "kind": event.subject_kind,
        "id": event.subject_id,
        "link": link,
        **said,
    }


def _organisation(endpoint: WebhookEndpoint) -> dict[str, Any]:
    return {"id": endpoint.organisation_id, "name": endpoint.organisation.name}


def _plain(value: Any) -> Any:
    return translated(value) if isinstance(value, dict) else value
