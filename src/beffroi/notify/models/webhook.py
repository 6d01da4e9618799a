"""A program of the organisation that is called when something happens."""

import os
from collections.abc import Collection
from datetime import datetime, timedelta
from typing import Any, Self

from django.db import models, transaction
from django.utils.translation import gettext_noop

from beffroi.access.models import Organisation, User
from beffroi.access.sealing import seal, unseal
from beffroi.engines.webhooks import secret_of
from beffroi.journal.models import Chain, record
from beffroi.vocabulary import Sentence

MOST = 20  # of one organisation
PATIENCE = timedelta(days=3)  # without one success: then it is switched off
BOTH_SIGN = timedelta(days=1)  # after a change of secrets
REST = (5, 10, 20, 40, 80, 160, 300)  # seconds in which nothing is called there, after so many troubles in a row
GONE = Sentence(gettext_noop("The server said that nothing is there any more (410)."))
IN_VAIN = Sentence(gettext_noop("For three days no call was taken."))


class WebhookQuerySet(models.QuerySet["WebhookEndpoint"]):
    def of(self, organisation: Organisation) -> Self:
        return self.filter(organisation=organisation, removed_at=None).order_by("address", "pk")

    def behind(self) -> Self:
        """Those for which the ledger goes on after what was read."""
        end = Chain.objects.filter(organisation=models.OuterRef("organisation")).values("number")[:1]
        called = self.filter(removed_at=None, is_active=True)
        return called.filter(
            organisation__is_demo=False, organisation__is_resting=False, number__lt=models.Subquery(end)
        )


class WebhookEndpoint(models.Model):
    """`number` is the last event of the ledger that was read for it; it moves in the transaction that writes the calls.

    `failing_since` is the first of the troubles since the last success. Until `rests_until` nothing is called there.
    """

    organisation = models.ForeignKey(Organisation, on_delete=models.CASCADE, related_name="+")
    address = models.CharField(max_length=1000)
    events = models.JSONField(default=list)  # types of OFFERS
    sealed = models.BinaryField(null=True)  # its secret, and the former one for a day
    former_until = models.DateTimeField(null=True)
    number = models.PositiveBigIntegerField()
    is_active = models.BooleanField(default=True)
    failing_since = models.DateTimeField(null=True)
    troubles = models.PositiveIntegerField(default=0)
    rests_until = models.DateTimeField(null=True)
    off_reason = models.JSONField(default=dict)  # a Sentence; empty when a person switched it off
    made_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    made_at = models.DateTimeField()
    removed_at = models.DateTimeField(null=True)

    objects = WebhookQuerySet.as_manager()

    def __str__(self) -> str:
        return self.place

    @property
    def place(self) -> str:
        """Its host: what is behind may be a key, and stands on no page but its own."""
        return self.address.split("://", 1)[-1].split("/", 1)[0].rpartition("@")[2]

    # --- what a person decides

    @classmethod
    def add(
        cls, organisation: Organisation, *, address: str, events: Collection[str], by: User, now: datetime
    ) -> "tuple[WebhookEndpoint, str]":
        """A new one, told of what happens from now on, and its secret, which is shown this once."""
        said = {"address": address, "events": sorted(events), "made_by": by, "made_at": now}
        secret = secret_of(os.urandom(32))
        with transaction.atomic():
            made = cls.objects.create(organisation=organisation, number=_end_of(organisation), **said)
            made._keep({"secret": secret})
            made._record("WEBHOOK_ADDED", by, now)
        return made, secret

    def choose(self, events: Collection[str], *, by: User, now: datetime) -> None:
        with transaction.atomic():
            self._change(events=sorted(events))
            self._record("WEBHOOK_CHANGED", by, now, events=sorted(events))

    def renew_secret(self, *, by: User, now: datetime) -> str:
        """Another secret, shown this once; for a day both sign, so that the other side changes when it wants."""
        secret = secret_of(os.urandom(32))
        with transaction.atomic():
            self._keep({"secret": secret, "former": self._opened()["secret"]})
            self._change(former_until=now + BOTH_SIGN)
            self._record("WEBHOOK_SECRET_RENEWED", by, now)
        return secret

    def switch_on(self, *, by: User, now: datetime) -> None:
        """It is told of what happens from now on; what happened meanwhile is asked for by hand."""
        with transaction.atomic():
            self._change(is_active=True, number=_end_of(self.organisation), off_reason={}, **_NO_TROUBLE)
            self._record("WEBHOOK_SWITCHED_ON", by, now)

    def switch_off(self, *, by: User | None, now: datetime, reason: Sentence | None = None) -> None:
        """Nothing is called any more. Without `by` it was Beffroi, and whoever runs the organisation is told. Twice
        changes nothing."""
        said = reason.as_json() if reason else {}
        with transaction.atomic():
            if WebhookEndpoint.objects.filter(pk=self.pk, is_active=True).update(is_active=False, off_reason=said):
                verb = "WEBHOOK_SWITCHED_OFF" if by is None else "WEBHOOK_PAUSED"
                self._record(verb, by, now, **({"reason": said} if said else {}))
        self.is_active, self.off_reason = False, said

    def remove(self, *, by: User, now: datetime) -> None:
        """It is called no more and its secrets are gone; what was called stays in the log until it is forgotten."""
        with transaction.atomic():
            self._change(removed_at=now, is_active=False, sealed=None)
            self._record("WEBHOOK_REMOVED", by, now)

    # --- what came of a call

    def secrets(self, now: datetime) -> list[str]:
        """Those that sign a call now. Raises WrongKey."""
        opened = self._opened()
        both = self.former_until is not None and now < self.former_until and "former" in opened
        return [opened["secret"], opened["former"]] if both else [opened["secret"]]

    def went_well(self) -> None:
        if self.failing_since or self.troubles:
            self._change(**_NO_TROUBLE)

    def went_wrong(self, *, now: datetime, seconds: float | None = None) -> datetime:
        """Until when nothing is called there: a server in trouble is not asked for every waiting call."""
        rest = max(REST[min(self.troubles, len(REST) - 1)], min(seconds or 0, timedelta(days=1).total_seconds()))
        until = now + timedelta(seconds=rest)
        self._change(failing_since=self.failing_since or now, troubles=self.troubles + 1, rests_until=until)
        return until

    def is_in_vain(self, now: datetime) -> bool:
        """An hour early: the last try of the first call that failed comes three days after it was written, and the
        trouble was seen a little later than that."""
        return self.failing_since is not None and now - self.failing_since >= PATIENCE - timedelta(hours=1)

    # --- inside

    @property
    def _row(self) -> str:
        return f"notify.webhookendpoint:{self.pk}:secrets"

    def _opened(self) -> dict[str, str]:
        return unseal(bytes(self.sealed or b""), row=self._row)

    def _keep(self, secrets: dict[str, str]) -> None:
        self._change(sealed=seal(secrets, row=self._row))

    def _change(self, **changes: Any) -> None:
        WebhookEndpoint.objects.filter(pk=self.pk).update(**changes)
        for name, value in changes.items():
            setattr(self, name, value)

    def _record(self, verb: str, by: User | None, now: datetime, **detail: Any) -> None:
        record(verb, self, organisation=self.organisation, actor=by, now=now, place=self.place, **detail)


_NO_TROUBLE: dict[str, Any] = {"failing_since": None, "troubles": 0, "rests_until": None}


def _end_of(organisation: Organisation) -> int:
    return Chain.objects.filter(organisation=organisation).values_list("number", flat=True).first() or 0
