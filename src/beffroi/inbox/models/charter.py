"""The moderation charter: what is hidden, reported or blocked, and for which motives. Published, and in versions."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import TYPE_CHECKING, Self

from django.db import models, transaction

from beffroi.access.models import Organisation, User
from beffroi.access.secret_link import new_secret
from beffroi.journal.models import record

if TYPE_CHECKING:
    from django.db.models.fields.related_descriptors import RelatedManager


class CharterQuerySet(models.QuerySet["ModerationCharter"]):
    def in_force(self, organisation: Organisation) -> ModerationCharter | None:
        return self.filter(organisation=organisation).order_by("-version").first()

    def at(self, address: str) -> Self:
        """The versions behind a public address, the one in force first."""
        return self.filter(address=address).order_by("-version")


class ModerationCharter(models.Model):
    """One version, which never changes. `address` is the same for all versions of an organisation."""

    organisation = models.ForeignKey(Organisation, on_delete=models.CASCADE, related_name="+")
    version = models.PositiveIntegerField()
    text = models.TextField(max_length=20_000)
    address = models.CharField(max_length=64)
    published_at = models.DateTimeField()
    published_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")

    objects = CharterQuerySet.as_manager()

    if TYPE_CHECKING:
        motives: RelatedManager[Motive]

    class Meta:
        constraints = [models.UniqueConstraint(fields=["organisation", "version"], name="one_charter_per_version")]
        indexes = [models.Index(fields=["address"], name="charter_by_address")]

    def __str__(self) -> str:
        return f"charter {self.version}"

    @classmethod
    def publish(
        cls, organisation: Organisation, *, text: str, motives: Sequence[str], by: User, now: datetime
    ) -> ModerationCharter:
        """A new version with its motives, in force from now on; the same text and motives again change nothing."""
        with transaction.atomic():
            Organisation.objects.select_for_update(no_key=True).get(pk=organisation.pk)
            before = cls.objects.in_force(organisation)
            if before and before.text == text and [motive.words for motive in before.motives.all()] == list(motives):
                return before
            charter = cls.objects.create(
                organisation=organisation,
                version=before.version + 1 if before else 1,
                text=text,
                address=before.address if before else new_secret(),
                published_at=now,
                published_by=by,
            )
            charter.motives.bulk_create(
                Motive(charter=charter, position=place, words=words) for place, words in enumerate(motives)
            )
            said = {"version": charter.version}
            record("CHARTER_PUBLISHED", organisation, organisation=organisation, actor=by, now=now, **said)
        return charter


class Motive(models.Model):
    """What the charter forbids, in its own words: insults, threats, advertising…"""

    charter = models.ForeignKey(ModerationCharter, on_delete=models.CASCADE, related_name="motives")
    position = models.PositiveSmallIntegerField()
    words = models.CharField(max_length=200)

    class Meta:
        ordering = ["position"]

    def __str__(self) -> str:
        return self.words
