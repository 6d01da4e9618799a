"""The files of a kept history: profile versions, delta-coded counters, posts. JSON Lines, plain or gzip.

A line that cannot be used is reported with its file and number, and passed over; a file that cannot be read to its
end is of no use at all. What the columns mean: docs/reference/replay.md.
"""

import gzip
import zlib
from collections import Counter
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Any, TextIO

from beffroi.engines.takeover.replay import Counted, Version
from beffroi.site.commands.jsonlines import Unreadable, read_json
from beffroi.site.terminal import gettext as _
from beffroi.site.terminal import why
from beffroi.vocabulary import Profile

MAGIC = b"\x1f\x8b"
COUNTERS = ("day", "statuses", "followers", "following")
SHOWN = ("nom", "id", "name", "sn")  # what the first row of an account must hold; the others may be missing
NETWORK = "x"


class Unusable(ValueError):
    """A file that cannot be read, or to its end; says why in words."""


@dataclass(slots=True)
class Flaws:
    """What was wrong, line by line as it comes; how many lines were good."""

    out: TextIO
    counted: Counter[str] = field(default_factory=Counter)
    good: Counter[str] = field(default_factory=Counter)

    def note(self, path: Path, number: int, flaw: str) -> None:
        self.counted[path.name] += 1
        self.out.write(_("{file}, line {number}: {flaw}").format(file=path, number=number, flaw=flaw) + "\n")

    def sum_up(self) -> None:
        for name, count in self.counted.items():
            said = _("{file}: {count} passed over, {read} read")
            self.out.write(said.format(file=name, count=count, read=self.good[name]) + "\n")


def lines(path: Path, flaws: Flaws) -> Iterator[tuple[int, dict[str, Any]]]:
    """The objects of a file with the numbers of their lines. Raises Unusable."""
    number = 0
    with _cut_is_told(path) as where, _open(path) as file:
        for number, line in enumerate(file, start=1):
            where.append(number)
            del where[:-1]
            try:
                row = read_json(line)
                if row is None:
                    continue
                if not isinstance(row, dict):
                    raise Unreadable(_("This is not a JSON object."))
                if not isinstance(row.get("a"), str) or not row["a"]:
                    raise Unreadable(_("The column a, the account, is missing."))
            except Unreadable as reason:
                flaws.note(path, number, str(reason))
                continue
            yield number, row


def _open(path: Path) -> Any:
    with path.open("rb") as file:
        zipped = file.read(len(MAGIC)) == MAGIC
    return gzip.open(path, "rb") if zipped else path.open("rb")


@contextmanager
def _cut_is_told(path: Path) -> Iterator[list[int]]:
    where = [0]
    try:
        yield where
    except (EOFError, zlib.error, gzip.BadGzipFile) as error:
        said = _("{file}: the file is cut or damaged after line {number}")
        raise Unusable(said.format(file=path, number=where[-1])) from error
    except OSError as error:
        raise Unusable(f"{path}: {why(error)}") from error


# --- profiles


@dataclass(slots=True)
class Kept:
    """The versions of one account, and the chamber, or whatever group it was read with."""

    group: str
    fields: dict[str, Any]
    versions: list[Version]


def profiles(path: Path, flaws: Flaws) -> dict[str, Kept]:
    """Every account of the file with its versions, in the order of the file. Raises Unusable."""
    accounts: dict[str, Kept] = {}
    for number, row in lines(path, flaws):
        try:
            _take(accounts, row)
        except Unreadable as reason:
            flaws.note(path, number, str(reason))
        else:
            flaws.good[path.name] += 1
    return accounts


def _take(accounts: dict[str, Kept], row: Mapping[str, Any]) -> None:
    day, changed = _day(row, "d"), row.get("p")
    if not isinstance(changed, dict):
        raise Unreadable(_("The column p, the profile, is missing."))
    kept = accounts.get(row["a"])
    if kept is None:
        if missing := [name for name in SHOWN if not isinstance(changed.get(name), str | int)]:
            said = _("The first row of an account holds all of its profile; missing: {names}.")
            raise Unreadable(said.format(names=", ".join(missing)))
        kept = accounts[row["a"]] = Kept(str(row.get("ch") or ""), {}, [])
    elif day < kept.versions[-1].day:
        raise Unreadable(_("This reading is older than the one before it: out of order."))
    fields = kept.fields | changed
    kept.versions.append(_version(day, fields))
    kept.fields = fields


def _version(day: int, fields: Mapping[str, Any]) -> Version:
    shown = {name: _text(fields, name) for name in (*SHOWN, "desc", "img", "ban", "xurl")}
    if not shown["id"]:
        return Version(day, shown["nom"], None)
    profile = Profile(NETWORK, shown["id"], shown["sn"], shown["name"], summary=shown["desc"], icon=shown["img"])
    return Version(day, shown["nom"], profile, (shown["xurl"],) if shown["xurl"] else (), shown["ban"])


def _text(fields: Mapping[str, Any], name: str) -> str:
    value = fields.get(name)
    if value is None:
        return ""
    if isinstance(value, str | int) and not isinstance(value, bool):
        return str(value)
    raise Unreadable(_("In p, {name} is no text.").format(name=name))


# --- counters


def counters(path: Path, flaws: Flaws) -> Iterator[tuple[int, str, list[Counted]]]:
    """Every account of the file with its readings: line, account, readings. Raises Unusable."""
    for number, row in lines(path, flaws):
        try:
            readings = list(_summed(row))
        except Unreadable as reason:
            flaws.note(path, number, str(reason))
            continue
        flaws.good[path.name] += 1
        yield number, row["a"], readings


def _summed(row: Mapping[str, Any]) -> Iterator[Counted]:
    first, columns, delta = _day(row, "d0"), row.get("cols"), row.get("delta")
    if not isinstance(columns, list) or any(name not in columns for name in COUNTERS):
        raise Unreadable(_("The column cols must name {names}.").format(names=", ".join(COUNTERS)))
    if not isinstance(delta, list) or not delta:
        raise Unreadable(_("The column delta, the readings, is missing or empty."))
    at = [columns.index(name) for name in COUNTERS]
    sums = [0] * len(columns)
    for step, moved in enumerate(delta, start=1):
        if not isinstance(moved, list) or len(moved) != len(columns) or any(type(each) is not int for each in moved):
            said = _("Row {row} of delta is not {count} whole numbers.")
            raise Unreadable(said.format(row=step, count=len(columns)))
        sums = [one + other for one, other in zip(sums, moved, strict=True)]
        day, posts, followers, following = (sums[place] for place in at)
        if min(posts, followers, following) < 0 or abs(day) > 100_000:
            said = _("The rows of delta do not add up: row {row} gives {sums}.")
            raise Unreadable(said.format(row=step, sums=", ".join(map(str, sums))))
        yield Counted(first + day, posts, followers, following)


def _day(row: Mapping[str, Any], name: str) -> int:
    value = row.get(name)
    try:
        return date.fromisoformat(value).toordinal() if isinstance(value, str) else _no_day(name)
    except ValueError as error:
        if isinstance(error, Unreadable):
            raise
        raise Unreadable(_("The column {name} is no day such as 2017-02-14.").format(name=name)) from error


def _no_day(name: str) -> int:
    raise Unreadable(_("The column {name}, a day, is missing.").format(name=name))
