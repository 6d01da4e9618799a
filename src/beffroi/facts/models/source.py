"""What is read about a fact: its sources, each reading of them, and the bytes that were read."""

from __future__ import annotations

import gzip
from collections.abc import Mapping
from datetime import datetime
from typing import TYPE_CHECKING, Any, Self

from django.db import models, transaction

from beffroi.access.models import User
from beffroi.facts.models.fact import NO, YES, Fact
from beffroi.journal.models import record
from beffroi.work.models import Due, DueQuerySet

if TYPE_CHECKING:
    from django.db.models.fields.related_descriptors import RelatedManager

KEYS = {"adopted": YES, "happened": YES, "rejected": NO}  # what a judgement calls an outcome


class SourceQuerySet(DueQuerySet["Source"]):
    def with_address(self, address: str) -> Self:
        return self.filter(address=address, removed_at=None)


class Source(Due):
    """One place where it can be read how a fact came out: `kind` and `parameters` as `beffroi.sources` knows them.

    `state`, `outcome` and `reasons` are what its last reading that could be trusted says; `trouble` why the last one
    could not be trusted, or could not be made.
    """

    fact = models.ForeignKey(Fact, on_delete=models.CASCADE, related_name="sources")
    kind = models.CharField(max_length=40)
    parameters = models.JSONField(default=dict)
    address = models.CharField(max_length=1000)
    state = models.CharField(max_length=20, default="", blank=True)
    outcome = models.CharField(max_length=20, default="", blank=True)
    reasons = models.JSONField(default=list)
    judged_at = models.DateTimeField(null=True)
    read_at = models.DateTimeField(null=True)
    trouble = models.JSONField(default=dict)
    troubles = models.PositiveIntegerField(default=0)
    order = models.CharField(max_length=120, default="", blank=True)  # of the discussion, as the last reading had it
    etag = models.CharField(max_length=300, default="", blank=True)
    last_modified = models.CharField(max_length=100, default="", blank=True)
    added_by = models.ForeignKey(User, null=True, on_delete=models.PROTECT, related_name="+")
    removed_at = models.DateTimeField(null=True)

    objects = SourceQuerySet.as_manager()

    if TYPE_CHECKING:
        readings: RelatedManager[Reading]

    class Meta:
        ordering = ["pk"]
        indexes = [
            models.Index(fields=["due_at"], name="source_due", condition=models.Q(due_at__isnull=False)),
            models.Index(fields=["address"], name="source_by_address"),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.address}"

    @classmethod
    def add(
        cls, fact: Fact, *, kind: str, parameters: Mapping[str, str], address: str, by: User | None, now: datetime
    ) -> Source:
        """Reads it from now on, or from some time before the fact is expected."""
        with transaction.atomic():
            due = max(fact.watched_from, now) if fact.state == "waiting" else None
            source = cls.objects.create(
                fact=fact, kind=kind, parameters=dict(parameters), address=address, added_by=by, due_at=due
            )
            said = {"fact": fact.statement, "source": kind, "address": address}
            record("FACT_SOURCE_ADDED", fact, organisation=fact.organisation, actor=by, now=now, **said)
        return source

    def remove(self, *, by: User, now: datetime) -> None:
        """It is read no more and counts no more; what it said stays. Twice changes nothing."""
        with transaction.atomic():
            if Source.objects.filter(pk=self.pk, removed_at=None).update(removed_at=now, due_at=None):
                said = {"fact": self.fact.statement, "source": self.kind, "address": self.address}
                organisation = self.fact.organisation
                record("FACT_SOURCE_REMOVED", self.fact, organisation=organisation, actor=by, now=now, **said)

    def contradicts(self, key: str) -> bool:
        """Whether its last trusted reading says that the outcome `key` is not so, or not so yet."""
        if self.removed_at is not None:
            return False
        if self.state == "CONFIRMED":
            return KEYS.get(self.outcome, key) != key
        return self.state == "CONTRADICTED" and key == YES


class Evidence(models.Model):
    """The bytes of an answer, kept once however often they came. `sha256` is of what arrived, unpacked."""

    sha256 = models.CharField(max_length=64, primary_key=True)
    packed = models.BinaryField()
    size = models.PositiveIntegerField()

    def __str__(self) -> str:
        return self.sha256

    @classmethod
    def keep(cls, sha256: str, body: bytes) -> Evidence:
        packed = gzip.compress(body, mtime=0)
        return cls.objects.get_or_create(sha256=sha256, defaults={"packed": packed, "size": len(body)})[0]

    @property
    def body(self) -> bytes:
        return gzip.decompress(bytes(self.packed))


class Reading(models.Model):
    """One reading of one source: what came, when, and what it says. Never changed; `evidence` is empty when nothing
    came. `headers` are those of the answer."""

    source = models.ForeignKey(Source, on_delete=models.CASCADE, related_name="readings")
    taken_at = models.DateTimeField()
    status = models.PositiveSmallIntegerField(null=True)
    headers = models.JSONField(default=dict)
    evidence = models.ForeignKey(Evidence, null=True, on_delete=models.PROTECT, related_name="+")
    state = models.CharField(max_length=20, default="", blank=True)
    outcome = models.CharField(max_length=20, default="", blank=True)
    reasons = models.JSONField(default=list)
    found: Any = models.JSONField(default=dict)  # what in it the judgement stands on
    trouble = models.JSONField(default=dict)

    class Meta:
        ordering = ["-taken_at", "-pk"]
        indexes = [models.Index(fields=["source", "-taken_at"], name="reading_newest")]

    def __str__(self) -> str:
        return f"{self.source_id} {self.taken_at:%d/%m %H:%M:%S} {self.state or '?'}"
