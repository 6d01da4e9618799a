"""Where the time of a question went: to a service, to an approval, to the desk. Three parts that sum to the whole."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from itertools import pairwise

Span = tuple[datetime, datetime | None]  # from (included) to (excluded); None: it lasts
Measure = Callable[[datetime, datetime], timedelta]  # of real time, or of open time alone; additive

PARTS = ("service", "approval", "desk")
NOTHING, MINUTE = timedelta(), timedelta(minutes=1)


@dataclass(frozen=True, slots=True)
class Waits:
    """How long a question waited for a service, for an approval, and for the desk."""

    service: timedelta = NOTHING
    approval: timedelta = NOTHING
    desk: timedelta = NOTHING

    @property
    def parts(self) -> tuple[timedelta, timedelta, timedelta]:
        return self.service, self.approval, self.desk

    @property
    def whole(self) -> timedelta:
        return self.service + self.approval + self.desk


def real(start: datetime, end: datetime) -> timedelta:
    """All the time there is, also in the night when the clocks are changed."""
    return end.astimezone(UTC) - start.astimezone(UTC)


def holder(at: datetime, *, service: Iterable[Span], approval: Iterable[Span]) -> str:
    """For whom a question waits at a moment, one of PARTS: where an answer lies before those who approve, for them;
    else for the service that has it; in all other cases for the desk."""
    if any(_lasts(span, at) for span in approval):
        return "approval"
    return "service" if any(_lasts(span, at) for span in service) else "desk"


def waits(
    start: datetime, end: datetime, *, service: Sequence[Span], approval: Sequence[Span], measure: Measure = real
) -> Waits:
    """The time from `start` to `end`, taken apart by who held the question. Spans may overlap and reach beyond; every
    datetime is aware. Nothing where `end` is not after `start`."""
    inside = {at for span in (*service, *approval) for at in span if at is not None and start < at < end}
    found = dict.fromkeys(PARTS, NOTHING)
    for begins, ends in pairwise(sorted({start, end, *inside}) if start < end else ()):
        found[holder(begins, service=service, approval=approval)] += measure(begins, ends)
    return Waits(**found)


def mean(every: Sequence[Waits]) -> Waits:
    """On average; nothing of nothing."""
    if not every:
        return Waits()
    sums = (sum(parts, NOTHING) for parts in zip(*(each.parts for each in every), strict=True))
    return Waits(*(each / len(every) for each in sums))


def in_minutes(each: Waits) -> Waits:
    """In whole minutes, each part less than one from what it is, so that they sum to the whole minutes of the whole."""
    service = each.service // MINUTE
    approval = (each.service + each.approval) // MINUTE - service
    desk = each.whole // MINUTE - service - approval
    return Waits(service * MINUTE, approval * MINUTE, desk * MINUTE)


def shares(each: Waits) -> tuple[int, int, int] | None:
    """Of a hundred, so much in each part: whole numbers that sum to a hundred. None where no time passed."""
    if not each.whole:
        return None
    service = round(100 * (each.service / each.whole))
    both = round(100 * ((each.service + each.approval) / each.whole))
    return service, both - service, 100 - both


def _lasts(span: Span, at: datetime) -> bool:
    begins, ends = span
    return begins <= at and (ends is None or at < ends)
