"""How much others said, minute by minute, and when the pace changed."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import pairwise

from beffroi.chronicle import scope
from beffroi.chronicle.models import Entry, Incident
from beffroi.directory.models import Account
from beffroi.engines.counts.bursts import Change, changes, per_bin

LEAD, TAIL = timedelta(minutes=10), timedelta(minutes=5)
MINUTE = timedelta(minutes=1)
WIDTHS = (1, 2, 5, 10, 15, 30, 60)  # minutes
MOST_BINS = 360


@dataclass(frozen=True, slots=True)
class Pace:
    """From `start` to `end` others wrote `posts`; `rate` is that for each minute."""

    start: datetime
    end: datetime
    posts: int

    @property
    def rate(self) -> float:
        return self.posts / ((self.end - self.start) / MINUTE)


@dataclass(frozen=True, slots=True)
class Mark:
    """A moment at which we spoke."""

    at: datetime
    episode: str


@dataclass(frozen=True, slots=True)
class Curve:
    """`counts` of the posts of others in bins of `width` minutes from `start` on; `paces` between the changes."""

    start: datetime
    width: int
    counts: Sequence[int]
    changes: Sequence[Change]
    marks: Sequence[Mark]

    @property
    def total(self) -> int:
        return sum(self.counts)

    @property
    def peak(self) -> int:
        return max(self.counts, default=0)

    @property
    def peak_at(self) -> datetime:
        return self.at(list(self.counts).index(self.peak))

    @property
    def end(self) -> datetime:
        return self.at(len(self.counts))

    def at(self, place: int) -> datetime:
        return self.start + place * self.width * MINUTE

    @property
    def paces(self) -> list[Pace]:
        edges = [0, *(change.at for change in self.changes), len(self.counts)]
        return [Pace(self.at(a), self.at(b), sum(self.counts[a:b])) for a, b in pairwise(edges)]

    @property
    def spoken(self) -> list[tuple[datetime, int]]:
        """The bins in which anybody spoke, for the table."""
        return [(self.at(place), count) for place, count in enumerate(self.counts) if count]


def drawn(incident: Incident, entries: Sequence[Entry], ours: Sequence[Account]) -> Curve:
    """The curve from ten minutes before the incident to a little after the last word, with our own posts marked."""
    others = scope.posts(incident, before=LEAD).exclude(scope.by(ours))
    moments = list(others.values_list("published_at", flat=True))
    marks = [Mark(entry.at, entry.episode) for entry in entries if is_ours(entry, ours)]
    start = incident.started_at.replace(second=0, microsecond=0) - LEAD
    end = max([incident.started_at, *moments, *(mark.at for mark in marks)]) + TAIL
    width = _width((end - start) / MINUTE)
    bins = int((end - start) // (width * MINUTE)) + 1
    counts = per_bin(moments, start, bins, width * MINUTE)
    inside = [mark for mark in marks if start <= mark.at]
    return Curve(start, width, counts, changes(counts), inside)


def is_ours(entry: Entry, ours: Sequence[Account]) -> bool:
    whose = (entry.post.network, entry.post.author_id) if entry.post else None
    return any(whose == (account.network, account.native_id) for account in ours)


def _width(minutes: float) -> int:
    """The narrowest bins of which there are not too many to look at."""
    return next((width for width in WIDTHS if minutes / width <= MOST_BINS), WIDTHS[-1])
