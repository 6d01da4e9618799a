"""When a public profile is read next, and what came of the last reading."""

from datetime import datetime

import msgspec
from django.db import models

from beffroi.directory.models import Account
from beffroi.engines.takeover.watch import Watch
from beffroi.vocabulary import Sentence
from beffroi.work.models import Due, DueQuerySet


class ProfilePoll(Due):
    """When an account's public profile is read next.

    `memory` is what is remembered between two readings (engines/takeover/watch.py), as JSON. `doubt` says that the
    register may be wrong, not the account. `gone_at` is when the network was first seen to show the account no more.
    """

    account = models.OneToOneField(Account, on_delete=models.CASCADE, related_name="+")
    read_at = models.DateTimeField(null=True)
    trouble = models.JSONField(default=dict)  # a Sentence
    doubt = models.JSONField(default=dict)  # a Sentence
    gone_at = models.DateTimeField(null=True)
    memory = models.TextField(default="")

    objects = DueQuerySet.as_manager()

    class Meta:
        indexes = [models.Index(fields=["due_at"], name="profile_poll_due")]

    def __str__(self) -> str:
        return f"profile of {self.account_id}"

    def settle(self, *, read_at: datetime | None = None, trouble: Sentence | None = None) -> None:
        self.read_at = read_at or self.read_at
        self.trouble = trouble.as_json() if trouble else {}
        self.save(update_fields=["read_at", "trouble"])

    @property
    def watch(self) -> Watch:
        """What is remembered; nothing where another release wrote what this one cannot read."""
        try:
            return msgspec.json.decode(self.memory, type=Watch) if self.memory else Watch()
        except msgspec.DecodeError:
            return Watch()

    def remembers(self, watch: Watch) -> None:
        self.memory = msgspec.json.encode(watch).decode()
        self.save(update_fields=["memory"])

    def doubts(self, doubt: Sentence | None) -> None:
        """The register is in doubt from now on, or no more."""
        said = doubt.as_json() if doubt else {}
        if said != self.doubt:
            self.doubt = said
            self.save(update_fields=["doubt"])

    def sees_nothing(self, now: datetime) -> bool:
        """The network shows the account no more; True from the second reading on: one alone may be a slip."""
        if self.gone_at is None:
            self.gone_at = now
            self.save(update_fields=["gone_at"])
            return False
        return True

    def sees_it(self) -> None:
        if self.gone_at is not None:
            self.gone_at = None
            self.save(update_fields=["gone_at"])
