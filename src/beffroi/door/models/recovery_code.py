"""Codes on paper, each good for once: for the day on which the telephone is lost."""

import base64
import secrets
from datetime import datetime

from django.db import models, transaction

from beffroi.access.models import User
from beffroi.access.secret_link import hashed
from beffroi.door.models.ledger import note

HOW_MANY = 10
BYTES = 10  # 80 random bits: a plain hash of so many needs no salt


class RecoveryCode(models.Model):
    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="+")
    code_hash = models.CharField(max_length=64)
    made_at = models.DateTimeField()
    used_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["user", "code_hash"], name="one_recovery_code_each")]

    def __str__(self) -> str:
        return f"recovery code of {self.user_id}"

    @classmethod
    def make(cls, user: User, now: datetime) -> list[str]:
        """New codes in place of all earlier ones. They are kept nowhere: this is the only time they can be shown."""
        codes = [_new_code() for _ in range(HOW_MANY)]
        with transaction.atomic():
            cls.objects.filter(user=user).delete()
            RecoveryCode.objects.bulk_create(
                RecoveryCode(user=user, code_hash=_hashed(code), made_at=now) for code in codes
            )
            note("RECOVERY_CODES_MADE", user, now=now, by=user)
        return codes

    @classmethod
    def use(cls, user: User, typed: str, now: datetime) -> bool:
        """Whether `typed` is one of the codes of this person that are left; it is used by this."""
        with transaction.atomic():
            mine = cls.objects.filter(user=user, used_at=None)
            if not mine.filter(code_hash=_hashed(typed)).update(used_at=now):
                return False
            note("RECOVERY_CODE_USED", user, now=now, by=user, left=mine.count())
        return True

    @classmethod
    def left(cls, user: User) -> int:
        return cls.objects.filter(user=user, used_at=None).count()


def _new_code() -> str:
    text = base64.b32encode(secrets.token_bytes(BYTES)).decode().lower()
    return "-".join(text[at : at + 4] for at in range(0, len(text), 4))


def _hashed(code: str) -> str:
    return hashed("".join(code.lower().split()).replace("-", ""))
