"""Events, one chain per organisation: each carries the hash of the one before."""

import hashlib
import json
import secrets
from collections.abc import Iterable, Iterator, Mapping
from datetime import UTC, datetime
from typing import Any

from django.db import models, transaction

from beffroi.access.models import Organisation, User

PLAIN = 1  # the form in which the hash covers the detail itself
SALTED = 2  # the form in which it covers a digest of the detail, which stays when the detail goes
ERASED = "JOURNAL_DETAIL_ERASED"  # the verb of the act that takes details out: it is never erased itself


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
    form = models.PositiveSmallIntegerField(default=PLAIN)
    detail = models.JSONField(default=dict)
    salt = models.CharField(max_length=32, default="", blank=True)
    digest = models.CharField(max_length=64, default="", blank=True)  # of the detail, as it was written
    erased_in = models.PositiveBigIntegerField(null=True)  # the number of the event that took personal parts out
    previous = models.CharField(max_length=64)
    hash = models.CharField(max_length=64)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["organisation", "number"], name="one_event_per_number")]
        indexes = [models.Index(fields=["organisation", "subject_kind", "subject_id"], name="event_by_subject")]

    def __str__(self) -> str:
        return f"{self.number} {self.verb}"

    def computed_hash(self) -> str:
        """sha256(previous hash + canonical JSON of the event), hexadecimal, in the form that the event has."""
        said = {
            "organisation": self.organisation_id,
            "number": self.number,
            "at": self.at.astimezone(UTC).isoformat(timespec="microseconds"),
            "actor": self.actor_id,
            "verb": self.verb,
            "subject": [self.subject_kind, self.subject_id],
        }
        said |= {"detail": self.detail} if self.form == PLAIN else {"form": self.form, "digest": self.digest}
        return hashlib.sha256((self.previous + canonical(said)).encode()).hexdigest()

    def seal(self) -> None:
        """Gives a new event the form whose detail can be erased."""
        self.form, self.salt = SALTED, secrets.token_hex(16)
        self.digest = digest_of(self.detail, self.salt)

    def is_true(self) -> bool:
        """Whether it is what was written. Of an erased one the chain vouches for all but its detail: nothing says
        whether what is left of that was changed since.

        In the old form the hash covered the detail itself: such an event, once erased, is vouched for by the act that
        erased it alone.
        """
        if self.erased_in is not None:
            return not self.salt and (self.form == PLAIN or self.hash == self.computed_hash())
        written = self.form == PLAIN or self.digest == digest_of(self.detail, self.salt)
        return written and self.hash == self.computed_hash()


def canonical(said: Mapping[str, Any]) -> str:
    """The one way in which JSON is written where it is hashed."""
    return json.dumps(said, sort_keys=True, separators=(",", ":"), ensure_ascii=False)


def digest_of(detail: Mapping[str, Any], salt: str) -> str:
    """sha256(salt + canonical JSON of the detail): without the salt nobody can try out what the detail was."""
    return hashlib.sha256((salt + canonical(detail)).encode()).hexdigest()


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
        chain = Chain.objects.select_for_update(no_key=True).get(organisation=organisation)
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
        event.seal()
        event.hash = event.computed_hash()
        event.save(force_insert=True)
        chain.number, chain.hash = event.number, event.hash
        chain.save()
    return event


def broken_links(organisation: Organisation) -> Iterator[Event]:
    """Events that no longer fit their chain; none in a ledger that nobody touched.

    What was erased fits only where a later event says so, with the hash that it has.
    """
    previous, number = "", 0
    said = erasures(Event.objects.filter(organisation=organisation, verb=ERASED).order_by("number"))
    for event in Event.objects.filter(organisation=organisation).order_by("number").iterator():
        number += 1
        fits = event.number == number and event.previous == previous and event.is_true()
        named = event.erased_in is None or said.get((event.erased_in, event.number)) == event.hash
        if not fits or not named or (event.verb == ERASED and event.erased_in is not None):
            yield event
        previous, number = event.hash, event.number


def erasures(events: Iterable[Event]) -> dict[tuple[int, int], str]:
    """What acts of erasing say: by the number of the act and of what it erased, the hash of what it erased."""
    return {
        (act.number, int(number)): str(fingerprint)
        for act in events
        for number, fingerprint in act.detail.get("erased", {}).items()
        if int(number) < act.number
    }


def is_cut_short(organisation: Organisation) -> bool:
    """Whether the last events are gone: what is left of a chain fits itself, but no longer reaches its end."""
    events = Event.objects.filter(organisation=organisation)
    last = models.Subquery(events.order_by("-number").values("hash")[:1])  # in one query: events go on being written
    chain = Chain.objects.filter(organisation=organisation).annotate(last=last).values_list("hash", "last").first()
    return events.exists() if chain is None else chain[0] != (chain[1] or "")
