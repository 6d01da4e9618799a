"""A delegation: somebody who may approve lets somebody else publish alone, within limits, until a date."""

from collections.abc import Collection
from datetime import datetime, time
from typing import TYPE_CHECKING, Self

from django.core.exceptions import PermissionDenied
from django.db import models, transaction
from django.utils.translation import gettext_lazy as _

from beffroi.access.models import Organisation, User
from beffroi.directory.models import Account
from beffroi.directory.rights import may_on
from beffroi.engines.query import Document, matches, parse
from beffroi.journal.models import record

if TYPE_CHECKING:
    from beffroi.publishing.models.decisions import Approval
    from beffroi.publishing.models.draft import Draft
    from beffroi.publishing.models.version import Version

KINDS = {"reply": _("Replies"), "relay": _("Relays"), "announcement": _("Announcements")}


class DelegationQuerySet(models.QuerySet["Delegation"]):
    def of(self, organisation: Organisation) -> Self:
        return self.filter(organisation=organisation).select_related("given_by", "to").prefetch_related("accounts")

    def in_force(self, now: datetime) -> Self:
        return self.filter(begins_at__lte=now, ends_at__gt=now, revoked_at=None)

    def with_uses(self, at_most: int = 20) -> Self:
        """With `latest_uses`: what was published under each last, by whom, when, which draft."""
        approvals = self.model._meta.get_field("uses").related_model._default_manager
        uses = approvals.select_related("by", "version__draft").order_by("-at", "-pk")[:at_most]
        return self.prefetch_related(models.Prefetch("uses", uses, to_attr="latest_uses"))


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
    latest_uses: "list[Approval]"  # of those read `with_uses`

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

    @classmethod
    def give(
        cls,
        *,
        by: User,
        to: User,
        organisation: Organisation,
        accounts: Collection[Account],
        kinds: Collection[str],
        ends_at: datetime,
        now: datetime,
        topics: str = "",
        hours: tuple[time, time] | None = None,
    ) -> "Delegation":
        """Lets `to` publish alone. Raises PermissionDenied when `by` may not approve or `to` may not draft here."""
        if not (may_on(by, "approve", accounts, organisation) and may_on(to, "draft", accounts, organisation)):
            raise PermissionDenied(_("Only somebody who may approve can delegate, to a member who may draft."))
        from_time, to_time = hours or (None, None)
        with transaction.atomic():
            given = cls.objects.create(
                organisation=organisation,
                given_by=by,
                to=to,
                kinds=list(kinds),
                topics=topics,
                from_time=from_time,
                to_time=to_time,
                begins_at=now,
                ends_at=ends_at,
            )
            given.accounts.set(accounts)
            said = {"to": str(to), "ends": ends_at.astimezone(organisation.tz).strftime("%Y-%m-%d %H:%M")}
            record("DELEGATION_GIVEN", given, organisation=organisation, actor=by, now=now, **said)
        return given

    def revoke(self, *, by: User, now: datetime) -> bool:
        """Stops it at once: from the next submission on it covers nothing. False when it was revoked already."""
        with transaction.atomic():
            if not Delegation.objects.filter(pk=self.pk, revoked_at=None).update(revoked_at=now):
                return False
            record("DELEGATION_REVOKED", self, organisation=self.organisation, actor=by, now=now, to=str(self.to))
        self.revoked_at = now
        return True

    def is_in_force(self, now: datetime) -> bool:
        return self.revoked_at is None and self.begins_at <= now < self.ends_at

    def covers(self, draft: "Draft", version: "Version", *, accounts: Collection[Account], now: datetime) -> bool:
        """Whether its holder may publish `version` on `accounts` alone: now, and at the time at which it leaves. Both
        people must still have their place here."""
        leaves_at = max(draft.leave_at or now, now)
        return (
            self.is_in_force(now)
            and leaves_at < self.ends_at
            and self.to == draft.author == version.by
            and draft.kind in self.kinds
            and {account.pk for account in accounts} <= {account.pk for account in self.accounts.all()}
            and self._covers_hour(now)
            and self._covers_hour(leaves_at)
            and self._covers_topic(version)
            and may_on(self.given_by, "approve", accounts, draft.organisation)
            and may_on(self.to, "draft", accounts, draft.organisation)
        )

    def _covers_hour(self, at: datetime) -> bool:
        if self.from_time is None or self.to_time is None:
            return True
        clock = at.astimezone(self.organisation.tz).time()
        if self.from_time <= self.to_time:
            return self.from_time <= clock < self.to_time
        return clock >= self.from_time or clock < self.to_time

    def _covers_topic(self, version: "Version") -> bool:
        """Every text that would leave speaks of the topic."""
        if not self.topics:
            return True
        texts = version.all_texts
        topics = parse(self.topics)
        return all(matches(topics, Document(text=text, lang=version.lang)) for text in texts)
