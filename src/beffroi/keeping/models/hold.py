"""What must not go, because somebody may need it in court."""

from collections.abc import Iterable
from datetime import date, datetime
from typing import Self

from django.db import models, transaction

from beffroi.access.models import Organisation, User
from beffroi.journal.models import record


class HoldQuerySet(models.QuerySet["Hold"]):
    def standing(self, organisation: Organisation | None = None) -> Self:
        """Holds that nobody lifted and whose last day is not over; of one organisation, or of all."""
        standing = self.filter(lifted_at=None)
        return standing if organisation is None else standing.filter(organisation=organisation)

    def over(self, today: date) -> Self:
        return self.standing().filter(until__lt=today)


class Hold(models.Model):
    """`kind` is what is held: a case, an incident, an account, or all that was said from one day to another.

    `until` is its last day, None for as long as nobody lifts it. `said` is how what is held was called then.
    """

    organisation = models.ForeignKey(Organisation, on_delete=models.CASCADE, related_name="+")
    kind = models.CharField(max_length=20)
    subject_id = models.CharField(max_length=40, default="", blank=True)
    said = models.CharField(max_length=200)
    account = models.PositiveBigIntegerField(null=True)  # the account that is held
    said_from = models.DateTimeField(null=True)  # of a period: what was said between these two
    said_to = models.DateTimeField(null=True)
    reason = models.TextField(max_length=1000)
    at = models.DateTimeField()
    by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    until = models.DateField(null=True)
    lifted_at = models.DateTimeField(null=True)
    lifted_by = models.ForeignKey(User, null=True, on_delete=models.PROTECT, related_name="+")

    objects = HoldQuerySet.as_manager()

    class Meta:
        indexes = [models.Index(fields=["organisation"], name="hold_standing", condition=models.Q(lifted_at=None))]

    def __str__(self) -> str:
        return self.said

    @classmethod
    def place(
        cls, organisation: Organisation, *, talks: Iterable[tuple[str, str]], by: User, now: datetime, **what: object
    ) -> "Hold":
        """From now on nothing of it goes. `talks` are its conversations, `what` the fields of the row."""
        with transaction.atomic():
            hold: Hold = cls.objects.create(organisation=organisation, at=now, by=by, **what)
            hold.cover(talks)
            hold._record("HOLD_PLACED", by, now)
        return hold

    def cover(self, talks: Iterable[tuple[str, str]]) -> None:
        """Takes in conversations that what is held has now: it may have grown."""
        rows = [HoldTalk(hold=self, network=network, conversation=talk) for network, talk in set(talks)]
        HoldTalk.objects.bulk_create(rows, ignore_conflicts=True)

    def lift(self, *, by: User | None, now: datetime) -> bool:
        """What was held goes when its time is over; `by` None: its last day has passed. False: it was lifted before."""
        with transaction.atomic():
            standing = Hold.objects.filter(pk=self.pk, lifted_at=None)
            if not standing.update(lifted_at=now, lifted_by=by):
                return False
            self._record("HOLD_LIFTED" if by else "HOLD_ENDED", by, now)
        return True

    def _record(self, verb: str, by: User | None, now: datetime) -> None:
        record(verb, self, organisation=self.organisation, actor=by, now=now, what=self.said, number=self.pk)


class HoldTalk(models.Model):
    """A conversation of what is held, as its network numbers it."""

    hold = models.ForeignKey(Hold, on_delete=models.CASCADE, related_name="talks")
    network = models.CharField(max_length=40)
    conversation = models.CharField(max_length=500)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["hold", "network", "conversation"], name="each_talk_held_once"),
        ]
        indexes = [models.Index(fields=["network", "conversation"], name="hold_by_talk")]

    def __str__(self) -> str:
        return f"{self.hold_id}: {self.network}"
