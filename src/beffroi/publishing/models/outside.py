"""Approvers without an account here: registered by the organisation, asked by a link that works once."""

import hashlib
import secrets
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from django.db import models
from django.utils.translation import gettext_lazy as _

from beffroi.access.models import Organisation, User

if TYPE_CHECKING:
    from beffroi.publishing.models.version import Version

LIVES = timedelta(days=7)


class OutsideApprover(models.Model):
    organisation = models.ForeignKey(Organisation, on_delete=models.CASCADE, related_name="+")
    name = models.CharField(_("Name"), max_length=120)
    email = models.EmailField(_("E-mail address"))
    added_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    added_at = models.DateTimeField()
    removed_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["name", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["organisation", "email"],
                condition=models.Q(removed_at=None),
                name="one_outside_approver_per_address",
            )
        ]

    def __str__(self) -> str:
        return self.name


class OutsideRequest(models.Model):
    """One version laid before one outside approver. Only the hash of the link's secret is kept."""

    version = models.ForeignKey("publishing.Version", on_delete=models.CASCADE, related_name="outside_requests")
    approver = models.ForeignKey(OutsideApprover, on_delete=models.PROTECT, related_name="requests")
    secret_hash = models.CharField(max_length=64, unique=True)
    asked_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    asked_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    decided_at = models.DateTimeField(null=True)

    def __str__(self) -> str:
        return f"{self.approver} · {self.version}"

    @classmethod
    def ask(
        cls, version: "Version", approver: OutsideApprover, *, by: User, now: datetime
    ) -> tuple["OutsideRequest", str]:
        """A new request and the secret of its link, which is nowhere kept."""
        secret = secrets.token_urlsafe(32)
        asked = cls.objects.create(
            version=version,
            approver=approver,
            secret_hash=hashed(secret),
            asked_by=by,
            asked_at=now,
            expires_at=now + LIVES,
        )
        return asked, secret

    @classmethod
    def opened_by(cls, secret: str) -> "OutsideRequest | None":
        """The request that a link's secret opens, whatever became of it; None for a link that never was."""
        whole = cls.objects.select_related("approver__organisation", "version__draft__organisation", "version__by")
        return whole.filter(secret_hash=hashed(secret)).first()

    def is_open(self, now: datetime) -> bool:
        return self.decided_at is None and now < self.expires_at and self.approver.removed_at is None


def hashed(secret: str) -> str:
    return hashlib.sha256(secret.encode()).hexdigest()
