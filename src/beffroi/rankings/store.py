"""The facts of all accounts as columns in files: one file a day, so that a night costs what changed. Holds DuckDB.

Below the data folder, `rankings/<set>/month=2026-11/2026-11-20.parquet`, days in UTC. The sets: `events` (what accounts
did and what was said to them, without a word of it), `readings` (their counters), and what is added up from both:
`daily` (one row per account and day) and `pairs` (whom an account answered, shared or quoted, each once a day, as a
number from which nobody is found again without knowing them). Whatever is here can be written again from the tables.
"""

import csv
import tempfile
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import duckdb

from beffroi.engines.ranking.leaps import LEAST, SHARE, leap
from beffroi.engines.ranking.measures import Needs
from beffroi.engines.ranking.record import ANSWERED_WITHIN, Count, Sums
from beffroi.engines.ranking.summing import COUNTS
from beffroi.engines.ranking.window import Window
from beffroi.rankings import statements as sql

EVENT = ("account", "kind", "moment", "other", "answered_at", "images", "described", "tags", "readable")
READING = ("account", "moment", "followers", "following", "posts")
SETS = ("events", "readings", "daily", "pairs")
LOOK_BACK = timedelta(days=366)  # how far a last post is looked for

Connection = duckdb.DuckDBPyConnection
Rows = Iterable[Sequence[Any]]


