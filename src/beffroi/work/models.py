"""A piece of background work is a row with `due_at` in its own table; None means that nothing is due."""

import os
import socket
from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any, Self, TypeVar

from django.db import models

RowT = TypeVar("RowT", bound=models.Model, covariant=True)

SILENT = timedelta(seconds=30)  # without a sign of life: it is taken for dead
RECENTLY = timedelta(hours=1)
FORGOTTEN = timedelta(days=1)


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
    """When a process was last alive, for /readyz and `beffroi doctor`: a row for each, wherever it runs."""

    process = models.CharField(max_length=40)  # what it does: worker, listener, hearer
    host = models.CharField(max_length=255, default="")
    pid = models.PositiveIntegerField(default=0)
    seen_at = models.DateTimeField()
    counts = models.JSONField(default=list)  # what it has counted since it began: see counts.py

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["process", "host", "pid"], name="one_heartbeat_for_each_process"),
        ]

    def __str__(self) -> str:
        return f"{self.process} {self.host}/{self.pid} {self.seen_at:%H:%M:%S}"

    @classmethod
    def beat(
        cls, process: str, now: datetime, *, host: str = "", pid: int | None = None, counts: Sequence[object] = ()
    ) -> None:
        """Notes that `process` lives, by default this very one; what has been silent for a day is forgotten."""
        who: dict[str, Any] = {
            "process": process,
            "host": host or socket.gethostname(),
            "pid": os.getpid() if pid is None else pid,
        }
        _row, is_new = cls.objects.update_or_create(**who, defaults={"seen_at": now, "counts": list(counts)})
        if is_new:
            cls.objects.filter(seen_at__lt=now - FORGOTTEN).delete()

    @classmethod
    def leave(cls, process: str) -> None:
        """Takes back the sign of life of this very process, which ends in order: it is not dead."""
        cls.objects.filter(process=process, host=socket.gethostname(), pid=os.getpid()).delete()

    @classmethod
    def alive(cls, process: str, now: datetime) -> "models.QuerySet[Heartbeat]":
        """Those that gave a sign of life lately."""
        return cls.objects.filter(process=process, seen_at__gte=now - SILENT)

    @classmethod
    def is_alive(cls, process: str, now: datetime) -> bool:
        return cls.alive(process, now).exists()

    @classmethod
    def fell_silent(cls, process: str, now: datetime) -> "models.QuerySet[Heartbeat]":
        """Those that lived within the hour and do not any more: stopped, or dead."""
        return cls.objects.filter(process=process, seen_at__lt=now - SILENT, seen_at__gte=now - RECENTLY)
