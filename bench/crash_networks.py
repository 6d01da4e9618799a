"""Exactly once, under `kill -9`, on three networks: one keeps a key, one can only be searched, one does neither.

    python -m bench.crash_networks [--deliveries 2000] [--kills 40] [--accounts 30] [--seed 1]
    python -m bench.crash_networks --postgresql [--workers 2] …

The workers are killed one by one or all at once, while they send. Exit code 1 when a post is lost, doubled, or sent
again although nobody could know. `--messages` has them write to people too, through a real mail server: each message
must arrive, and one that was cut in the sending may come again, under the same number.
"""

import argparse
import os
import random
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Callable, Sequence
from contextlib import ExitStack
from dataclasses import dataclass, field
from datetime import timedelta
from pathlib import Path
from typing import Any

from bench.headline import hand_in
from bench.loopback import WORKER, Worker, far_side, posts, wait_for_beats
from bench.settled import SETTLED, tables
from tests.network.loopback import KINDS
from tests.post_office import post_office
from tests.postgres import postgres_server

LAST_KILL = 0.9  # of the deliveries are settled at most when the last kill falls
PHASES = 0.1  # seconds: a kill waits up to this long, to meet every phase of a sending
TOGETHER = 3  # every third kill takes all workers at once
STANDSTILL = 300.0
SHORTER = (  # the leases are constants of the product; a test has less patience than a town
    "import sys;"
    "from beffroi.site.starting import setup;"
    "setup();"
    "from datetime import timedelta;"
    "from beffroi.publishing.models import publication;"
    "from beffroi.notify.models import message;"
    "publication.LEASE = message.LEASE = timedelta(seconds={lease});"
)


@dataclass(slots=True)
class Run:
    """What one run did and found."""

    kills: int = 0
    cut: Counter[str] = field(default_factory=Counter)  # rows in `sending` after a kill, by network
    seconds: float = 0.0
    rows: list[tuple[str, str, str]] = field(default_factory=list)  # network, state, text
    there: Counter[str] = field(default_factory=Counter)  # posts on the networks, by text
    chain_is_whole: bool = True
    letters: Counter[str] = field(default_factory=Counter)  # arrived, by their number
    messages: list[tuple[str, str, int]] = field(default_factory=list)  # number, state, attempts


def main(arguments: list[str] | None = None) -> int:
    from bench.crash_networks_report import figures, report

    asked = _parser().parse_args(arguments)
    with ExitStack() as stack:
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="beffroi-bench-")))
        url = stack.enter_context(postgres_server()) if asked.postgresql else ""
        _set_up(folder, url, asked.wake)
        network = stack.enter_context(far_side(asked.latency))
        office = stack.enter_context(post_office())
        os.environ |= {"BEFFROI_MAIL": office.url, "BEFFROI_MAIL_FROM": "beffroi@feurs.example"}
        run = _send_under_fire(asked, folder, network)
        run.letters = Counter(str(letter["Message-ID"]) for letter in office.letters)
    text, is_exact = report(run, asked)
    hand_in(text, figures(run, asked), asked.output)
    return 0 if is_exact else 1


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m bench.crash_networks", description=__doc__)
    parser.add_argument("--deliveries", type=int, default=2000, help="in turn on the three networks")
    parser.add_argument("--kills", type=int, default=40)
    parser.add_argument("--accounts", type=int, default=30, help="on each network")
    parser.add_argument("--workers", type=int, default=2, help="on PostgreSQL; on SQLite there is one")
    parser.add_argument("--messages", type=int, default=0, help="mails to people, beside the deliveries")
    parser.add_argument(
        "--lease", type=int, default=0, help="seconds instead of the product's leases, to be done sooner"
    )
    parser.add_argument("--wake", choices=("loop", "procrastinate"), default="", help="how workers learn of due rows")
    parser.add_argument("--latency", type=float, default=0.05, help="seconds a network takes to answer")
    parser.add_argument("--seed", type=int, default=1, help="of the moments of the kills")
    parser.add_argument("--postgresql", action="store_true", help="on a private PostgreSQL server, not on SQLite")
    parser.add_argument("--output", type=Path, metavar="FILE", help="write the report there too")
    return parser