@dataclass(frozen=True, slots=True)
class Store:
    """`memory` is what DuckDB may take, as it says it ("1GB"); what does not fit goes to a file."""

    folder: Path
    memory: str = "1GB"
    threads: int = 2

    def write_day(self, day: date, events: Rows, readings: Rows) -> None:
        """Writes one day anew: rows as EVENT and READING name them; moments are naive and in UTC."""
        with self.opened() as connection:
            for name, columns, rows in (("events", EVENT, events), ("readings", READING, readings)):
                with self._as_csv(columns, rows) as file:
                    _let(connection, file=str(file))
                    self._write(connection.sql(sql.TAKEN[name]), name, day)
            self.add_up(connection, day)

    def add_up(self, connection: Connection, day: date) -> None:
        """Writes the sums of a day from its events and its readings."""
        events, readings = (self.path(name, day) for name in ("events", "readings"))
        _let(connection, events=str(events), readings=str(readings), day=day)
        _let(connection, within=int(ANSWERED_WITHIN.total_seconds() // 60))
        self._write(connection.sql(sql.DAILY), "daily", day)
        self._write(connection.sql(sql.PAIRS), "pairs", day)

    def path(self, name: str, day: date) -> Path:
        return self.folder / name / f"month={day:%Y-%m}" / f"{day}.parquet"

    def days(self, name: str, first: date, until: date) -> list[str]:
        """The files of a set, from `first` to before `until`."""
        every = (self.path(name, first + timedelta(days=number)) for number in range((until - first).days))
        return [str(path) for path in every if path.exists()]

    @contextmanager
    def opened(self) -> Iterator[Connection]:
        """A database of its own, in memory: nothing is shared between two who ask."""
        spilled = self.folder / "spilled"
        spilled.mkdir(parents=True, exist_ok=True)
        limits: dict[str, str | bool | int | float | list[str]] = {
            "memory_limit": self.memory,
            "threads": self.threads,
            "temp_directory": str(spilled),
        }
        with duckdb.connect(config=limits) as connection:
            connection.execute("SET preserve_insertion_order = false")
            yield connection

    def sums(self, window: Window, needs: Needs, accounts: Sequence[int]) -> dict[int, Sums]:
        """What `accounts` did in the window, exactly as `engines.ranking.summing` adds it up."""
        with self.opened() as connection:
            if not self._look_at(connection, window.first, window.until, accounts):
                return {}
            found = _totals(connection, needs)
            for column in {"followers", "posts"} & set(needs.columns):
                _add(found, {account: {column: count} for account, count in _counts(connection, column).items()})
            if "posts" in needs.columns:
                _add(found, _named(connection.sql(sql.STEPS), ("gained", "lost")))
            if "followers" in needs.columns:
                _add(found, {account: {"leap": leap(seen)} for account, seen in _suspected(connection).items()})
            if "waits" in needs.columns:
                _add(found, {who: {"waits": tuple(waits)} for who, waits in connection.sql(sql.WAITS).fetchall()})
            before = window.before
            if needs.before and self._look_at(connection, before.first, before.until, accounts):
                _add(found, _named(connection.sql(sql.BEFORE), ("days_before", "before")))
        return {account: Sums(**told) for account, told in found.items()}

    def write_daily(self, window: Window, needs: Needs, accounts: Sequence[int], file: Path) -> bool:
        """The facts from which `summing` adds up the same, as daily.csv; False where there is none."""
        first = window.before.first if needs.before else window.first
        with self.opened() as connection:
            if not self._look_at(connection, first, window.until, accounts):
                return False
            chosen = [column if column != "waits" else sql.WAITS_IN_WORDS for column in needs.columns]
            daily = connection.sql("FROM daily").select(", ".join(("account", "day", *chosen)))
            daily.order("account, day").write_csv(str(file))
        return True

    def counterparts(self, window: Window, accounts: Sequence[int], own: Rows) -> dict[int, tuple[int, int]]:
        """How many others each account answered, shared or quoted, and how many are not its own; `own` are pairs of an
        account and the native id of one of its own institutions."""
        with self.opened() as connection:
            if not (files := self.days("pairs", window.first, window.until)):
                return {}
            _let(connection, files=files)
            self._load(connection, sql.WANTED, ("account",), ([each] for each in accounts))
            self._load(connection, sql.OWN, ("account", "other"), own)
            return {account: (each, outside) for account, each, outside in connection.sql(sql.COUNTERPARTS).fetchall()}

    def last_posts(self, window: Window, accounts: Sequence[int]) -> dict[int, date]:
        """The latest day with a post, in the window or in the year before it."""
        with self.opened() as connection:
            if not self._look_at(connection, window.until - LOOK_BACK, window.until, accounts):
                return {}
            return dict(connection.sql(sql.LAST_POSTS).fetchall())

    def _look_at(self, connection: Connection, first: date, until: date, accounts: Sequence[int]) -> bool:
        """Makes `daily` the facts of these accounts and days; False where there is none."""
        files = self.days("daily", first, until)
        if files:
            _let(connection, files=files)
            self._load(connection, sql.WANTED, ("account",), ([each] for each in accounts))
            connection.execute(sql.LOOKED_AT)
        return bool(files)

    def _load(self, connection: Connection, statement: str, columns: Sequence[str], rows: Rows) -> None:
        with self._as_csv(columns, rows) as file:
            _let(connection, file=str(file))
            connection.execute(statement)

    @contextmanager
    def _as_csv(self, columns: Sequence[str], rows: Rows) -> Iterator[Path]:
        """Rows on their way into DuckDB: of all ways that need no further library, its CSV reader is the quickest."""
        self.folder.mkdir(parents=True, exist_ok=True)
        with tempfile.NamedTemporaryFile("w", suffix=".csv", dir=self.folder, newline="", encoding="utf-8") as file:
            writer = csv.writer(file)
            writer.writerow(columns)
            writer.writerows(rows)
            file.flush()
            yield Path(file.name)

    def _write(self, relation: duckdb.DuckDBPyRelation, name: str, day: date) -> None:
        """Whole or not at all: a reader never meets half a file."""
        path = self.path(name, day)
        path.parent.mkdir(parents=True, exist_ok=True)
        written = path.with_suffix(".new")
        relation.write_parquet(str(written), compression="zstd")
        written.replace(path)


def _let(connection: Connection, **values: object) -> None:
    for name, value in values.items():
        connection.execute(f"SET VARIABLE {name} = $1", [value])


def _totals(connection: Connection, needs: Needs) -> dict[int, dict[str, Any]]:
    chosen = [column for column in COUNTS if column in needs.columns]
    sums = [f"sum({column})::BIGINT" for column in chosen]
    rows = connection.sql("FROM daily").aggregate(", ".join(("account", "count(*)", *sums)), "account")
    return _named(rows, ("days", *chosen))


def _named(rows: duckdb.DuckDBPyRelation, names: Sequence[str]) -> dict[int, dict[str, Any]]:
    return {account: dict(zip(names, values, strict=True)) for account, *values in rows.fetchall()}


def _counts(connection: Connection, column: str) -> dict[int, Count]:
    rows = connection.sql(sql.FIRST_AND_LAST[column]).fetchall()
    return {account: Count(*counted) for account, *counted in rows}


def _suspected(connection: Connection) -> dict[int, list[tuple[date, int]]]:
    """Every reading of the accounts that have a step as large as no account should have: few."""
    _let(connection, least=LEAST, share=SHARE)
    seen: dict[int, list[tuple[date, int]]] = defaultdict(list)
    for account, day, followers in connection.sql(sql.SUSPECTED).fetchall():
        seen[account].append((day, followers))
    return seen


def _add(found: dict[int, dict[str, Any]], more: Mapping[int, Mapping[str, Any]]) -> None:
    for account, told in more.items():
        found.setdefault(account, {}).update(told)
