"""What lets a program of the organisation call us: a secret with which it signs, and the calls that were taken."""

import os
from datetime import datetime, timedelta

from django.db import IntegrityError, models, transaction
from django.utils.translation import gettext_lazy as _

from beffroi.access.models.organisation import Organisation
from beffroi.access.models.user import User
from beffroi.access.sealing import seal, unseal
from beffroi.access.secret_link import new_secret
from beffroi.engines.webhooks import secret_of

REMEMBERED = timedelta(days=7)  # a call that is played again within it does nothing
A_MINUTE, A_DAY = 60, 2000  # calls that are taken; a form that was overrun must not bury the inbox


class Replayed(Exception):
    """This call was taken before; `outcome` is what was said then."""

    def __init__(self, outcome: str) -> None:
        super().__init__("taken before")
        self.outcome = outcome


class IncomingWebhook(models.Model):
    """Lets a program bring questions into one organisation; `user` answers for it. Its secret is shown once, and kept
    sealed: to check a signature one needs it."""

    organisation = models.ForeignKey(Organisation, on_delete=models.CASCADE, related_name="+")
    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="+")
    name = models.CharField(_("What it is for"), max_length=80)
    door = models.CharField(max_length=64, unique=True)  # in the address that is called: nobody can guess it
    sealed = models.BinaryField(null=True)
    made_at = models.DateTimeField()
    used_at = models.DateTimeField(null=True)
    revoked_at = models.DateTimeField(null=True)

    def __str__(self) -> str:
        return self.name

    @classmethod
    def make(cls, organisation: Organisation, user: User, name: str, now: datetime) -> "tuple[IncomingWebhook, str]":
        """A new one and its secret."""
        secret, door = secret_of(os.urandom(32)), new_secret()
        with transaction.atomic():
            made = cls.objects.create(organisation=organisation, user=user, name=name, made_at=now, door=door)
            cls.objects.filter(pk=made.pk).update(sealed=seal({"secret": secret}, row=made._row))
        return made, secret

    @property
    def secret(self) -> str:
        """Raises WrongKey."""
        return unseal(bytes(self.sealed or b""), row=self._row)["secret"]

    @property
    def lives(self) -> bool:
        """Who answers for it is still here."""
        return self.revoked_at is None and self.user.is_active and self.user.role_in(self.organisation) is not None

    def revoke(self, now: datetime) -> bool:
        return bool(IncomingWebhook.objects.filter(pk=self.pk, revoked_at=None).update(revoked_at=now, sealed=None))

    def is_overrun(self, now: datetime) -> bool:
        taken = IncomingCall.objects.filter(webhook=self)
        in_a_minute = taken.filter(at__gt=now - timedelta(minutes=1)).count()
        return in_a_minute >= A_MINUTE or taken.filter(at__gt=now - timedelta(days=1)).count() >= A_DAY

    def take(self, key: str, now: datetime) -> "IncomingCall":
        """Remembers the call `key`, in the transaction of what it brings about. Raises Replayed."""
        IncomingCall.objects.filter(webhook=self, at__lt=now - REMEMBERED).delete()
        IncomingWebhook.objects.filter(pk=self.pk).update(used_at=now)
        try:
            with transaction.atomic():
                return IncomingCall.objects.create(webhook=self, key=key, at=now)
        except IntegrityError:
            raise Replayed(IncomingCall.objects.get(webhook=self, key=key).outcome) from None

    @property
    def _row(self) -> str:
        return f"access.incomingwebhook:{self.pk}:secret"


class IncomingCall(models.Model):
    """One call that was taken, by the id that its sender gave it, and what came of it."""

    webhook = models.ForeignKey(IncomingWebhook, on_delete=models.CASCADE, related_name="calls")
    key = models.CharField(max_length=64)
    at = models.DateTimeField()
    outcome = models.CharField(max_length=40, default="")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["webhook", "key"], name="one_call_per_key")]
        indexes = [models.Index(fields=["webhook", "at"], name="incoming_call_by_time")]

    def __str__(self) -> str:
        return self.key
