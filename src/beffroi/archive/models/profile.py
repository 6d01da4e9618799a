"""What public profiles showed."""

from datetime import UTC, datetime, time, timedelta

from django.db import models

from beffroi import vocabulary
from beffroi.archive.counting import Count, read, written
from beffroi.archive.models.post import storable
from beffroi.directory.models import Account


class ProfileSnapshot(models.Model):
    """What an account's public profile showed; kept when it differs from the one before.

    Its counters are those of that moment: they move without end, and are kept in `Counters`.
    """

    account = models.ForeignKey(Account, on_delete=models.CASCADE, related_name="+")
    at = models.DateTimeField()
    native_id = models.CharField(max_length=255)
    handle = models.CharField(max_length=255)
    name = models.CharField(max_length=255)
    summary = models.TextField(default="")
    icon = models.CharField(max_length=500, default="")
    followers = models.PositiveIntegerField(null=True)
    posts = models.PositiveIntegerField(null=True)

    class Meta:
        indexes = [models.Index(fields=["account", "-at"], name="snapshot_latest")]

    def __str__(self) -> str:
        return f"{self.name} (@{self.handle})"

    SHOWN = ("native_id", "handle", "name", "summary", "icon", "followers", "posts")

    @classmethod
    def store(cls, account: Account, profile: vocabulary.Profile, *, now: datetime) -> "ProfileSnapshot":
        """The snapshot of `profile`; the latest one again when nothing has changed since."""
        shown = {
            "native_id": profile.native_id,
            "handle": storable(profile.handle, 255),
            "name": storable(profile.name, 255),
            "summary": storable(profile.summary),
            "icon": profile.icon[:500],
        }
        latest = cls.latest_of(account)
        if latest is not None and all(getattr(latest, field) == value for field, value in shown.items()):
            return latest
        return cls.objects.create(account=account, at=now, followers=profile.followers, posts=profile.posts, **shown)

    @classmethod
    def latest_of(cls, account: Account) -> "ProfileSnapshot | None":
        return cls.objects.filter(account=account).order_by("-at").first()


class Counters(models.Model):
    """What the counters of a profile showed in one week (from Monday, UTC), as `counting.py` writes it."""

    account = models.ForeignKey(Account, on_delete=models.CASCADE, related_name="+")
    week = models.DateField()
    readings = models.TextField(default="")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["account", "week"], name="one_row_of_counters_a_week")]

    def __str__(self) -> str:
        return f"{self.account_id}, week of {self.week}"

    @classmethod
    def note(cls, account: Account, profile: vocabulary.Profile, *, now: datetime) -> None:
        """Adds a reading, where it differs from the last one of its week and is not older."""
        week = now.astimezone(UTC).date() - timedelta(days=now.astimezone(UTC).weekday())
        row, _new = cls.objects.get_or_create(account=account, week=week)
        last = next(reversed(row.counts), None)
        count = Count(now, profile.followers, profile.posts)
        if last is None or (last.at <= now and last.shown != count.shown):
            row.readings += written(count, last, row.start)
            row.save(update_fields=["readings"])

    @classmethod
    def last_before(cls, account: Account, moment: datetime) -> Count | None:
        """The last reading before `moment`, None where there was none."""
        for row in cls.objects.filter(account=account, week__lte=moment.astimezone(UTC).date()).order_by("-week"):
            if found := [count for count in row.counts if count.at < moment]:
                return found[-1]
        return None

    @property
    def start(self) -> datetime:
        return datetime.combine(self.week, time(), tzinfo=UTC)

    @property
    def counts(self) -> list[Count]:
        """Its readings, oldest first."""
        return list(read(self.readings, self.start))
