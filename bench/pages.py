"""What the desk's pages cost in a town with 20,000 cases, beside the same pages in a town with 200.

    python -m bench.pages [--quick] [--postgresql | --database URL]

Exit code 1 when an aim that does not depend on the machine's speed is missed.
"""

import argparse
import json
import re
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterable, Iterator, Mapping
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from bench import databases
from bench.headline import hand_in
from bench.machine import load
from bench.pages_figures import figures
from bench.pages_report import Report
from bench.product import Memory, Product
from bench.settled import SETTLED
from bench.streams import Heard, open_streams
from bench.visitor import Visitor
from tests.postgres import postgres_server

REST = 20.0  # seconds
WARM = 10  # openings of each page before the first measured one: every thread has then opened its database
CASE = re.compile(r'id="case-(\d+)"')
LISTS = {
    "inbox, all": "/inbox?show=all",
    "drafts, all": "/drafts?all",
    "departures": "/departures",
    "journal": "/journal",
}
PAGES = {
    "today": "/",
    "drafts": "/drafts",
    "calendar, this month": "/calendar",
    "compose": "/drafts/new",
    "inbox": "/inbox",
    "listening": "/listening",
    "guard": "/guard",
    "settings": "/settings",
    "accounts": "/settings/accounts",
}


@dataclass(frozen=True, slots=True)
class Instance:
    """A seeded data folder and the product on it. `said` is what the seeding printed."""

    name: str
    cases: int
    product: Product
    said: Mapping[str, Any]

    @contextmanager
    def visited(self) -> Iterator[Visitor]:
        with Visitor.signed_in(self.product.address, self.said["email"], self.said["password"]) as visitor:
            yield visitor


@dataclass(slots=True)
class Found:
    """Everything that was measured. Times in seconds; keyed by instance, then by page."""

    rounds: list[dict[str, dict[str, list[float]]]] = field(default_factory=list)
    loads: list[str] = field(default_factory=list)
    kib: dict[str, dict[str, float]] = field(default_factory=dict)
    queries: dict[str, dict[str, list[int]]] = field(default_factory=dict)
    reached: dict[str, tuple[int, int]] = field(default_factory=dict)  # rows seen along the pager, pages
    cold: list[float] = field(default_factory=list)
    warm: list[float] = field(default_factory=list)
    rest: list[Memory] = field(default_factory=list)
    rest_cpu: list[float] = field(default_factory=list)
    streaming: list[Memory] = field(default_factory=list)
    heard: list[Heard] = field(default_factory=list)


def main(arguments: list[str] | None = None) -> int:
    asked = _parser().parse_args(arguments)
    if asked.quick:
        asked.cases, asked.small, asked.requests, asked.rounds, asked.streams = 1_000, 200, 5, 1, 20
        asked.starts = 1
    with tempfile.TemporaryDirectory(prefix="beffroi-bench-") as folder, _databases(asked) as environments:
        began = time.monotonic()
        sizes = {"large": asked.cases, "small": asked.small}
        instances = [_seeded(Path(folder), name, cases, environments[name]) for name, cases in sizes.items()]
        _say(f"seeded in {time.monotonic() - began:.0f} s")
        found = _measured(Path(folder), instances, environments, asked)
    report = Report(found, instances[0].said["rows"], instances[1].said["rows"], asked)
    hand_in(report.text(), figures(found, report.rows, asked), asked.output)
    return 0 if report.keeps_its_aims() else 1


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m bench.pages", description=__doc__)
    parser.add_argument("--cases", type=int, default=20_000)
    parser.add_argument("--small", type=int, default=200, help="the cases of the town compared with")
    parser.add_argument("--requests", type=int, default=60, help="per page, instance and round")
    parser.add_argument("--rounds", type=int, default=2)
    parser.add_argument("--starts", type=int, default=3, help="on empty folders")
    parser.add_argument("--furthest", type=int, metavar="PAGES", help="of long lists; without it to their end")
    parser.add_argument("--streams", type=int, default=200)
    parser.add_argument("--quick", action="store_true", help="a smoke: 1,000 cases, 5 requests, one round")
    parser.add_argument("--output", type=Path, metavar="FILE", help="write the report there too")
    where = parser.add_mutually_exclusive_group()
    where.add_argument("--database", metavar="URL", help="a PostgreSQL server whose user may create databases")
    where.add_argument("--postgresql", action="store_true", help="a private PostgreSQL server")
    return parser


@contextmanager
def _databases(asked: argparse.Namespace) -> Iterator[dict[str, databases.Environment]]:
    names = ["large", "small", *_cold_names(asked)]
    with ExitStack() as stack:
        url = stack.enter_context(postgres_server()) if asked.postgresql else asked.database
        yield stack.enter_context(databases.postgresql(url, names) if url else databases.sqlite(names))


def _cold_names(asked: argparse.Namespace) -> list[str]:
    return [f"cold_{n}" for n in range(asked.starts)]


