"""Accounts of other bodies: watched, and not held."""

from datetime import datetime
from typing import Self

from django.db import models, transaction

from beffroi.access.models import Organisation, User
from beffroi.directory.models import network_name
from beffroi.engines.takeover.identity import Identity
from beffroi.journal.models import record
from beffroi.vocabulary import Profile, Sentence
from beffroi.work.models import Due, DueQuerySet


class PeerQuerySet(DueQuerySet["Peer"]):
    def of(self, organisation: Organisation) -> Self:
        """Those about which something was found first."""
        return self.filter(organisation=organisation).order_by("-found_at", "network", "handle", "pk")


class Peer(Due):
    """The account of a town, a ministry or an opponent, as it was when somebody began to watch it. Due when it is read
    next. `found` is what no longer agrees: we freeze nothing there, and tell its owners."""

    organisation = models.ForeignKey(Organisation, on_delete=models.CASCADE, related_name="+")
    network = models.CharField(max_length=40)
    native_id = models.CharField(max_length=255)
    handle = models.CharField(max_length=255)
    name = models.CharField(max_length=255)
    added_at = models.DateTimeField()
    added_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    read_at = models.DateTimeField(null=True)
    trouble = models.JSONField(default=dict)  # a Sentence
    found = models.JSONField(default=dict)  # a Sentence
    found_at = models.DateTimeField(null=True)
    shown_name = models.CharField(max_length=255, default="")
    shown_handle = models.CharField(max_length=255, default="")

    objects = PeerQuerySet.as_manager()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["organisation", "network", "native_id"], name="each_peer_once")]
        indexes = [models.Index(fields=["due_at"], name="peer_due")]

    def __str__(self) -> str:
        return f"@{self.handle}"

    @classmethod
    def watch(cls, organisation: Organisation, profile: Profile, *, by: User, now: datetime) -> "Peer":
        """Begins to watch an account as it is shown now; the known one, where it is watched already."""
        with transaction.atomic():
            peer, new = cls.objects.get_or_create(
                organisation=organisation,
                network=profile.network,
                native_id=profile.native_id,
                defaults={
                    "handle": profile.handle[:255],
                    "name": (profile.name or profile.handle)[:255],
                    "added_at": now,
                    "added_by": by,
                    "due_at": now,
                },
            )
            if new:
                record("PEER_WATCHED", peer, organisation=organisation, actor=by, now=now, account=str(peer))
        return peer

    def leave(self, *, by: User, now: datetime) -> None:
        """Watches it no more."""
        with transaction.atomic():
            record("PEER_LEFT", self, organisation=self.organisation, actor=by, now=now, account=str(self))
            self.delete()

    def accept(self, *, by: User, now: datetime) -> None:
        """What it shows now is right: from here on it is compared with that."""
        with transaction.atomic():
            self.name, self.handle = self.shown_name or self.name, self.shown_handle or self.handle
            self.found, self.found_at = {}, None
            self.save()
            record("PEER_ACCEPTED", self, organisation=self.organisation, actor=by, now=now, account=str(self))

    def settle(self, profile: Profile | None, found: Sentence | None, *, now: datetime) -> None:
        """What a reading showed. The first moment at which something was found stays."""
        self.read_at, self.trouble = now, {}
        self.found = found.as_json() if found else {}
        self.found_at = (self.found_at or now) if found else None
        if profile is not None:
            self.shown_name, self.shown_handle = profile.name[:255], profile.handle[:255]
        self.save()

    def failed(self, trouble: Sentence) -> None:
        self.trouble = trouble.as_json()
        self.save(update_fields=["trouble"])

    @property
    def identity(self) -> Identity:
        return Identity(self.name, handles=(self.handle,), native_id=self.native_id)

    @property
    def network_name(self) -> str:
        return network_name(self.network)
