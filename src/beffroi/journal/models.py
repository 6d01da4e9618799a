"""Events, one chain per organisation: each carries the hash of the one before."""

import hashlib
import json
from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Any

from django.db import models, transaction

from beffroi.access.models import Organisation, User


class Chain(models.Model):
    """The end of an organisation's chain. Its row is the lock that puts the events of one organisation in order,
    so a reader that remembers the last `number` it saw never misses a late commit."""

    organisation = models.OneToOneField(Organisation, on_delete=models.PROTECT, related_name="+", primary_key=True)
    number = models.PositiveBigIntegerField(default=0)
    hash = models.CharField(max_length=64, default="")

    def __str__(self) -> str:
        return f"{self.organisation} · {self.number}"


class Event(models.Model):
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    number = models.PositiveBigIntegerField()
    at = models.DateTimeField()
    actor = models.ForeignKey(User, null=True, on_delete=models.PROTECT, related_name="+")
    verb = models.CharField(max_length=40)
    subject_kind = models.CharField(max_length=40)
    subject_id = models.CharField(max_length=40)
    detail = models.JSONField(default=dict)
    previous = models.CharField(max_length=64)
    hash = models.CharField(max_length=64)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["organisation", "number"], name="one_event_per_number")]
        indexes = [models.Index(fields=["organisation", "subject_kind", "subject_id"], name="event_by_subject")]

    def __str__(self) -> str:
        return f"{self.number} {self.verb}"

    def computed_hash(self) -> str:
        """sha256(previous hash + canonical JSON of the event), hexadecimal."""
        said = {
            "organisation": self.organisation_id,
            "number": self.number,
            "at": self.at.astimezone(UTC).isoformat(timespec="microseconds"),
            "actor": self.actor_id,
            "verb": self.verb,
            "subject": [self.subject_kind, self.subject_id],
            "detail": self.detail,
        }
        canonical = json.dumps(said, sort_keys=True, separators=(",", ":"), ensure_ascii=False)
        return hashlib.sha256((self.previous + canonical).encode()).hexdigest()


def record(
    verb: str,
    subject: models.Model,
    *,
    organisation: Organisation,
    now: datetime,
    actor: User | None = None,
    **detail: Any,
) -> Event:
    """Writes one act down, in the transaction of the act itself: both stand or neither does.

    `actor` is None for a machine's act. `detail` must be plain JSON and hold no secret.
    """
    with transaction.atomic():
        Chain.objects.get_or_create(organisation=organisation)
        chain = Chain.objects.select_for_update().get(organisation=organisation)
        event = Event(
            organisation=organisation,
            number=chain.number + 1,
            at=now,
            actor=actor,
            verb=verb,
            subject_kind=subject._meta.label_lower,
            subject_id=str(subject.pk),
            detail=detail,
            previous=chain.hash,
        )
        event.hash = event.computed_hash()
        event.save(force_insert=True)
        chain.number, chain.hash = event.number, event.hash
        chain.save()
    return event


def broken_links(organisation: Organisation) -> Iterator[Event]:
    """Events that no longer fit their chain; none in a ledger that nobody touched."""
    previous, number = "", 0
    for event in Event.objects.filter(organisation=organisation).order_by("number").iterator():
        number += 1
        if event.number != number or event.previous != previous or event.hash != event.computed_hash():
            yield event
        previous, number = event.hash, event.number


def is_cut_short(organisation: Organisation) -> bool:
    """Whether the last events are gone: what is left of a chain fits itself, but no longer reaches its end."""
    events = Event.objects.filter(organisation=organisation)
    last = models.Subquery(events.order_by("-number").values("hash")[:1])  # in one query: events go on being written
    chain = Chain.objects.filter(organisation=organisation).annotate(last=last).values_list("hash", "last").first()
    return events.exists() if chain is None else chain[0] != (chain[1] or "")
