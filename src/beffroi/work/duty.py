"""A duty: a function that claims due rows and works them. Tests call it directly with the time they want."""

import logging
import time
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from importlib import import_module
from importlib.util import find_spec
from typing import TypeVar

from django.apps import apps

from beffroi.work.models import Due

log = logging.getLogger("beffroi.work")

RowT = TypeVar("RowT", bound=Due)

BACKOFF = (5, 15, 60, 300, 900)  # seconds


@dataclass(frozen=True, slots=True)
class Duty:
    """`run(now)` works what is due and says how many rows it worked; `does` tells an administrator what it is for.

    `rests` is how long it sleeps when nothing was due, in seconds: the most that a row waits which is written due. A
    row that was planned waits less where `next_due(after)` says when the next one comes due, and where it does not, up
    to a second longer. `threads` is how many run side by side. What `may_be_cut` is not waited for when everything
    stops: it takes minutes, and is done again as if it had never begun.
    """

    name: str
    does: str
    run: Callable[[datetime], int]
    rests: float = 0.25
    threads: int = 1
    may_be_cut: bool = False
    next_due: Callable[[datetime], datetime | None] | None = None


def all_duties() -> list[Duty]:
    """Every duty of every room: the DUTIES of its duties.py."""
    rooms = [config.name for config in apps.get_app_configs() if find_spec(f"{config.name}.duties")]
    return [duty for room in rooms for duty in import_module(f"{room}.duties").DUTIES]


def clock_from(now: datetime) -> Callable[[], datetime]:
    """A clock that starts at `now` and runs on: a slow network call moves it, a test sets it."""
    started = time.monotonic()
    return lambda: now + timedelta(seconds=time.monotonic() - started)


def retry_after(attempts: int, asked: float | None = None) -> timedelta:
    """How long to wait before the next try: what the network asked for, else a capped backoff."""
    if asked is not None:
        return timedelta(seconds=max(1.0, asked))
    return timedelta(seconds=BACKOFF[min(max(attempts, 1), len(BACKOFF)) - 1])


def each(rows: Iterable[RowT], act: Callable[[RowT], bool]) -> int:
    """Acts on every row; one row's bug is logged and counted, and does not stop the others.

    The claimed row of a crashed act comes due again when its lease passes. `act` says whether it did anything.
    """
    worked = 0
    for row in rows:
        try:
            worked += bool(act(row))
        except Exception:
            log.exception("%s %s failed; it comes due again when its lease passes", type(row).__name__, row.pk)
    return worked
