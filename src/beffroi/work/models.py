"""A piece of background work is a row with `due_at` in its own table; None means that nothing is due."""

from datetime import datetime, timedelta
from typing import Self, TypeVar

from django.db import models

RowT = TypeVar("RowT", bound=models.Model, covariant=True)


class DueQuerySet(models.QuerySet[RowT]):
    def due(self, now: datetime) -> Self:
        """Rows whose time has come, longest due first."""
        return self.filter(due_at__lte=now).order_by("due_at", "id")

    def next_due(self, after: datetime) -> datetime | None:
        """When the next row comes due after `after`, None while nothing is planned."""
        later: datetime | None = (
            self.filter(due_at__gt=after).order_by("due_at").values_list("due_at", flat=True).first()
        )
        return later

    def claim(self, row: "Due", *, until: datetime, **changes: object) -> bool:
        """Takes `row` for us alone until `until`: compare-and-set on the `due_at` we saw.

        False: another worker got there first. If we die, the row comes due again at `until`.
        """
        taken = self.filter(pk=row.pk, due_at=row.due_at).update(due_at=until, **changes)
        if taken:
            row.due_at = until
        return bool(taken)


class Due(models.Model):
    """A row that can be due. Each kind declares its own manager, from DueQuerySet or what extends it."""

    due_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        abstract = True


class Heartbeat(models.Model):
    """When a process was last alive, for /readyz and `beffroi doctor`."""

    process = models.CharField(max_length=40, unique=True)
    seen_at = models.DateTimeField()

    def __str__(self) -> str:
        return f"{self.process} {self.seen_at:%H:%M:%S}"

    @classmethod
    def beat(cls, process: str, now: datetime) -> None:
        cls.objects.update_or_create(process=process, defaults={"seen_at": now})

    @classmethod
    def is_alive(cls, process: str, now: datetime) -> bool:
        return cls.objects.filter(process=process, seen_at__gte=now - timedelta(seconds=30)).exists()
