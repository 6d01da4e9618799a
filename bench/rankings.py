"""Is an edition over a year of 35,000 accounts made within a minute and 2 GB, and does a night cost by what changed?

`python -m bench.rankings [--accounts 35000] [--events 50000000] [--days 365] [--pandas 0.1] [--postgresql 0.2]
[--history FILE] [--output FILE]`

Events are drawn over the populations of all communes. Everything is measured in a process of its own, whose peak of
memory is its own. The same question is asked of DuckDB over the facts of the days and over the events, of Polars, of
pandas and of PostgreSQL; who cannot hold all of it gets a part of the days, and the figure is per million events. With
`--history` the parliament's public history goes through the product and is reckoned again. The exit code is 1 when an
archive gives other bytes, when two rivals disagree, when an edition takes more than 2 GB, or when a night or a week's
edition costs more than 1.2 times as much with all history as with a month of it.
"""

import argparse
import json
import os
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import duckdb

from beffroi.rankings.store import Store
from bench import machine
from bench.figures import table, verdict
from bench.headline import hand_in
from bench.rankings_postgresql import asked as asked_of_postgresql
from bench.rankings_question import RIVALS
from tests.postgres import PostgresMissing, postgres_server

AIM_SECONDS, AIM_BYTES, AIM_RATIO = 60, 2 * 10**9, 1.2
EDITIONS = ("own-posts", "composite")
SAID = {
    "duckdb-days": "DuckDB over the facts of the days",
    "duckdb-events": "DuckDB over the events",
    "polars-days": "Polars over the facts of the days",
    "polars-events": "Polars over the events",
    "pandas-events": "pandas, handed the events in memory",
    "postgresql": "PostgreSQL, plain SQL over the events",
}


@dataclass
class Measured:
    added_up: dict[str, Any]
    editions: dict[str, dict[str, Any]]
    rivals: dict[str, dict[str, Any]]
    nights: dict[str, Any]
    history: dict[str, Any] | None


def main(arguments: Sequence[str] | None = None) -> int:
    from bench.rankings_figures import figures

    asked = _parsed(arguments)
    with tempfile.TemporaryDirectory(prefix="beffroi-rankings-") as folder:
        _say("drawing the events")
        size = [str(asked.accounts), str(asked.events), str(asked.days)]
        _task("drawn", f"{folder}/facts", *size)
        found = measured(Path(folder, "facts"), asked)
        if asked.history:
            found.history = _task("history", f"{folder}/data", str(asked.history))
    aims = {**_aims(found)}
    report = "\n".join(told(asked, found, aims)) + "\n"
    hand_in(report, figures(found, asked), asked.output)
    return int(not all(aims.values()))


def measured(folder: Path, asked: argparse.Namespace) -> Measured:
    days = str(asked.days)
    added_up = _task("added_up", str(folder), days)
    editions = {name: _task("edition", str(folder), str(asked.accounts), days, name) for name in EDITIONS}
    rivals = {}
    for name in RIVALS:
        if find_spec(name.partition("-")[0]) is None:
            _say(f"left out: {name} is not installed; make peers installs it")
            continue
        part = max(1, round(asked.days * asked.pandas)) if name.startswith("pandas") else asked.days
        rivals[name] = {**_child("bench.rankings_question", name, str(folder), str(part)), "days": part}
    rivals |= _postgresql(folder, max(1, round(asked.days * asked.postgresql)))
    for part in {told["days"] for told in rivals.values()} - {asked.days}:  # what the others must agree with
        rivals[f"reference {part}"] = {
            **_child("bench.rankings_question", "duckdb-events", str(folder), str(part)),
            "days": part,
        }
    nights = _task("nights", str(folder), str(asked.accounts), days)
    return Measured(added_up, editions, rivals, nights, None)


def told(asked: argparse.Namespace, found: Measured, aims: dict[str, bool]) -> Iterator[str]:
    yield from ("# Rankings: an edition, a night, and the same question by other means", "", *machine.described())
    yield f"- DuckDB {duckdb.__version__}, 2 threads, memory_limit 1GB; load averages {machine.load()}"
    yield f"- {asked.accounts:,} accounts, {asked.events:,} events in {asked.days} days; each account is read every day"
    yield from (
        "",
        "Seconds are those on a wall, beside whatever else ran; processor seconds are what the work itself took,",
    )
    yield from ("summed over two threads.", "", "## An edition", "")
    yield table(
        ("", "seconds", "processor seconds", "peak memory, MB", "archive, MB", "again by plain Python, s"), _made(found)
    )
    total = found.added_up["seconds"] + found.editions["own-posts"]["seconds"]
    yield ""
    kept = verdict(total < AIM_SECONDS)
    yield f"From the events to the archive, with nothing added up before: {total:.0f} s (aim {AIM_SECONDS} s: {kept})."
    yield from ("", "## The same question by other means", "", _QUESTION, "")
    yield table(("", "days", "seconds", "seconds per million events", "peak memory, MB"), _asked(asked, found))
    yield from ("", "## A night", "")
    yield from _night(found)
    yield from _history(found)
    yield from ("", "## Aims", "", *(f"- {aim}: {verdict(kept)}" for aim, kept in aims.items()))


_QUESTION = (
    "Per account: posts, replies, shares, what it heard and answered within 72 hours, images, those with a text, and "
    "the median time to answer. PostgreSQL and pandas have the events loaded before the clock starts."
)


