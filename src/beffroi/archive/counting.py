"""How the counters of a profile are kept: each reading that differs from the one before, as a difference.

`minute,followers,posts` and a semicolon; the first of a week whole, the others as steps. A counter that the network
does not show is left empty. Two years of one account fit in some kilobytes.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta

MINUTE = timedelta(minutes=1)


@dataclass(frozen=True, slots=True)
class Count:
    """What the counters showed at one moment; None for what the network does not show."""

    at: datetime
    followers: int | None
    posts: int | None

    @property
    def shown(self) -> tuple[int | None, int | None]:
        return self.followers, self.posts


def written(count: Count, before: Count | None, start: datetime) -> str:
    """One reading as it is appended to those of its week, which begins at `start`; `before` is the reading before it
    in the same week."""
    since = before.at if before else start
    steps = (_step(now, then) for now, then in zip(count.shown, before.shown if before else (None, None), strict=True))
    return f"{(count.at - since) // MINUTE},{','.join(steps)};"


def read(text: str, start: datetime) -> Iterator[Count]:
    """The readings of a week, oldest first, to the minute."""
    at = start
    shown: tuple[int | None, int | None] = (None, None)
    for entry in filter(None, text.split(";")):
        minutes, followers, posts = entry.split(",")
        at += int(minutes) * MINUTE
        shown = (_sum(shown[0], followers), _sum(shown[1], posts))
        yield Count(at, *shown)


def _step(now: int | None, then: int | None) -> str:
    return "" if now is None else str(now - (then or 0))


def _sum(then: int | None, step: str) -> int | None:
    return int(step) + (then or 0) if step else None
