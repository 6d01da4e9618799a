"""What was observed of official accounts: their counters, and what they did, without a word of what was said."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import UTC, date, datetime, timedelta
from typing import Any, Self, TypeVar

from django.db import models, transaction

from beffroi.directory.models import OfficialAccount, Source
from beffroi.work.models import Due, DueQuerySet

RowT = TypeVar("RowT", bound=models.Model)

KINDS = ("own", "reply", "share", "quote", "heard")
BATCH = 2_000
KEPT = timedelta(days=400)  # a year's window, and the time that its edition waits


class ChangedDay(Due):
    """A day, in UTC, of which something was noted since it was last written to the store: due until it is."""

    day = models.DateField(unique=True)

    objects = DueQuerySet["ChangedDay"].as_manager()

    class Meta:
        indexes = [models.Index(fields=["due_at"], name="changed_day_by_due")]

    def __str__(self) -> str:
        return str(self.day)

    @classmethod
    def mark(cls, moments: Iterable[datetime], *, now: datetime) -> None:
        """In the transaction that notes them."""
        rows = [cls(day=day, due_at=now) for day in sorted({day_of(moment) for moment in moments})]
        ChangedDay.objects.bulk_create(rows, update_conflicts=True, unique_fields=["day"], update_fields=["due_at"])

    def settle(self) -> None:
        """It was written; not when something came meanwhile."""
        ChangedDay.objects.filter(pk=self.pk, due_at=self.due_at).update(due_at=None)


class ObservedQuerySet(models.QuerySet[RowT]):
    def on(self, day: date) -> Self:
        first = datetime(day.year, day.month, day.day, tzinfo=UTC)
        return self.filter(at__gte=first, at__lt=first + timedelta(days=1))


class ActivityQuerySet(ObservedQuerySet["Activity"]):
    def to_forget(self, now: datetime) -> Self:
        """Rows that still say with whom an account spoke, although no edition will ask for it any more."""
        return self.filter(at__lt=now - KEPT).exclude(other="").order_by("at", "id")


class CounterReading(models.Model):
    """The public counters of an account at one moment; null where the network did not say."""

    account = models.ForeignKey(OfficialAccount, on_delete=models.CASCADE, related_name="+")
    at = models.DateTimeField()
    followers = models.PositiveBigIntegerField(null=True)
    following = models.PositiveBigIntegerField(null=True)
    posts = models.PositiveBigIntegerField(null=True)
    source = models.ForeignKey(Source, on_delete=models.PROTECT, null=True, related_name="+")  # null: read by Beffroi

    objects = ObservedQuerySet["CounterReading"].as_manager()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["account", "at"], name="each_counter_reading_once")]
        indexes = [models.Index(fields=["at"], name="counter_reading_by_moment")]

    def __str__(self) -> str:
        return f"{self.account_id} {self.at:%Y-%m-%d %H:%M}"

    @classmethod
    def note(cls, readings: Sequence["CounterReading"], *, now: datetime) -> int:
        """Keeps unsaved readings; the number of new ones. A reading that is known changes nothing."""
        with transaction.atomic():
            wanted = {(reading.account_id, reading.at): reading for reading in readings}
            known = cls.objects.filter(
                account__in={account for account, _ in wanted}, at__in={moment for _, moment in wanted}
            )
            new = _without(wanted, known.values_list("account", "at"))
            CounterReading.objects.bulk_create(new, batch_size=BATCH, ignore_conflicts=True)
            ChangedDay.mark((reading.at for reading in new), now=now)
        return len(new)


class Activity(models.Model):
    """One post of a listed account, or one that spoke to it (kind "heard"), without its text.

    `other` is the native id of whom it answers, shares or quotes, or of who spoke to it. `parent_at` is when that was
    said which it answers; `answered_at`, of what was heard, when the account first answered it. `readable_tags` are
    those that `engines.ranking.hashtags` finds readable.
    """

    account = models.ForeignKey(OfficialAccount, on_delete=models.CASCADE, related_name="+")
    native_id = models.CharField(max_length=255)
    kind = models.CharField(max_length=10, choices=[(kind, kind) for kind in KINDS])
    at = models.DateTimeField()
    other = models.CharField(max_length=255, default="", blank=True)
    parent_at = models.DateTimeField(null=True)
    answered_at = models.DateTimeField(null=True)
    images = models.PositiveSmallIntegerField(default=0)
    images_with_alt = models.PositiveSmallIntegerField(default=0)
    tags = models.PositiveSmallIntegerField(default=0)
    readable_tags = models.PositiveSmallIntegerField(default=0)

    objects = ActivityQuerySet.as_manager()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["account", "native_id", "kind"], name="each_activity_once")]
        indexes = [
            models.Index(fields=["at"], name="activity_by_moment"),
            models.Index(fields=["at"], condition=~models.Q(other=""), name="activity_with_somebody"),
        ]

    def __str__(self) -> str:
        return f"{self.account_id} {self.kind} {self.native_id}"

    @classmethod
    def note(cls, seen: Sequence["Activity"], *, now: datetime) -> int:
        """Keeps unsaved rows as they were first seen; the number of new ones. What is known changes nothing, and a day
        without anything new is not written again."""
        with transaction.atomic():
            wanted = {(each.account_id, each.native_id, each.kind): each for each in seen}
            known = cls.objects.filter(
                account__in={each.account_id for each in seen}, native_id__in={each.native_id for each in seen}
            )
            new = _without(wanted, known.values_list("account", "native_id", "kind"))
            Activity.objects.bulk_create(new, batch_size=BATCH, ignore_conflicts=True)
            ChangedDay.mark((each.at for each in new), now=now)
        return len(new)

    @classmethod
    def answer(cls, account: OfficialAccount, heard: str, *, at: datetime, now: datetime) -> bool:
        """The account answered, at `at`, what it had heard as `heard` (a native id); False where that is not known, or
        where an earlier answer is."""
        with transaction.atomic():
            asked = cls.objects.filter(account=account, native_id=heard, kind="heard")
            moment = asked.values_list("at", flat=True).first()
            later = models.Q(answered_at=None) | models.Q(answered_at__gt=at)
            if moment is None or not asked.filter(later).update(answered_at=at):
                return False
            ChangedDay.mark([moment], now=now)
        return True

    @classmethod
    def forget(cls, rows: Sequence["Activity"], *, now: datetime) -> int:
        """Takes out of the rows who spoke, or was spoken to; the numbers stay, and the day is written again."""
        with transaction.atomic():
            for row in rows:
                row.other = ""
                if row.kind == "heard":
                    row.native_id = f"forgotten-{row.pk}"
            Activity.objects.bulk_update(rows, ["other", "native_id"], batch_size=BATCH)
            ChangedDay.mark((row.at for row in rows), now=now)
        return len(rows)


def day_of(moment: datetime) -> date:
    return moment.astimezone(UTC).date()


def _without(wanted: Mapping[Any, RowT], known: Iterable[Any]) -> list[RowT]:
    seen = set(known)
    return [row for key, row in wanted.items() if key not in seen]
