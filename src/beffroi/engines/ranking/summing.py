"""From the facts of each day to the sums of a window: the plain way, which the quick one is tested against."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date
from itertools import groupby, pairwise
from typing import Any

from beffroi.engines.ranking.leaps import leap
from beffroi.engines.ranking.record import Count, Sums
from beffroi.engines.ranking.window import Window

COUNTS = ("own", "replies", "shares", "quotes", "heard", "answered", "images", "described", "tags", "readable")
WRITTEN = ("own", "quotes", "replies", "shares")
COLUMNS = ("account", "day", *COUNTS, "followers", "posts", "waits")

Row = Mapping[str, str]


def summed(rows: Iterable[Row], window: Window) -> Iterator[tuple[int, Sums]]:
    """The sums of each account. `rows` are in the order of account and day; a column that the measure does not need
    may be absent. `followers` and `posts` are counters and empty where they were not read; `waits` are minutes.
    Raises ValueError for a row that is no such row."""
    for account, of_account in groupby(rows, key=lambda row: row["account"]):
        days = [(date.fromisoformat(row["day"]), row) for row in of_account]
        inside = [(day, row) for day, row in days if window.holds(day)]
        before = [row for day, row in days if window.before.holds(day)]
        yield int(account), _sums(inside, before)


def _sums(inside: Sequence[tuple[date, Row]], before: Sequence[Row]) -> Sums:
    followers, posts = _seen(inside, "followers"), _seen(inside, "posts")
    steps = [after - had for (_, had), (_, after) in pairwise(posts)]
    rows = [row for _, row in inside]
    totals: dict[str, Any] = {column: _total(rows, column) for column in COUNTS}
    return Sums(
        days=len(rows),
        days_before=len(before),
        before=sum(_total(before, column) for column in WRITTEN),
        followers=_count(followers),
        posts=_count(posts),
        gained=sum(step for step in steps if step > 0),
        lost=-sum(step for step in steps if step < 0),
        waits=tuple(sorted(int(wait) for row in rows for wait in (row.get("waits") or "").split())),
        leap=leap(followers),
        **totals,
    )


def _seen(rows: Sequence[tuple[date, Row]], column: str) -> list[tuple[date, int]]:
    return [(day, int(row[column])) for day, row in rows if row.get(column)]


def _count(seen: Sequence[tuple[date, int]]) -> Count | None:
    return Count(seen[0][1], seen[0][0], seen[-1][1], seen[-1][0]) if seen else None


def _total(rows: Sequence[Row], column: str) -> int:
    return sum(int(row.get(column) or 0) for row in rows)
