"""The key with which notices to browsers are signed."""

import base64
from datetime import datetime

from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat
from django.db import models, transaction

from beffroi.access.sealing import seal, unseal

ONLY = 1


class PushKey(models.Model):
    """One for the installation, made when it is first asked for. A browser binds its address to the public half."""

    public = models.CharField(max_length=100)  # base64url, as a browser takes it
    sealed = models.BinaryField(null=True)
    made_at = models.DateTimeField()

    def __str__(self) -> str:
        return self.public

    @classmethod
    def ours(cls, now: datetime) -> "PushKey":
        made = cls.objects.filter(pk=ONLY).first()
        if made is not None:
            return made
        key = ec.generate_private_key(ec.SECP256R1())
        raw = key.private_numbers().private_value.to_bytes(32, "big")
        public = key.public_key().public_bytes(Encoding.X962, PublicFormat.UncompressedPoint)
        with transaction.atomic():
            said = {"public": _text(public), "made_at": now, "sealed": seal({"private": _text(raw)}, row=_row(ONLY))}
            return cls.objects.get_or_create(pk=ONLY, defaults=said)[0]

    @property
    def private(self) -> str:
        """Raises WrongKey."""
        return unseal(bytes(self.sealed or b""), row=_row(self.pk))["private"]


def _row(pk: int) -> str:
    return f"notify.pushkey:{pk}:private"


def _text(raw: bytes) -> str:
    return base64.urlsafe_b64encode(raw).decode().rstrip("=")
