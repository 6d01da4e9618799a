"""How soon what was found was answered, by day and by night."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, time, timedelta
from zoneinfo import ZoneInfo

from beffroi.engines.counts.sample import LEAST, quantile

NIGHT = (time(20), time(8))  # on the town's clock; the first is night, the last is day


@dataclass(frozen=True, slots=True)
class Run:
    """One run of the clock. `answered_at` is None for what was not answered, `is_over` says that nobody will."""

    found_at: datetime
    answered_at: datetime | None
    is_over: bool = False

    @property
    def took(self) -> timedelta | None:
        return None if self.answered_at is None else self.answered_at - self.found_at


@dataclass(frozen=True, slots=True)
class Figures:
    """Of some runs: half of the answers took at most `half`, nine in ten at most `slow`; both None below the smallest
    sample. What still waits, and what was closed without an answer, is counted and is in neither."""

    answered: int
    waiting: int
    closed: int
    half: timedelta | None
    slow: timedelta | None


def figures(runs: Iterable[Run], lengths: Iterable[timedelta] | None = None) -> Figures:
    """`lengths` are what the answers took where not all time counts, in any order; without them it is real time."""
    every = list(runs)
    counted = [run.took for run in every if run.took is not None] if lengths is None else lengths
    took = sorted(length.total_seconds() for length in counted)
    unanswered = [run for run in every if run.answered_at is None]
    closed = sum(1 for run in unanswered if run.is_over)
    half, slow = (timedelta(seconds=quantile(took, part)) if len(took) >= LEAST else None for part in (0.5, 0.9))
    return Figures(len(took), len(unanswered) - closed, closed, half, slow)


def by_light(runs: Iterable[Run], zone: ZoneInfo) -> tuple[Sequence[Run], Sequence[Run]]:
    """Those found by day, and those found by night."""
    every = list(runs)
    return [run for run in every if not is_night(run.found_at, zone)], [
        run for run in every if is_night(run.found_at, zone)
    ]


def is_night(at: datetime, zone: ZoneInfo) -> bool:
    """Whether a clock of `zone` shows a time of the night at an aware moment."""
    clock = at.astimezone(zone).time()
    return clock >= NIGHT[0] or clock < NIGHT[1]
