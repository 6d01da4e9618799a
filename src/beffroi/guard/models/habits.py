"""What an account usually writes, in counts, and the evidence that its newest posts were written by somebody else."""

from datetime import datetime
from typing import TYPE_CHECKING, Self

import msgspec
from django.db import models
from django.db.models import Exists, OuterRef

from beffroi.archive.models import OwnPost
from beffroi.directory.models import Account
from beffroi.guard.models.alarm import Alarm
from beffroi.work.models import Due, DueQuerySet

if TYPE_CHECKING:
    from beffroi.engines.takeover.posts import Watch


class HabitsQuerySet(DueQuerySet["Habits"]):
    def behind(self) -> Self:
        """Those whose account shows posts that were not looked at, and of which it is known whether they left here."""
        newer = OwnPost.objects.filter(account=OuterRef("account"), pk__gt=OuterRef("judged_to"), due_at=None)
        return self.filter(Exists(newer))


class Habits(Due):
    """One row for each account; due while it has not learned how the account wrote before it was connected.

    `kept` is a packed `Watch`: numbers, and no text. `judged_to` is the last OwnPost that was looked at, `answered_to`
    the last verdict that it has heard of.
    """

    account = models.OneToOneField(Account, on_delete=models.CASCADE, related_name="+")
    kept = models.BinaryField(default=b"")
    judged_to = models.BigIntegerField(default=0)
    answered_to = models.DateTimeField(null=True)

    objects = HabitsQuerySet.as_manager()

    class Meta:
        indexes = [models.Index(fields=["due_at"], name="habits_due", condition=models.Q(due_at__isnull=False))]

    def __str__(self) -> str:
        return f"habits of {self.account_id}"

    @classmethod
    def enrol(cls, now: datetime) -> None:
        """Gives one to each account that has none."""
        missing = Account.objects.exclude(pk__in=cls.objects.values("account"))
        Habits.objects.bulk_create([Habits(account=account, due_at=now) for account in missing], ignore_conflicts=True)

    def watch(self) -> "Watch":
        """Where it was left. What cannot be read any more begins anew."""
        from beffroi.guard.post_model import watch_of  # here: NumPy comes with it, and few processes judge posts

        return watch_of(bytes(self.kept))

    def keep(self, watch: "Watch") -> None:
        self.kept = msgspec.msgpack.encode(watch.pack())
        self.save(update_fields=["kept", "judged_to", "answered_to", "due_at"])

    def hear(self, watch: "Watch") -> None:
        """What people said of its alarms since, and whether one stands: then nothing is learned."""
        from beffroi.engines.takeover.posts.words import DETECTOR  # as above

        ours = Alarm.objects.filter(account=self.account_id)
        said = ours.filter(detector=DETECTOR, verdict__isnull=False)
        if self.answered_to is not None:
            said = said.filter(verdict__at__gt=self.answered_to)
        for alarm in said.select_related("verdict").order_by("verdict__at"):
            if alarm.verdict.ours:
                watch.accept()
            else:
                watch.refuse()
            self.answered_to = alarm.verdict.at
        watch.held = ours.standing().filter(severe=True).exists()
