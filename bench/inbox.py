"""The inbox with a year of cases: 1,000, 100,000 and 1,000,000 of them, side by side, on both databases.

    python -m bench inbox [--stage list,search,case,shell,mention,agents,flood] [--sizes 1000,100000,1000000]
        [--database sqlite,postgresql] [--output FILE]

Every stage writes its part of the report as soon as it is done; what was measured before stays. Exit code 1 when an
aim is missed.
"""

import argparse
import html
import json
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from bench import databases, inbox_flood, inbox_live
from bench.inbox_report import Part, Parts, agents_part, flood_part, mentions_part, pages_part
from bench.machine import load
from bench.product import Product
from bench.settled import SETTLED
from bench.visitor import NEXT, Visitor
from tests.postgres import postgres_server

PAGES = ("list", "search", "case", "shell")
LIVE = ("mention", "agents", "flood")
STAGES = (*PAGES, *LIVE)
DATABASES = {"sqlite": "SQLite", "postgresql": "PostgreSQL"}
WARM = 5  # openings of each page before the first measured one
SECOND = {"list": ("to answer, due first", "all")}  # the lists whose second page is measured too


@dataclass(frozen=True, slots=True)
class Town:
    """A product on a year of cases. `said` is what the writing printed."""

    cases: int
    product: Product
    said: Mapping[str, Any]
    seconds: float  # the writing took


@dataclass(slots=True)
class Measured:
    """Of one stage on one database. Times in seconds, by page, then by cases, one list for each round."""

    stage: str
    database: str
    towns: Sequence[Town]
    times: dict[str, dict[int, list[list[float]]]] = field(default_factory=dict)
    queries: dict[str, dict[int, int]] = field(default_factory=dict)
    kib: dict[str, float] = field(default_factory=dict)
    loads: list[str] = field(default_factory=list)


def main(arguments: list[str] | None = None) -> int:
    asked = _parser().parse_args(arguments)
    if asked.quick:
        asked.sizes, asked.requests, asked.rounds = [1000, 2000], 4, 1
        asked.mentions, asked.agents, asked.flood = 5, 20, 100
    parts, kept = Parts(asked.output), True
    pages = [stage for stage in asked.stage if stage in PAGES]
    for database in asked.database if pages else ():
        with _towns(database, asked.sizes) as towns:
            for stage in pages:
                kept &= parts.put(pages_part(_measure(stage, database, towns, asked)))
    live = [stage for stage in asked.stage if stage in LIVE]
    if len(asked.stage) == 1 and live:
        kept &= parts.put(_live(live[0], asked))
    else:  # each in a process of its own: a process has one town, and knows it from its start
        for stage in live:
            kept &= not subprocess.run([*_again(asked), "--stage", stage], check=False).returncode
    return 0 if kept else 1


def _live(stage: str, asked: argparse.Namespace) -> Part:
    if stage == "mention":
        return mentions_part(inbox_live.mentions(asked.mentions))
    if stage == "agents":
        return agents_part(inbox_live.agents(asked.agents, asked.mentions))
    return flood_part(inbox_flood.flood(asked.flood))


def _again(asked: argparse.Namespace) -> list[str]:
    """The command that was given, for another stage: the last word about an option counts."""
    options = ["--mentions", str(asked.mentions), "--agents", str(asked.agents), "--flood", str(asked.flood)]
    output = ["--output", str(asked.output)] if asked.output else []
    return [sys.executable, "-m", "bench.inbox", *options, *output]


def _parser() -> argparse.ArgumentParser:
    def listed(names: Sequence[str]) -> Any:
        def read(said: str) -> list[str]:
            if wrong := set(said.split(",")) - set(names):
                raise argparse.ArgumentTypeError(f"{', '.join(wrong)}: choose of {', '.join(names)}")
            return said.split(",")

        return read

    parser = argparse.ArgumentParser(prog="python -m bench.inbox", description=__doc__)
    parser.add_argument("--stage", type=listed(STAGES), default=list(STAGES))
    parser.add_argument("--sizes", type=lambda said: sorted(map(int, said.split(","))), default=[1000, 100_000, 10**6])
    parser.add_argument("--database", type=listed(list(DATABASES)), default=list(DATABASES))
    parser.add_argument("--requests", type=int, default=60, help="per page, town and round")
    parser.add_argument("--rounds", type=int, default=2)
    parser.add_argument("--mentions", type=int, default=50)
    parser.add_argument("--agents", type=int, default=200)
    parser.add_argument("--flood", type=int, default=5000, help="mentions of the flood")
    parser.add_argument("--quick", action="store_true", help="a smoke: small towns, few requests")
    parser.add_argument("--output", type=Path, metavar="FILE", help="the report whose parts it writes")
    return parser


