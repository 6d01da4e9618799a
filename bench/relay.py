"""How many posts a second reach hearers through the relay and are matched there?

    python -m bench.relay [--posts 20000] [--searches 1000] [--output FILE]

The product's own `beffroi hearer`, one and then two, on PostgreSQL and NATS of their own; the listener's side runs
here, on posts that are in memory, so that no network is measured. No post matches: what is measured is the way, not
the writing of matches.
"""

import argparse
import json
import os
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

from bench.figures import table
from bench.headline import Figure, hand_in
from bench.machine import described, load
from bench.settled import SETTLED, tables
from tests.nats import NatsServer
from tests.postgres import postgres_server

HEARERS = (1, 2)


def main(arguments: list[str] | None = None) -> int:
    asked = _parser().parse_args(arguments)
    if asked.stage:
        tables()
        from bench.relay_stage import measured  # it needs Django, which is ready now

        print(json.dumps(measured(asked.stage, posts=asked.posts, searches=asked.searches)))
        return 0
    before = load()
    found = {hearers: run_stage(hearers, asked) for hearers in HEARERS}
    rows = [[str(hearers), *_row(seconds, asked)] for hearers, seconds in found.items()]
    hand_in(_report(rows, asked, before), _figures(found, asked), asked.output)
    return 0


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m bench.relay", description=__doc__)
    parser.add_argument("--posts", type=int, default=20_000)
    parser.add_argument("--searches", type=int, default=1000)
    parser.add_argument("--output", type=Path)
    parser.add_argument("--stage", type=int, help=argparse.SUPPRESS)
    return parser


def run_stage(hearers: int, asked: argparse.Namespace) -> dict[str, float]:
    """One measure in a process of its own, on servers and a data folder of their own."""
    with tempfile.TemporaryDirectory() as folder, postgres_server() as url, relay(Path(folder)) as nats:
        environment = {
            **os.environ,
            "BEFFROI_DATA_DIR": folder,
            "BEFFROI_DATABASE_URL": url.replace("postgres://", "postgresql://"),
            "BEFFROI_NATS": nats,
            "DJANGO_SETTINGS_MODULE": "beffroi.site.settings",
            **SETTLED,
        }
        command = [sys.executable, "-m", "bench.relay", "--stage", str(hearers)]
        sizes = ["--posts", str(asked.posts), "--searches", str(asked.searches)]
        done = subprocess.run([*command, *sizes], env=environment, stdout=subprocess.PIPE, check=True)
        found: dict[str, float] = json.loads(done.stdout)
        return found


@contextmanager
def relay(folder: Path) -> Iterator[str]:
    server = NatsServer(folder / "nats")
    server.start()
    try:
        yield server.url
    finally:
        server.kill()


def _row(found: dict[str, float], asked: argparse.Namespace) -> list[str]:
    return [f"{asked.posts / found['carried']:,.0f}", f"{asked.posts / found['matched']:,.0f}"]


def _figures(found: Mapping[int, Mapping[str, float]], asked: argparse.Namespace) -> Iterator[Figure]:
    for hearers, seconds in found.items():
        rate = asked.posts / seconds["matched"]
        what = (
            f"posts a second from the relay through {asked.searches:,} searches, {hearers} hearer{'s' * (hearers > 1)}"
        )
        yield Figure(f"listening.relay-{hearers}", what, f"{rate:,.0f}/s", rate, is_more_better=True)


def _report(rows: list[list[str]], asked: argparse.Namespace, before: str) -> str:
    head = ["hearers", "posts/s handed over", "posts/s matched and settled"]
    return "\n".join(
        [
            "# Listening through the relay",
            "",
            *described(),
            f"- load before {before}, after {load()}",
            f"- {asked.posts:,} posts against {asked.searches:,} searches of which none finds anything; PostgreSQL and"
            " NATS on the same machine",
            "",
            table(head, rows),
            "",
            "Handed over: the relay holds them and the cursor has moved. Settled: matched, and the row is gone.",
        ]
    )


if __name__ == "__main__":
    sys.exit(main())
