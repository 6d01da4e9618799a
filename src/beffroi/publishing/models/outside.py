"""Approvers without an account here: the organisation registers them, a rule names them, a link asks them once."""

from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Self

from django.db import models, transaction
from django.utils.translation import gettext_lazy as _

from beffroi.access.models import Organisation, User
from beffroi.access.secret_link import hashed, new_secret
from beffroi.journal.models import record
from beffroi.journal.moves import NotAllowed

if TYPE_CHECKING:
    from beffroi.publishing.models.version import Version

LIVES = timedelta(days=7)


class OutsideApproverQuerySet(models.QuerySet["OutsideApprover"]):
    def of(self, organisation: Organisation) -> Self:
        """Those who can be asked."""
        return self.filter(organisation=organisation, removed_at=None)


class OutsideApprover(models.Model):
    organisation = models.ForeignKey(Organisation, on_delete=models.CASCADE, related_name="+")
    name = models.CharField(_("Name"), max_length=120)
    email = models.EmailField(_("E-mail address"))
    added_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    added_at = models.DateTimeField()
    removed_at = models.DateTimeField(null=True)

    objects = OutsideApproverQuerySet.as_manager()

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

    @classmethod
    def add(cls, *, organisation: Organisation, name: str, email: str, by: User, now: datetime) -> "OutsideApprover":
        """Pressing twice registers once."""
        with transaction.atomic():
            added, new = cls.objects.get_or_create(
                organisation=organisation,
                email=email,
                removed_at=None,
                defaults={"name": name, "added_by": by, "added_at": now},
            )
            if new:
                record("OUTSIDE_APPROVER_ADDED", added, organisation=organisation, actor=by, now=now, name=name)
        return added

    def remove(self, *, by: User, now: datetime) -> None:
        """Their links stop working and no rule asks them any more; what they approved stays written down."""
        with transaction.atomic():
            if OutsideApprover.objects.filter(pk=self.pk, removed_at=None).update(removed_at=now):
                self.removed_at = now
                said = {"name": self.name}
                record("OUTSIDE_APPROVER_REMOVED", self, organisation=self.organisation, actor=by, now=now, **said)


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
        """A new request and the secret of its link, which is nowhere kept. An earlier link for the same text closes.

        Raises NotAllowed when the text is not waiting, is no longer the latest, or no rule of its accounts asks them.
        """
        secret, draft = new_secret(), version.draft
        if draft.state != "submitted" or draft.latest != version or approver not in draft.outsiders():
            raise NotAllowed(f"{version} is not for {approver} to decide")
        expires_at = min(now + LIVES, draft.expires_at or now + LIVES)
        with transaction.atomic():
            earlier = cls.objects.filter(approver=approver, version__draft=draft, decided_at=None, expires_at__gt=now)
            earlier.update(expires_at=now)
            asked = cls.objects.create(
                version=version,
                approver=approver,
                secret_hash=hashed(secret),
                asked_by=by,
                asked_at=now,
                expires_at=expires_at,
            )
            said = {"approver": approver.name, "version": version.number}
            record("OUTSIDE_APPROVAL_ASKED", draft, organisation=draft.organisation, actor=by, now=now, **said)
        return asked, secret

    def withdraw(self, *, now: datetime) -> None:
        """The mail with its link could not be sent: the link never works."""
        with transaction.atomic():
            if OutsideRequest.objects.filter(pk=self.pk, decided_at=None).update(expires_at=now):
                self.expires_at = now
                draft, said = self.version.draft, {"approver": self.approver.name}
                record("OUTSIDE_APPROVAL_NOT_SENT", draft, organisation=draft.organisation, actor=None, now=now, **said)

    @classmethod
    def opened_by(cls, secret: str) -> "OutsideRequest | None":
        """The request that a link's secret opens, whatever became of it; None for a link that never was."""
        whole = cls.objects.select_related(
            "approver__organisation",
            "asked_by",
            "version__by",
            "version__draft__organisation",
            "version__draft__author",
            "version__draft__in_reply_to",
        )
        return whole.filter(secret_hash=hashed(secret)).first()

    def standing(self, now: datetime) -> str:
        """What has become of it: "open", "decided", "changed" (a newer text exists), "settled" (others decided, or it
        was taken back) or "expired"."""
        draft = self.version.draft
        if self.decided_at is not None:
            return "decided"
        if draft.latest != self.version:
            return "changed"
        if now >= self.expires_at or self.approver.removed_at is not None:
            return "expired"
        return "open" if draft.state == "submitted" and self.approver in draft.outsiders() else "settled"

    def agree(self, *, now: datetime, comment: str = "") -> None:
        """The approver says yes to exactly this version. Raises NotAllowed for a link that is not open any more, and
        what `Draft.approve_from_outside` raises; then the link stays open."""
        with transaction.atomic():
            self._use(now)
            self.version.draft.approve_from_outside(
                self.approver, version=self.version.number, now=now, comment=comment
            )

    def send_back(self, *, reason: str, now: datetime) -> None:
        """The approver sends this version back to its writer. Raises as `agree` does."""
        with transaction.atomic():
            self._use(now)
            self.version.draft.request_changes(
                outside=self.approver, reason=reason, version=self.version.number, now=now
            )

    def _use(self, now: datetime) -> None:
        if self.standing(now) != "open":
            raise NotAllowed(f"{self} is {self.standing(now)}")
        used = OutsideRequest.objects.filter(pk=self.pk, decided_at=None, expires_at__gt=now)
        if not used.update(decided_at=now):
            raise NotAllowed(f"{self} was used or closed meanwhile")