@contextmanager
def _towns(database: str, sizes: Sequence[int]) -> Iterator[list[Town]]:
    """Written and started; all gone afterwards."""
    names = [f"year_{cases}" for cases in sizes]
    with ExitStack() as stack:
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="beffroi-bench-")))
        environments = stack.enter_context(_databases(database, names))
        towns = [_written(folder / name, cases, environments[name]) for name, cases in zip(names, sizes, strict=True)]
        for town in towns:
            stack.enter_context(town.product)
        yield towns


@contextmanager
def _databases(database: str, names: list[str]) -> Iterator[dict[str, databases.Environment]]:
    with ExitStack() as stack:
        if database == "sqlite":
            yield stack.enter_context(databases.sqlite(names))
        else:
            yield stack.enter_context(databases.postgresql(stack.enter_context(postgres_server()), names))


def _written(folder: Path, cases: int, environment: databases.Environment) -> Town:
    product, began = Product(folder, {**environment, **SETTLED}), time.monotonic()
    command = [sys.executable, "-m", "bench.inbox_year", str(folder), "--cases", str(cases)]
    done = subprocess.run(command, env=product.environment, stdout=subprocess.PIPE, text=True, check=True)
    town = Town(cases, product, json.loads(done.stdout.splitlines()[-1]), time.monotonic() - began)
    _say(f"{cases:,} cases written in {town.seconds:.0f} s: {town.said['rows']}")
    return town


def _measure(stage: str, database: str, towns: Sequence[Town], asked: argparse.Namespace) -> Measured:
    found = Measured(stage, DATABASES[database], towns)
    _say(f"{stage} on {DATABASES[database]}, load {load()}")
    with ExitStack() as stack:
        visitors = {town.cases: stack.enter_context(_visited(town)) for town in towns}
        paths = {town.cases: _paths(stage, town, visitors[town.cases]) for town in towns}
        for _round in range(asked.rounds):
            _open_all(found, visitors, paths, asked.requests)
            found.loads.append(load())
    for town in towns:
        for page, number in _queries(town, paths[town.cases]).items():
            found.queries.setdefault(page, {})[town.cases] = number
    return found


@contextmanager
def _visited(town: Town) -> Iterator[Visitor]:
    with Visitor.signed_in(town.product.address, town.said["email"], town.said["password"]) as visitor:
        yield visitor


def _paths(stage: str, town: Town, visitor: Visitor) -> dict[str, str]:
    paths = dict(town.said["pages"][stage])
    for page in SECOND.get(stage, ()):
        following = NEXT.search(visitor.open(paths[page]).text)
        assert following, f"{page} has one page only"
        paths[f"{page}, second page"] = "/inbox" + html.unescape(following[1])
    return paths


def _open_all(
    found: Measured, visitors: Mapping[int, Visitor], paths: Mapping[int, Mapping[str, str]], requests: int
) -> None:
    """The same page of all towns one right after the other, each of them first in its turn: all meet the same load."""
    sizes = list(visitors)
    for page in paths[sizes[0]]:
        times: dict[int, list[float]] = {cases: [] for cases in sizes}
        for n in range(-WARM, requests):
            turn = n % len(sizes)
            for cases in [*sizes[turn:], *sizes[:turn]]:
                opened = visitors[cases].open(paths[cases][page])
                if n >= 0:
                    times[cases].append(opened.seconds)
                    found.kib[page] = max(opened.kib, found.kib.get(page, 0))
        for cases in sizes:
            found.times.setdefault(page, {}).setdefault(cases, []).append(times[cases])


def _queries(town: Town, paths: Mapping[str, str]) -> dict[str, int]:
    command = [sys.executable, "-m", "bench.queries", str(town.product.data), town.said["email"]]
    done = subprocess.run(
        command,
        env=town.product.environment,
        input="\n".join(paths.values()),
        stdout=subprocess.PIPE,
        text=True,
        check=True,
    )
    counted = json.loads(done.stdout.splitlines()[-1])
    return {page: max(counted[path]) for page, path in paths.items()}


def _say(what: str) -> None:
    print(f"[{time.strftime('%H:%M:%S')}] {what}", file=sys.stderr, flush=True)


if __name__ == "__main__":
    sys.exit(main())
