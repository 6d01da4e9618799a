"""A history to replay, from the git history of daily tables: one commit a day, one row an account.

`python -m tools.parliament CLONE --profiles FILE --counters FILE` reads data/deputes.csv and data/senateurs.csv of a
clone of regardscitoyens/twitter-parlementaires (ODbL 1.0); docs/reference/replay.md has the form of what it
writes.
"""

import argparse
import csv
import io
import json
import subprocess
import sys
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path

TABLES = {"an": "data/deputes.csv", "se": "data/senateurs.csv"}
SHOWN = {  # ours: theirs
    "nom": "nom",
    "id": "twitter_id",
    "name": "twitter_name",
    "sn": "twitter",
    "desc": "twitter_description",
}
COUNTED = ("twitter_tweets", "twitter_followers", "twitter_following", "twitter_favourites")
COLUMNS = ("day", "statuses", "followers", "following", "likes")


@dataclass
class Account:
    """What was read of one account so far."""

    group: str
    shown: dict[str, str] = field(default_factory=dict)
    versions: list[dict[str, object]] = field(default_factory=list)
    counted: list[tuple[int, ...]] = field(default_factory=list)

    def take(self, slug: str, day: date, row: Mapping[str, str]) -> None:
        shown = {ours: _plain(ours, row[theirs]) for ours, theirs in SHOWN.items() if row.get(theirs)}
        if changed := {name: value for name, value in shown.items() if self.shown.get(name) != value}:
            self.versions.append({"a": slug, "ch": self.group, "d": day.isoformat(), "p": changed})
        self.shown |= shown
        counters = tuple(int(float(row.get(name) or 0)) for name in COUNTED)
        if not self.counted or (counters[0], counters[2]) != (self.counted[-1][1], self.counted[-1][3]):
            self.counted.append((day.toordinal(), *counters))


def _plain(name: str, value: str) -> str:
    return value.removeprefix("@") if name == "sn" else value


def main(arguments: Sequence[str] | None = None) -> int:
    parser = argparse.ArgumentParser(prog="python -m tools.parliament", description=__doc__)
    parser.add_argument("clone", type=Path, metavar="CLONE", help="with its whole history")
    parser.add_argument("--profiles", type=Path, required=True, metavar="FILE")
    parser.add_argument("--counters", type=Path, required=True, metavar="FILE")
    asked = parser.parse_args(arguments)
    accounts: dict[str, Account] = {}
    for group, table in TABLES.items():
        for day, rows in days(asked.clone, table):
            for row in rows:
                if (slug := row.get("slug")) and row.get("twitter_id"):
                    accounts.setdefault(slug, Account(group)).take(slug, day, row)
    _write(asked.profiles, (version for account in accounts.values() for version in account.versions))
    _write(asked.counters, (_coded(slug, account.counted) for slug, account in accounts.items()))
    print(f"{len(accounts)} accounts", file=sys.stderr)
    return 0


def days(clone: Path, table: str) -> Iterator[tuple[date, list[dict[str, str]]]]:
    """Every day on which a table was committed, with its rows; the last commit of a day counts."""
    said = _git(clone, "log", "--reverse", "--date=short", "--format=%H %cd", "--", table)
    commits = {day: commit for commit, _, day in (line.partition(" ") for line in said.splitlines())}
    for day, commit in sorted(commits.items()):
        yield date.fromisoformat(day), list(csv.DictReader(io.StringIO(_git(clone, "show", f"{commit}:{table}"))))


def _git(clone: Path, *arguments: str) -> str:
    command = ["git", "-C", str(clone), *arguments]
    return subprocess.run(command, check=True, capture_output=True).stdout.decode("utf-8", errors="replace")


def _coded(slug: str, counted: Sequence[tuple[int, ...]]) -> dict[str, object]:
    """Each row less the one before; the first is absolute, and its day is 0."""
    first = counted[0][0]
    rows = [(day - first, *counters) for day, *counters in counted]
    before = [(0,) * len(COLUMNS), *rows]
    delta = [[now - then for now, then in zip(row, last, strict=True)] for row, last in zip(rows, before, strict=False)]
    return {"a": slug, "d0": date.fromordinal(first).isoformat(), "cols": COLUMNS, "delta": delta}


def _write(path: Path, rows: Iterator[dict[str, object]]) -> None:
    with path.open("w", encoding="utf-8") as file:
        file.writelines(json.dumps(row, ensure_ascii=False) + "\n" for row in rows)


if __name__ == "__main__":
    sys.exit(main())
