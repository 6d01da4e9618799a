"""From the tables to the store: the days that changed, and no other."""

from collections.abc import Iterator
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

from django.conf import settings

from beffroi.rankings.models import Activity, ChangedDay, CounterReading
from beffroi.rankings.store import Store

_ACTIVITY = (
    "account",
    "kind",
    "at",
    "other",
    "answered_at",
    "images",
    "images_with_alt",
    "tags",
    "readable_tags",
)
_READING = ("account", "at", "followers", "following", "posts")


def store() -> Store:
    return Store(Path(settings.DATA) / "rankings")


def export(changed: ChangedDay) -> bool:
    """Writes a day anew, from the tables; it is due no more, unless something came meanwhile."""
    write(changed.day)
    changed.settle()
    return True


def write(day: date) -> None:
    events = Activity.objects.on(day).order_by("account", "at", "id").values_list(*_ACTIVITY)
    readings = CounterReading.objects.on(day).order_by("account", "at").values_list(*_READING)
    store().write_day(day, _plain(events.iterator(20_000)), _plain(readings.iterator(20_000)))


def _plain(rows: Iterator[tuple[Any, ...]]) -> Iterator[list[Any]]:
    """Moments in UTC without a zone, as the store keeps them."""
    for row in rows:
        yield [each.astimezone(UTC).replace(tzinfo=None) if isinstance(each, datetime) else each for each in row]