def _seeded(folder: Path, name: str, cases: int, environment: databases.Environment) -> Instance:
    product = Product(folder / name, {**environment, **SETTLED})
    command = [sys.executable, "-m", "bench.town", str(product.data), "--cases", str(cases)]
    done = subprocess.run(command, env=product.environment, stdout=subprocess.PIPE, text=True, check=True)
    return Instance(name, cases, product, json.loads(done.stdout.splitlines()[-1]))


def _measured(
    folder: Path,
    instances: list[Instance],
    environments: Mapping[str, databases.Environment],
    asked: argparse.Namespace,
) -> Found:
    found = Found()
    _measure_starts(found, [Product(folder / name, environments[name]) for name in _cold_names(asked)])
    paths: dict[str, dict[str, str]] = {}
    for n in range(asked.rounds):
        with ExitStack() as stack:
            visitors = {each.name: stack.enter_context(_open(each)) for each in instances}
            paths = paths or {each.name: _paths(each, visitors[each.name], found, asked.furthest) for each in instances}
            _say(f"round {n + 1}: pages")
            found.rounds.append(_latencies(visitors, paths, asked.requests, found))
        found.loads.append(load())
        _say(f"round {n + 1}: memory")
        _measure_memory(found, instances[0], asked.streams)
    for each in instances:
        found.queries[each.name] = _queries(each, paths[each.name])
    return found


@contextmanager
def _open(instance: Instance) -> Iterator[Visitor]:
    with instance.product, instance.visited() as visitor:
        try:
            yield visitor
        except RuntimeError as trouble:
            raise RuntimeError(f"{trouble}\n{instance.product.log()[-4000:]}") from trouble


def _measure_starts(found: Found, products: Iterable[Product]) -> None:
    """Cold: a new data folder, migrations included. Warm: the same folder again."""
    for product in products:
        for times in (found.cold, found.warm):
            times.append(product.start())
            product.stop()


def _paths(instance: Instance, visitor: Visitor, found: Found, furthest: int | None) -> dict[str, str]:
    """Every page with its address. The pager leads through all cases; through the other long lists to their end, or
    over `furthest` pages: the last one that is full is their far page."""
    paths = {**PAGES, **instance.said["pages"]}
    for name, path in LISTS.items():
        along: list[str] = []
        rows: set[str] = set()
        for address, opened in visitor.pages(path):
            along.append(address)
            rows |= set(CASE.findall(opened.text))
            if name != "inbox, all" and len(along) == furthest:
                break
        paths[f"{name}, first page"] = path
        if name == "inbox, all":
            paths[f"{name}, middle page"], paths[f"{name}, last page"] = along[len(along) // 2], along[-1]
            found.reached[instance.name] = (len(rows), len(along))
        else:
            paths[f"{name}, far page"] = along[max(0, len(along) - 2)]
    return paths


def _latencies(
    visitors: Mapping[str, Visitor], paths: Mapping[str, Mapping[str, str]], requests: int, found: Found
) -> dict[str, dict[str, list[float]]]:
    """The same page of both instances one right after the other, in turns first, so that both meet the same load."""
    times: dict[str, dict[str, list[float]]] = {name: {page: [] for page in paths[name]} for name in visitors}
    for n in range(-WARM, requests):
        for page in sorted(paths["large"]):
            for name in sorted(visitors, reverse=bool(n % 2)):
                opened = visitors[name].open(paths[name][page])
                if n >= 0:
                    times[name][page].append(opened.seconds)
                    found.kib.setdefault(name, {})[page] = opened.kib
    return times


def _measure_memory(found: Found, instance: Instance, streams: int) -> None:
    """At rest after a fresh start, then with `streams` open pages, one of which a person then acts on."""
    product = instance.product
    with product:
        used = product.cpu_seconds()
        time.sleep(REST)
        found.rest.append(product.memory())
        found.rest_cpu.append((product.cpu_seconds() - used) / REST)
        with instance.visited() as visitor:
            search = instance.said["pages"]["search"]

            def weigh() -> None:
                found.streaming.append(product.memory())

            def act() -> None:
                visitor.send(search, f"{search}/pause")

            found.heard.append(open_streams(product.address, visitor.ticket(), streams, weigh, act))


def _queries(instance: Instance, paths: Mapping[str, str]) -> dict[str, list[int]]:
    command = [sys.executable, "-m", "bench.queries", str(instance.product.data), instance.said["email"]]
    given = "\n".join(paths.values())
    done = subprocess.run(
        command, env=instance.product.environment, input=given, stdout=subprocess.PIPE, text=True, check=True
    )
    counted = json.loads(done.stdout.splitlines()[-1])
    return {page: counted[path] for page, path in paths.items()}


def _say(what: str) -> None:
    print(f"[{time.strftime('%H:%M:%S')}] {what}", file=sys.stderr, flush=True)


if __name__ == "__main__":
    sys.exit(main())
