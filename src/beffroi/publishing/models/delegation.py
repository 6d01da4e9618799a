"""A delegation: somebody who may approve lets somebody else publish alone, within limits, until a date."""

from collections.abc import Collection
from datetime import datetime
from typing import TYPE_CHECKING, Self

from django.db import models
from django.utils.translation import gettext_lazy as _

from beffroi.access.models import Organisation, User
from beffroi.directory.models import Account
from beffroi.engines.query import Document, matches, parse

if TYPE_CHECKING:
    from beffroi.publishing.models.draft import Draft
    from beffroi.publishing.models.version import Version

KINDS = {"reply": _("Replies"), "relay": _("Relays"), "announcement": _("Announcements")}


class DelegationQuerySet(models.QuerySet["Delegation"]):
    def of(self, organisation: Organisation) -> Self:
        return self.filter(organisation=organisation).select_related("given_by", "to").prefetch_related("accounts")

    def in_force(self, now: datetime) -> Self:
        return self.filter(begins_at__lte=now, ends_at__gt=now, revoked_at=None)


class Delegation(models.Model):
    """Person × accounts × kinds × topics × hours × end date.

    `topics` is a saved-search text, empty for all; `from_time` and `to_time` are on the organisation's clock, both
    empty for the whole day, and may pass midnight.
    """

    organisation = models.ForeignKey(Organisation, on_delete=models.CASCADE, related_name="+")
    given_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    to = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    accounts = models.ManyToManyField(Account, related_name="+")
    kinds = models.JSONField(default=list)
    topics = models.CharField(max_length=500, default="", blank=True)
    from_time = models.TimeField(null=True)
    to_time = models.TimeField(null=True)
    begins_at = models.DateTimeField()
    ends_at = models.DateTimeField()
    revoked_at = models.DateTimeField(null=True)

    objects = DelegationQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(condition=~models.Q(given_by=models.F("to")), name="delegation_to_somebody_else"),
            models.CheckConstraint(
                condition=models.Q(ends_at__gt=models.F("begins_at")), name="delegation_ends_after_it_begins"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.given_by} → {self.to}"

    def covers(self, draft: "Draft", version: "Version", *, accounts: Collection[Account], now: datetime) -> bool:
        """Whether its holder may publish `version` on `accounts` alone, now. Both must still have their place here."""
        return (
            self.revoked_at is None
            and self.begins_at <= now < self.ends_at
            and self.to == draft.author == version.by
            and draft.kind in self.kinds
            and {account.pk for account in accounts} <= {account.pk for account in self.accounts.all()}
            and self._covers_hour(now)
            and self._covers_topic(version)
            and self.given_by.may("approve", draft.organisation)
            and self.to.may("draft", draft.organisation)
        )

    def _covers_hour(self, now: datetime) -> bool:
        if self.from_time is None or self.to_time is None:
            return True
        clock = now.astimezone(self.organisation.tz).time()
        if self.from_time <= self.to_time:
            return self.from_time <= clock < self.to_time
        return clock >= self.from_time or clock < self.to_time

    def _covers_topic(self, version: "Version") -> bool:
        """Every text that would leave speaks of the topic."""
        if not self.topics:
            return True
        texts = [version.text, *(variant.text for variant in version.variants.all())]
        topics = parse(self.topics)
        return all(matches(topics, Document(text=text, lang=version.lang)) for text in texts)
