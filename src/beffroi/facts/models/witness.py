"""Who is in the room: a named person, and the link that lets them say how it came out, once."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from django.db import models, transaction

from beffroi.access.models import User
from beffroi.access.secret_link import hashed, new_secret
from beffroi.facts.models.attestation import Attestation
from beffroi.facts.models.fact import Fact, Outcome
from beffroi.journal.models import record
from beffroi.journal.moves import NotAllowed

if TYPE_CHECKING:
    from django.db.models.fields.related_descriptors import RelatedManager

LIVES = timedelta(days=2)


class Witness(models.Model):
    """Somebody who can tell, reached on one `channel` at one `address`; needs no account here."""

    fact = models.ForeignKey(Fact, on_delete=models.CASCADE, related_name="witnesses")
    name = models.CharField(max_length=120)
    channel = models.CharField(max_length=10, default="mail")
    address = models.CharField(max_length=254, default="", blank=True)
    added_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    added_at = models.DateTimeField()

    if TYPE_CHECKING:
        links: RelatedManager[WitnessLink]

    class Meta:
        ordering = ["name", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["fact", "channel", "address", "name"], name="one_witness_per_address")
        ]

    def __str__(self) -> str:
        return self.name

    @classmethod
    def name_one(cls, fact: Fact, *, name: str, channel: str, address: str, by: User, now: datetime) -> Witness:
        """Pressing twice names once."""
        with transaction.atomic():
            witness, new = cls.objects.get_or_create(
                fact=fact, name=name, channel=channel, address=address, defaults={"added_by": by, "added_at": now}
            )
            if new:
                said = {"fact": fact.statement, "name": name}
                record("WITNESS_NAMED", fact, organisation=fact.organisation, actor=by, now=now, **said)
        return witness

    def ask(self, *, by: User, now: datetime) -> tuple[WitnessLink, str]:
        """A new link and its secret, of which only the hash is kept. An earlier link of this witness closes.

        Raises NotAllowed when the fact is not waited for.
        """
        secret = new_secret()
        with transaction.atomic():
            self.fact.lock()
            if self.fact.state != "waiting":
                raise NotAllowed(f"{self.fact_id} is {self.fact.state}")
            self.links.filter(used_at=None, expires_at__gt=now).update(expires_at=now)
            link = self.links.create(
                secret_hash=hashed(secret), asked_by=by, asked_at=now, expires_at=min(self.fact.expires_at, now + LIVES)
            )
            said = {"fact": self.fact.statement, "name": self.name}
            record("WITNESS_ASKED", self.fact, organisation=self.fact.organisation, actor=by, now=now, **said)
        return link, secret


class WitnessLink(models.Model):
    """One link. `device_hash` is of the browser that first answered: from then on it works in no other one."""

    witness = models.ForeignKey(Witness, on_delete=models.CASCADE, related_name="links")
    secret_hash = models.CharField(max_length=64, unique=True)
    asked_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    asked_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    device_hash = models.CharField(max_length=64, default="", blank=True)
    used_at = models.DateTimeField(null=True)
    attestation = models.ForeignKey(Attestation, null=True, on_delete=models.SET_NULL, related_name="+")

    def __str__(self) -> str:
        return f"link of {self.witness_id}"

    @classmethod
    def opened_by(cls, secret: str) -> WitnessLink | None:
        """The link that a secret opens, whatever became of it; None for one that never was."""
        whole = cls.objects.select_related("witness__fact__organisation", "asked_by", "attestation__settlement")
        return whole.filter(secret_hash=hashed(secret)).first()

    @property
    def fact(self) -> Fact:
        return self.witness.fact

    def standing(self, device: str, now: datetime) -> str:
        """What has become of it for the browser that carries `device`: "open", "said", "elsewhere" (it belongs to
        another browser), "expired", or "settled" (others have said it, or nobody waits any more)."""
        if self.device_hash and self.device_hash != hashed(device):
            return "elsewhere"
        if self.used_at is not None:
            return "said"
        if now >= self.expires_at:
            return "expired"
        return "open" if self.fact.state == "waiting" else "settled"

    def hold(self, device: str, now: datetime) -> None:
        """Ties the link to the browser that answers first. Raises NotAllowed when it belongs to another one."""
        free = WitnessLink.objects.filter(pk=self.pk, device_hash__in=["", hashed(device)], expires_at__gt=now)
        if not free.update(device_hash=hashed(device)):
            raise NotAllowed(f"{self} belongs to another browser, or is over")
        self.device_hash = hashed(device)

    def say(self, outcome: Outcome, *, device: str, browser: str, now: datetime, reason: str = "") -> Attestation:
        """The witness's word. Pressing twice says it once.

        Raises NotAllowed for a link that is not open to this browser, and what `Attestation.give` raises; then the
        link stays open.
        """
        with transaction.atomic():
            self.hold(device, now)
            if self.standing(device, now) not in ("open", "said"):
                raise NotAllowed(f"{self} is {self.standing(device, now)}")
            given = Attestation.give(self.fact, outcome, witness=self.witness, now=now, device=browser, reason=reason)
            self.used_at, self.attestation = self.used_at or now, given
            self.save(update_fields=["used_at", "attestation"])
        return given

    def take_back(self, *, device: str, now: datetime) -> None:
        """The witness takes their word back: the link is open again. Raises NotAllowed when it is too late."""
        with transaction.atomic():
            if self.standing(device, now) != "said" or self.attestation is None:
                raise NotAllowed(f"{self} has said nothing here")
            self.attestation.take_back(now=now)
            self.used_at, self.attestation = None, None
            self.save(update_fields=["used_at", "attestation"])
