"""An application that shows a new code of six digits every thirty seconds."""

import secrets
from datetime import datetime

from django.db import models, transaction

from beffroi.access.models import User
from beffroi.access.sealing import seal, unseal
from beffroi.door.means import said
from beffroi.door.models.ledger import note
from beffroi.engines import time_codes

BYTES = 20  # of a secret, as RFC 4226 recommends


class CodeApp(models.Model):
    """One per person. The secret is sealed for this person's row: the database alone makes no code."""

    user = models.OneToOneField(User, on_delete=models.CASCADE, related_name="+", primary_key=True)
    sealed = models.BinaryField()
    last_step = models.PositiveBigIntegerField(default=0)
    made_at = models.DateTimeField()
    used_at = models.DateTimeField(null=True)

    def __str__(self) -> str:
        return f"application of {self.user_id}"

    @staticmethod
    def new_secret() -> bytes:
        return secrets.token_bytes(BYTES)

    @classmethod
    def add(cls, user: User, secret: bytes, typed: str, now: datetime) -> "CodeApp | None":
        """Keeps the secret, once a code of it was typed; None where the code does not fit. Replaces an earlier one."""
        step = time_codes.step_of(secret, _digits(typed), now.timestamp(), after=0)
        if step is None:
            return None
        sealed = seal({"secret": secret.hex()}, row=_row(user))
        with transaction.atomic():
            kept = {"sealed": sealed, "last_step": step, "made_at": now, "used_at": None}
            app, _new = cls.objects.update_or_create(user=user, defaults=kept)
            note("SECOND_FACTOR_ADDED", user, now=now, by=user, what=said("app"))
        return app

    def accepts(self, typed: str, now: datetime) -> bool:
        """Whether `typed` is a code of now that was not used before; it is used by this."""
        secret = bytes.fromhex(unseal(bytes(self.sealed), row=_row(self.user))["secret"])
        step = time_codes.step_of(secret, _digits(typed), now.timestamp(), after=self.last_step)
        if step is None:
            return False
        later = CodeApp.objects.filter(pk=self.pk, last_step__lt=step)  # of two at the same moment, one comes in
        return bool(later.update(last_step=step, used_at=now))

    def remove(self, *, by: User, now: datetime) -> None:
        with transaction.atomic():
            CodeApp.objects.filter(pk=self.pk).delete()
            note("SECOND_FACTOR_REMOVED", self.user, now=now, by=by, what=said("app"))


def _row(user: User) -> str:
    return f"door.codeapp:{user.pk}:secret"


def _digits(typed: str) -> str:
    return "".join(typed.split())
