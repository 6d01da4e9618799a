"""What is asked of the delivery ledger: what is due, what waits, what asks a person."""

from __future__ import annotations

from datetime import UTC, datetime
from decimal import Decimal
from typing import TYPE_CHECKING, Self

from django.db import models

from beffroi.access.models import Organisation
from beffroi.directory.models import Account
from beffroi.facts.models import Settlement
from beffroi.publishing.models import gates
from beffroi.publishing.models.stop import Stop
from beffroi.work.models import DueQuerySet

if TYPE_CHECKING:
    from beffroi.publishing.models.publication import Publication  # named in a string below


class PublicationQuerySet(DueQuerySet["Publication"]):
    def of(self, organisation: Organisation) -> Self:
        return self.filter(draft__organisation=organisation).select_related("account", "version", "draft__author")

    def opened(self, organisation: Organisation) -> Self:
        """With everything that the receipt of one shows."""
        return (
            self.of(organisation)
            .select_related("draft__organisation", "target__account")
            .prefetch_related("account__freezes")
        )

    def orphaned(self) -> Self:
        """Rows that a dead worker was sending, on networks where trying again can double nothing."""
        return self.filter(state="sending", account__in=Account.objects.on_idempotent_networks())

    def that_can_move(self, now: datetime) -> Self:
        """Due rows, without the queued ones that wait until another one of their account is settled: however many they
        are, they must not hide from a worker the very row they wait for."""
        being_sent = self.model._default_manager.filter(state="sending").values("account")
        return self.due(now).exclude(state="queued", account__in=being_sent)

    def next_departures(self) -> Self:
        waiting = self.filter(state__in=["queued", "sending"]).order_by("leave_at", "id")
        return waiting.prefetch_related("account__freezes")

    def that_were_leaving(self, stop: Stop) -> Self:
        """Rows whose sending had begun when `stop` came."""
        return self.filter(pk__in=stop.leaving).order_by("pk").prefetch_related("account__freezes")

    def held_by_a_stop(self) -> Self:
        """Rows that would have left, had nobody stopped everything."""
        return self.filter(state="queued", trouble__say=gates.STOPPED)

    def spent_on(self, account: Account, now: datetime) -> Decimal:
        """What the account's posts of this month (UTC) cost, in US dollars: every one that may have left counts."""
        month = now.astimezone(UTC).replace(day=1, hour=0, minute=0, second=0, microsecond=0)
        paid = self.filter(account=account, written_at__gte=month, state__in=["sending", "unsure", "sent"])
        total: Decimal | None = paid.aggregate(total=models.Sum("price"))["total"]
        return total or Decimal(0)

    def standing(self) -> Self:
        """Posts of ours that their networks show, as `Publication.stands` says of one."""
        return self.filter(act="publish", state="sent", gone_at=None).exclude(remote_id="")

    def standing_with(self, publication: Publication) -> Self:
        """The posts of its thread that stand, in their order."""
        siblings = self.standing().filter(version=publication.version_id, account=publication.account_id)
        return siblings.select_related("account", "draft__organisation", "version").order_by("part")

    def that_may_have_left(self, now: datetime) -> Self:
        """Rows of a restored ledger whose time came before `now`: what is due here may have left long ago."""
        due = models.Q(state="queued", leave_at__lte=now) | models.Q(state="sending")
        return self.filter(due).select_related("draft__organisation", "account").order_by("leave_at", "id")

    def for_a_person(self) -> Self:
        """What missed its time, was refused, or is in doubt with nothing left to look up."""
        return self.filter(~models.Q(state="unsure") | models.Q(due_at=None), state__in=["missed", "failed", "unsure"])

    def awaiting(self, settlement: Settlement) -> Self:
        """Queued rows whose announcement has come true with `settlement`."""
        return self.filter(state="queued", draft__awaits=settlement.outcome).select_related("draft").order_by("pk")

    def awaiting_in_vain(self) -> Self:
        """Sleeping rows whose fact nobody waits for any more."""
        asleep = self.filter(state="queued", due_at=None, draft__awaits__fact__state__in=["expired", "withdrawn"])
        return asleep.select_related("draft__organisation", "draft__awaits__fact", "account").order_by("pk")
