"""The identity that a person signed as right for an account."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING, Any

from django.db import models

from beffroi.access.models import User
from beffroi.directory.models import Account
from beffroi.engines.takeover.identity import Identity

if TYPE_CHECKING:
    from beffroi.guard.models.alarm import Alarm


class Baseline(models.Model):
    """The identity that a person signed for an account. A new signature is a new version; drift is judged against
    the latest one, never against yesterday."""

    account = models.ForeignKey(Account, on_delete=models.CASCADE, related_name="+")
    number = models.PositiveIntegerField()
    name = models.CharField(max_length=255)
    accepted_names = models.JSONField(default=list)
    handles = models.JSONField(default=list)
    native_id = models.CharField(max_length=255)
    signed_at = models.DateTimeField()
    signed_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["account", "number"], name="one_baseline_per_number")]

    def __str__(self) -> str:
        return f"{self.name} ({self.number})"

    @classmethod
    def of(cls, account: Account) -> Baseline:
        """The latest signed identity; the account as it was registered counts as the first signature."""
        latest = cls.objects.filter(account=account).order_by("-number").first()
        return latest or cls._sign(account, number=1, by=account.added_by, now=account.added_at, name=account.name)

    @classmethod
    def _sign(cls, account: Account, *, number: int, by: User, now: datetime, name: str, **also: Any) -> Baseline:
        also.setdefault("handles", [account.handle])
        fields = {"name": name, "native_id": account.native_id, "signed_at": now, "signed_by": by, **also}
        return cls.objects.get_or_create(account=account, number=number, defaults=fields)[0]

    def accepting(self, alarm: Alarm, *, by: User, now: datetime) -> Baseline:
        """A new version, signed by `by`, that accepts what `alarm` was raised about, and nothing else."""
        names = {alarm.shown} if alarm.kind == "name" else set()
        handles = {alarm.shown} if alarm.kind == "handle" else set()
        return self._sign(
            self.account,
            number=self.number + 1,
            by=by,
            now=now,
            name=self.name,
            accepted_names=sorted({*self.accepted_names, *names}),
            handles=sorted({*self.handles, *handles}),
        )

    @property
    def identity(self) -> Identity:
        return Identity(self.name, tuple(self.accepted_names), tuple(self.handles), self.native_id)
