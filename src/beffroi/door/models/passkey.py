"""A passkey: a key pair whose private half never leaves a telephone, a computer or a security key."""

from datetime import datetime

from django.db import models, transaction
from django.utils.translation import gettext_lazy as _

from beffroi.access.models import User
from beffroi.door.means import said
from beffroi.door.models.ledger import note


class Passkey(models.Model):
    """`credential` is what WebAuthn calls the attested credential data: the identifier and the public key."""

    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="+")
    name = models.CharField(_("Name of this passkey"), max_length=60)
    identifier = models.CharField(max_length=1400, unique=True)
    credential = models.BinaryField()
    counter = models.PositiveBigIntegerField(default=0)
    made_at = models.DateTimeField()
    used_at = models.DateTimeField(null=True)

    def __str__(self) -> str:
        return self.name

    @classmethod
    def add(
        cls, user: User, *, name: str, identifier: str, credential: bytes, counter: int, now: datetime
    ) -> "Passkey":
        with transaction.atomic():
            kept = {"name": name, "identifier": identifier, "credential": credential, "counter": counter}
            passkey = cls.objects.create(user=user, made_at=now, **kept)
            note("SECOND_FACTOR_ADDED", user, now=now, by=user, what=said("passkey"))
        return passkey

    def remove(self, *, by: User, now: datetime) -> None:
        with transaction.atomic():
            Passkey.objects.filter(pk=self.pk).delete()
            note("SECOND_FACTOR_REMOVED", self.user, now=now, by=by, what=said("passkey"))

    def shown(self, counter: int, now: datetime) -> bool:
        """Notes that it was shown. False for a counter that went back: such a key has been copied.

        Most passkeys always say 0, which proves nothing either way (WebAuthn, section 6.1.1).
        """
        fits = models.Q(counter__lt=counter) | (models.Q(counter=0) if counter == 0 else models.Q(pk=None))
        return bool(Passkey.objects.filter(fits, pk=self.pk).update(counter=counter, used_at=now))
