"""Exactly once, under `kill -9`, on three networks: one keeps a key, one can only be searched, one does neither.

    python -m bench.crash_networks [--deliveries 2000] [--kills 40] [--accounts 30] [--seed 1]
    python -m bench.crash_networks --postgresql [--workers 2] …

The workers are killed one by one or all at once, while they send. Exit code 1 when a post is lost, doubled, or sent
again although nobody could know.
"""

import argparse
import os
import random
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Sequence
from contextlib import ExitStack
from dataclasses import dataclass, field
from datetime import timedelta
from pathlib import Path
from typing import Any

from bench.loopback import Worker, far_side, posts, wait_for_a_beat
from tests.network.loopback import KINDS
from tests.postgres import postgres_server

LAST_KILL = 0.9  # of the deliveries are settled at most when the last kill falls
PHASES = 0.1  # seconds: a kill waits up to this long, to meet every phase of a sending
TOGETHER = 3  # every third kill takes all workers at once
STANDSTILL = 300.0


@dataclass(slots=True)
class Run:
    """What one run did and found."""

    kills: int = 0
    cut: Counter[str] = field(default_factory=Counter)  # rows in `sending` after a kill, by network
    seconds: float = 0.0
    rows: list[tuple[str, str, str]] = field(default_factory=list)  # network, state, text
    there: Counter[str] = field(default_factory=Counter)  # posts on the networks, by text
    chain_is_whole: bool = True


def main(arguments: list[str] | None = None) -> int:
    from bench.crash_networks_report import report

    asked = _parser().parse_args(arguments)
    with ExitStack() as stack:
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="beffroi-bench-")))
        url = stack.enter_context(postgres_server()) if asked.postgresql else ""
        _set_up(folder, url)
        network = stack.enter_context(far_side(asked.latency))
        run = _send_under_fire(asked, folder, network)
    text, is_exact = report(run, asked)
    print(text)
    if asked.output:
        asked.output.write_text(text + "\n")
    return 0 if is_exact else 1


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m bench.crash_networks", description=__doc__)
    parser.add_argument("--deliveries", type=int, default=2000, help="in turn on the three networks")
    parser.add_argument("--kills", type=int, default=40)
    parser.add_argument("--accounts", type=int, default=30, help="on each network")
    parser.add_argument("--workers", type=int, default=2, help="on PostgreSQL; on SQLite there is one")
    parser.add_argument("--latency", type=float, default=0.05, help="seconds a network takes to answer")
    parser.add_argument("--seed", type=int, default=1, help="of the moments of the kills")
    parser.add_argument("--postgresql", action="store_true", help="on a private PostgreSQL server, not on SQLite")
    parser.add_argument("--output", type=Path, metavar="FILE", help="write the report there too")
    return parser


def _set_up(folder: Path, url: str) -> None:
    os.environ |= {
        "BEFFROI_DATA_DIR": str(folder),
        "BEFFROI_ALLOW_ADDRESSES": "127.0.0.1",
        "DJANGO_SETTINGS_MODULE": "beffroi.site.settings",
    }
    if url:
        os.environ["BEFFROI_DATABASE_URL"] = url

    from beffroi.site.processes import migrate

    if migrate():
        raise RuntimeError("the database could not be made")


def _send_under_fire(asked: argparse.Namespace, folder: Path, network: str) -> Run:
    from django.utils import timezone

    from bench import ledger

    run, chance = Run(), random.Random(asked.seed)
    accounts = ledger.settle(network, KINDS, asked.accounts)
    ledger.plan(accounts, [timezone.now() + timedelta(milliseconds=n) for n in range(asked.deliveries)])
    count = asked.workers if asked.postgresql else 1
    running = [Worker(folder, {}) for _ in range(count)]
    began = time.monotonic()
    wait_for_a_beat(0)
    try:
        for n in range(1, asked.kills + 1):
            _wait_for_the_moment(asked, chance, kills_left=asked.kills - n + 1)
            chosen = range(count) if n % TOGETHER == 0 else [chance.randrange(count)]
            _kill(run, running, chosen, folder)
        _wait(lambda: _open() == 0)
        run.seconds = time.monotonic() - began
    finally:
        for worker in running:
            worker.stop()
    _read_back(run, network, accounts[0].organisation)
    return run


def _wait_for_the_moment(asked: argparse.Namespace, chance: random.Random, *, kills_left: int) -> None:
    settled = _settled()
    most = 2 * (int(asked.deliveries * LAST_KILL) - settled) // kills_left
    target = settled + chance.randint(1, max(1, most))
    _wait(lambda: _settled() >= min(target, asked.deliveries - 1) or _open() == 0)
    time.sleep(chance.uniform(0, PHASES))


def _kill(run: Run, running: list[Worker], chosen: Sequence[int], folder: Path) -> None:
    from beffroi.publishing.models import Publication

    for n in chosen:
        running[n].kill()
    run.kills += 1
    sending = Publication.objects.filter(state="sending", due_at__isnull=False)
    if len(chosen) == len(running):  # then what is in `sending` now was cut
        run.cut.update(sending.values_list("account__network", flat=True))
    for n in chosen:
        running[n] = Worker(folder, {})
    _say(f"kill {run.kills}: {_settled()} settled, cut so far {dict(run.cut)}")


def _settled() -> int:
    from beffroi.publishing.models import Publication

    return Publication.objects.filter(due_at=None).count()


def _open() -> int:
    from beffroi.publishing.models import Publication

    return Publication.objects.exclude(due_at=None).count()


def _wait(true: Any) -> None:
    """Raises RuntimeError when nothing is settled any more."""
    seen, since = -1, time.monotonic()
    while not true():
        if (settled := _settled()) != seen:
            seen, since = settled, time.monotonic()
        if time.monotonic() - since > STANDSTILL:
            raise RuntimeError(f"nothing leaves any more: {settled} settled, {_open()} open")
        time.sleep(0.02)


def _read_back(run: Run, network: str, organisation: Any) -> None:
    from beffroi.journal.models import broken_links
    from beffroi.publishing.models import Publication

    run.rows = list(Publication.objects.values_list("account__network", "state", "text"))
    run.there = Counter(post["text"] for post in posts(network))
    run.chain_is_whole = not list(broken_links(organisation))


def _say(what: str) -> None:
    print(f"[{time.strftime('%H:%M:%S')}] {what}", file=sys.stderr, flush=True)


if __name__ == "__main__":
    sys.exit(main())