def _made(found: Measured) -> Iterator[list[object]]:
    added = found.added_up
    yield [
        "all days added up, once",
        f"{added['seconds']:.1f}",
        f"{added['processor']:.1f}",
        _mb(added["peak"]),
        "",
        "",
    ]
    for name, made in found.editions.items():
        label = "several measures together (5)" if name == "composite" else "own posts per week"
        figures = [f"{made['seconds']:.1f}", f"{made['processor']:.1f}", _mb(made["peak"]), _mb(made["size"])]
        yield [f"edition of the whole time: {label}", *figures, f"{made['again']:.0f}"]


def _asked(asked: argparse.Namespace, found: Measured) -> Iterator[list[object]]:
    for name, answer in found.rivals.items():
        if name in SAID:
            events = asked.events * answer["days"] / asked.days / 1e6
            peak = _mb(answer["peak"]) if "peak" in answer else "the server's own"
            yield [SAID[name], answer["days"], f"{answer['seconds']:.1f}", f"{answer['seconds'] / events:.3f}", peak]


def _night(found: Measured) -> Iterator[str]:
    nights = found.nights
    yield f"A changed day written anew ({nights['rows']:,} rows) and the edition of its week, median of 5 in turn:"
    yield ""
    rows = [
        [what, *(f"{nights[name]:.2f}" for name in names), f"{nights[names[1]] / nights[names[0]]:.2f}"]
        for what, names in (("the day", ("month", "year")), ("the week's edition", ("month's week", "year's week")))
    ]
    yield table(("", "with a month of history, s", "with all of it, s", "ratio"), rows)


def _history(found: Measured) -> Iterator[str]:
    if found.history is None:
        return
    yield from ("", "## The parliament's public history", "")
    rows_of, taken = found.history["rows"], found.history["brought in"]
    yield f"{rows_of:,} readings of deputies' accounts (twitter-parlementaires, Regards Citoyens, ODbL 1.0),"
    yield f"brought in and exported in {taken:.1f} s. Reckoned again by `beffroi ranking recompute` and by plain Python"
    yield "from the archive alone:"
    yield ""
    rows = [
        [f"{measure}, {window}", ranked, unranked, f"{taken:.2f}", "yes" if same else "**NO**"]
        for measure, window, ranked, unranked, taken, same in found.history["editions"]
    ]
    yield table(("edition", "ranked", "not ranked", "seconds", "the same bytes"), rows)


def _aims(found: Measured) -> dict[str, bool]:
    nights = found.nights
    aims = {
        "an archive gives the same bytes again": all(made["same"] for made in found.editions.values()),
        "an edition takes less than 2 GB": max(made["peak"] for made in (found.added_up, *found.editions.values()))
        < AIM_BYTES,
        "all rivals agree": all(_agree(found, name) for name in found.rivals),
        "a night costs what changed": nights["year"] / nights["month"] < AIM_RATIO,
        "a week's edition costs what its week holds": nights["year's week"] / nights["month's week"] < AIM_RATIO,
    }
    if found.history is not None:
        aims["the parliament's editions give the same bytes again"] = all(
            each[-1] for each in found.history["editions"]
        )
    return aims


def _agree(found: Measured, name: str) -> bool:
    mine = found.rivals[name]
    reference = found.rivals.get(f"reference {mine['days']}", found.rivals["duckdb-events"])["answer"]
    return all(abs(a - b) <= 1e-6 * max(1.0, abs(b)) for a, b in zip(mine["answer"], reference, strict=True))


def _postgresql(folder: Path, days: int) -> dict[str, dict[str, Any]]:
    _say(f"PostgreSQL, {days} days")
    try:
        with postgres_server() as url:
            return {"postgresql": {**asked_of_postgresql(url, Store(folder), days), "days": days}}
    except PostgresMissing as reason:
        _say(f"left out: {reason}")
        return {}


def _task(*asked: str) -> dict[str, Any]:
    return _child("bench.rankings_tasks", *asked)


def _child(module: str, *asked: str) -> dict[str, Any]:
    _say(" ".join((asked[0], *asked[2:])))
    done = subprocess.run([sys.executable, "-m", module, *asked], stdout=subprocess.PIPE, text=True, check=True)
    told: dict[str, Any] = json.loads(done.stdout.splitlines()[-1])
    return told


def _say(what: str) -> None:
    print(what, file=sys.stderr, flush=True)


def _mb(size: int) -> str:
    return f"{size / 1e6:,.0f}"


def _parsed(arguments: Sequence[str] | None) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m bench.rankings", description=__doc__)
    parser.add_argument("--accounts", type=int, default=35_000)
    parser.add_argument("--events", type=int, default=50_000_000)
    parser.add_argument("--days", type=int, default=365, help="at least 31")
    parser.add_argument("--pandas", type=float, default=0.1, metavar="SHARE", help="of the days that pandas gets")
    parser.add_argument(
        "--postgresql", type=float, default=0.2, metavar="SHARE", help="of the days that PostgreSQL gets"
    )
    known = os.environ.get("RANKINGS_HISTORY")
    parser.add_argument(
        "--history", type=Path, default=known, metavar="FILE", help="the parliament's daily counters, a CSV file"
    )
    parser.add_argument("--output", type=Path, metavar="FILE", help="also write the report there")
    return parser.parse_args(arguments)


if __name__ == "__main__":
    sys.exit(main())
