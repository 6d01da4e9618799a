"""When a public profile is read next, and what came of the last reading."""

from datetime import UTC, date, datetime

from django.db import models

from beffroi.directory.models import Account
from beffroi.engines.takeover.watch import Watch
from beffroi.vocabulary import Sentence
from beffroi.work.models import Due, DueQuerySet


class ProfilePoll(Due):
    """When an account's public profile is read next.

    `memory` is what is remembered between two readings (engines/takeover/watch.py), as JSON. `doubt` says that the
    register may be wrong, not the account. `gone_at` is when the network was first seen to show the account no more.
    `readings` were made since the `month` began: on some networks they are paid for.
    """

    account = models.OneToOneField(Account, on_delete=models.CASCADE, related_name="+")
    read_at = models.DateTimeField(null=True)
    trouble = models.JSONField(default=dict)  # a Sentence
    doubt = models.JSONField(default=dict)  # a Sentence
    gone_at = models.DateTimeField(null=True)
    memory = models.TextField(default="")
    month = models.DateField(null=True)
    readings = models.PositiveIntegerField(default=0)

    objects = DueQuerySet.as_manager()

    class Meta:
        indexes = [models.Index(fields=["due_at"], name="profile_poll_due")]

    def __str__(self) -> str:
        return f"profile of {self.account_id}"

    def settle(self, *, read_at: datetime | None = None, trouble: Sentence | None = None) -> None:
        self.read_at = read_at or self.read_at
        self.trouble = trouble.as_json() if trouble else {}
        self.save(update_fields=["read_at", "trouble"])

    def readings_of(self, now: datetime) -> int:
        """How many were made in the month of `now`."""
        return self.readings if self.month == _month(now) else 0

    def counts(self, now: datetime) -> None:
        """One reading more."""
        self.month, self.readings = _month(now), self.readings_of(now) + 1
        self.save(update_fields=["month", "readings"])

    @property
    def watch(self) -> Watch:
        """What is remembered; nothing where another release wrote what this one cannot read."""
        try:
            return Watch.of_json(self.memory)
        except ValueError:
            return Watch()

    def remembers(self, watch: Watch) -> None:
        self.memory = watch.as_json()
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


def _month(now: datetime) -> date:
    return now.astimezone(UTC).date().replace(day=1)