def _set_up(folder: Path, url: str, wake: str) -> None:
    os.environ |= {
        "BEFFROI_DATA_DIR": str(folder),
        "BEFFROI_ALLOW_ADDRESSES": "127.0.0.1",
        **SETTLED,
        "DJANGO_SETTINGS_MODULE": "beffroi.site.settings",
    }
    if url:
        os.environ["BEFFROI_DATABASE_URL"] = url
    if wake:
        os.environ["BEFFROI_WAKE"] = wake

    tables()


def _send_under_fire(asked: argparse.Namespace, folder: Path, network: str) -> Run:
    from django.utils import timezone

    from bench import ledger

    run, chance = Run(), random.Random(asked.seed)
    accounts = ledger.settle(network, KINDS, asked.accounts)
    ledger.plan(accounts, [timezone.now() + timedelta(milliseconds=n) for n in range(asked.deliveries)])
    _write_messages(accounts[0].organisation, asked.messages)
    count = asked.workers if asked.postgresql else 1
    program = SHORTER.format(lease=asked.lease) + WORKER if asked.lease else WORKER
    running = [Worker(folder, {}, program) for _ in range(count)]
    began = time.monotonic()
    wait_for_beats(count, 0)
    try:
        for n in range(1, asked.kills + 1):
            _wait_for_the_moment(asked, chance, kills_left=asked.kills - n + 1)
            chosen = range(count) if n % TOGETHER == 0 else [chance.randrange(count)]
            _kill(run, running, chosen, lambda: Worker(folder, {}, program))
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


def _write_messages(organisation: Any, count: int) -> None:
    from django.utils import timezone

    from beffroi.notify.models import Message
    from beffroi.notify.models.message import Recipient
    from beffroi.vocabulary import Sentence

    for n in range(count):
        to = Recipient(f"Citoyen {n}", "mail", f"citoyen-{n}@feurs.example")
        subject, body = Sentence(f"Avis {n}"), Sentence("La piscine rouvre lundi.")
        Message.write(organisation, kind="notice", to=to, subject=subject, body=body, now=timezone.now())


def _kill(run: Run, running: list[Worker], chosen: Sequence[int], start: Callable[[], Worker]) -> None:
    from beffroi.publishing.models import Publication

    for n in chosen:
        running[n].kill()
    run.kills += 1
    sending = Publication.objects.filter(state="sending", due_at__isnull=False)
    if len(chosen) == len(running):  # then what is in `sending` now was cut
        run.cut.update(sending.values_list("account__network", flat=True))
    for n in chosen:
        running[n] = start()
    _say(f"kill {run.kills}: {_settled()} settled, cut so far {dict(run.cut)}")


def _settled() -> int:
    from beffroi.publishing.models import Publication

    return Publication.objects.filter(due_at=None).count()


def _open() -> int:
    from beffroi.notify.models import Message
    from beffroi.publishing.models import Publication

    return sum(rows.exclude(due_at=None).count() for rows in (Publication.objects, Message.objects))


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
    from beffroi.notify.models import Message
    from beffroi.publishing.models import Publication

    run.rows = list(Publication.objects.values_list("account__network", "state", "text"))
    run.there = Counter(post["text"] for post in posts(network))
    run.chain_is_whole = not list(broken_links(organisation))
    run.messages = [
        (str(pk), state, tries) for pk, state, tries in Message.objects.values_list("pk", "state", "attempts")
    ]


def _say(what: str) -> None:
    print(f"[{time.strftime('%H:%M:%S')}] {what}", file=sys.stderr, flush=True)


if __name__ == "__main__":
    sys.exit(main())
