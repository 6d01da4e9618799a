"""From a source's change, or a witness's tap, to the network call; and ten thousand facts waited for at once.

    python -m bench.facts [--runs 1000] [--pending 10000] [--addresses 200] [--seconds 150] [--output FILE]

The worker is the product's own; the chamber and the network are processes of their own on loopback. SQLite.
"""

import argparse
import json
import os
import random
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import datetime, timedelta
from itertools import pairwise
from pathlib import Path
from typing import Any

from bench.headline import hand_in
from bench.publishing import wait_until_sent
from bench.settled import SETTLED, tables

PACE = 5.0  # seconds between two readings of the chamber's vote: the shortest pace that a real source has
ACCOUNTS = 100
PROGRAM = (
    "import sys;"
    "from tests.network.loopback import register;"
    "from beffroi.connectors import NETWORKS;"
    "register(NETWORKS);"
    "from bench.facts import register_the_vote;"
    "register_the_vote();"
    "from beffroi.site.processes import run;"
    "sys.exit(run('worker', host='', port=0))"
)
STAGES = ("source", "witness", "held", "pending")


def main(arguments: list[str] | None = None) -> int:
    from bench.facts_report import figures, report

    asked = _parser().parse_args(arguments)
    if asked.stage:
        print(json.dumps(_measured(asked)))
        return 0
    found = {stage: _run(stage, asked) for stage in STAGES}
    text, kept = report(found, asked)
    hand_in(text, figures(found, asked), asked.output)
    return 0 if kept else 1


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m bench.facts", description=__doc__)
    parser.add_argument("--runs", type=int, default=1000, help="facts settled by a source")
    parser.add_argument("--taps", type=int, default=200, help="words of a witness, one after the other")
    parser.add_argument("--pending", type=int, default=10_000, help="facts waited for at once")
    parser.add_argument("--addresses", type=int, default=200, help="different addresses that these are read at")
    parser.add_argument("--seconds", type=int, default=150, help="how long they are watched")
    parser.add_argument("--output", type=Path, metavar="FILE", help="write the report there too")
    parser.add_argument("--stage", default="", help=argparse.SUPPRESS)
    return parser


def _run(stage: str, asked: argparse.Namespace) -> dict[str, Any]:
    """In a process and a data folder of its own."""
    print(f"[{time.strftime('%H:%M:%S')}] {stage}", file=sys.stderr, flush=True)
    sizes = [f"--{name}={getattr(asked, name)}" for name in ("runs", "taps", "pending", "addresses", "seconds")]
    with tempfile.TemporaryDirectory(prefix="beffroi-bench-") as folder:
        told = {
            "BEFFROI_DATA_DIR": folder,
            "BEFFROI_ALLOW_ADDRESSES": "127.0.0.1",
            **SETTLED,
            "DJANGO_SETTINGS_MODULE": "beffroi.site.settings",
        }
        command = [sys.executable, "-m", "bench.facts", f"--stage={stage}", *sizes]
        done = subprocess.run(command, env={**os.environ, **told}, stdout=subprocess.PIPE, text=True, check=True)
    return dict(json.loads(done.stdout.splitlines()[-1]))


def register_the_vote() -> None:
    """A source with the shortest pace that a real one has: a value in a JSON answer, as a town sets it up."""
    from dataclasses import replace

    from beffroi import sources
    from beffroi.sources.own import JSON_PATH

    known: Any = sources.SOURCES
    known["vote"] = replace(JSON_PATH, kind="vote", pace=timedelta(seconds=PACE), judged_as="json-path")


# --- one stage, in its own process


def _measured(asked: argparse.Namespace) -> dict[str, Any]:
    tables()
    from bench import ledger
    from bench.loopback import far_side, workers

    register_the_vote()
    folder = Path(os.environ["BEFFROI_DATA_DIR"])
    with far_side(0.0) as url, _chamber() as chamber:
        accounts = ledger.settle(url, ["keyed"], ACCOUNTS)
        prepared = _prepare(asked, accounts, chamber)
        with workers(1, folder, {}, PROGRAM) as running:
            try:
                return {
                    "source": _source,
                    "witness": _witness,
                    "held": _witness,
                    "pending": _pending,
                }[asked.stage](asked, prepared, url, running)
            except RuntimeError as trouble:
                raise RuntimeError(f"{trouble}\n{(folder / 'worker.log').read_text()[-4000:]}") from trouble


@contextmanager
def _chamber() -> Iterator[str]:
    process = subprocess.Popen([sys.executable, "-m", "bench.chamber"], stdout=subprocess.PIPE, text=True)
    try:
        assert process.stdout is not None
        yield process.stdout.readline().strip()
    finally:
        process.kill()
        process.wait()


def _prepare(asked: argparse.Namespace, accounts: Sequence[Any], chamber: str) -> list[Any]:
    from django.utils import timezone

    now = timezone.now()
    organisation, ana = accounts[0].organisation, accounts[0].added_by
    many = {"source": asked.runs, "witness": asked.taps, "held": asked.taps, "pending": asked.pending}[asked.stage]
    facts = _facts(organisation, ana, many, hold=10 if asked.stage == "held" else 0, now=now)
    if asked.stage != "pending":
        _waiting_posts(facts, accounts, now)
    if asked.stage == "source":
        _add_votes(facts, chamber, now)
    elif asked.stage == "pending":
        _add_lists(facts, chamber, asked.addresses, now)
    return facts


def _facts(organisation: Any, by: Any, many: int, *, hold: int, now: datetime) -> list[Any]:
    from beffroi.facts.models import Fact, Outcome

    ends = now + timedelta(hours=6)
    rows = [
        Fact(
            organisation=organisation,
            statement=f"Article {n}",
            subject=f"Article {1 + n % 60}",
            hold=hold,
            expires_at=ends,
            due_at=ends,
            created_by=by,
            created_at=now,
        )
        for n in range(many)
    ]
    facts = Fact.objects.bulk_create(rows, 500)
    ways = [
        Outcome(fact=fact, key=key, label=key, place=place) for fact in facts for place, key in enumerate(("yes", "no"))
    ]
    Outcome.objects.bulk_create(ways, 500)
    return facts


def _waiting_posts(facts: Sequence[Any], accounts: Sequence[Any], now: datetime) -> None:
    """One approved text for each fact, asleep until it is settled."""
    from beffroi.publishing.models import Draft, Publication
    from bench import ledger

    texts = ledger.plan(accounts, [now + timedelta(hours=1)] * len(facts))
    rows = {row.text: row for row in Publication.objects.select_related("draft")}
    for fact, text in zip(facts, texts, strict=True):
        row = rows[text]
        Draft.objects.filter(pk=row.draft_id).update(awaits=fact.outcomes.get(key="yes"), leave_at=None)
        Publication.objects.filter(pk=row.pk).update(due_at=None, leave_at=now, not_after=fact.expires_at)


def _add_votes(facts: Sequence[Any], chamber: str, now: datetime) -> None:
    """Ten facts wait for the same address; the addresses change one after the other, at random within each pace."""
    from beffroi.facts.models import Source

    chance = random.Random(1)
    start = time.time() + 20.0
    for n in range(0, len(facts), 10):
        at = start + (n / 10) * 0.3 + chance.uniform(0, PACE)
        address = f"{chamber}/vote/{n}?at={at}"
        asks = {"address": address, "path": "$.status", "value": "adopted", "proves": "confirmed", "outcome": "adopted"}
        for fact in facts[n : n + 10]:
            due = now + timedelta(seconds=chance.uniform(0, PACE))
            Source.objects.create(fact=fact, kind="vote", parameters=asks, address=address, due_at=due)


def _add_lists(facts: Sequence[Any], chamber: str, addresses: int, now: datetime) -> None:
    from beffroi.facts.models import Source

    rows = []
    for n, fact in enumerate(facts):
        address = f"{chamber}/list/{n % addresses}"
        due = now + timedelta(seconds=20 + 60 * (n % addresses) / addresses)
        rows.append(Source(fact=fact, kind="senat", parameters={"address": address}, address=address, due_at=due))
    Source.objects.bulk_create(rows, 500)


def _source(asked: argparse.Namespace, facts: Sequence[Any], url: str, running: Any) -> dict[str, Any]:
    from beffroi.facts.models import Settlement

    wait_until_sent(len(facts))
    parts: dict[str, list[float]] = {"poll": [], "evaluation": [], "claim": [], "send": [], "whole": []}
    settled: dict[int, Any] = {each.fact_id: each for each in Settlement.objects.select_related("reading__source")}
    for row, arrived in _departures(url):
        fact = row.draft.awaits.fact_id
        changed = float(settled[fact].reading.source.address.partition("at=")[2])
        read, at = settled[fact].reading.taken_at.timestamp(), settled[fact].at.timestamp()
        written = row.written_at.timestamp()
        for name, seconds in zip(
            parts,
            (read - changed, at - read, written - at, arrived - written, arrived - changed),
            strict=True,
        ):
            parts[name].append(seconds)
    return {"parts": parts}


def _witness(asked: argparse.Namespace, facts: Sequence[Any], url: str, running: Any) -> dict[str, Any]:
    """One word after the other, while the worker rests; timed from before the tap's transaction."""
    from django.utils import timezone

    from beffroi.facts.models import Attestation

    chance, said = random.Random(1), {}
    by = facts[0].created_by
    for fact in facts:
        time.sleep(chance.uniform(0.1, 0.3))
        said[fact.pk] = time.time()
        Attestation.give(fact, fact.outcomes.get(key="yes"), by=by, now=timezone.now())
    wait_until_sent(len(facts))
    held = facts[0].hold
    return {"late": [arrived - said[row.draft.awaits.fact_id] - held for row, arrived in _departures(url)]}


def _pending(asked: argparse.Namespace, facts: Sequence[Any], url: str, running: Any) -> dict[str, Any]:
    """Watches the readings come in; each should follow the one before by the source's pace, and no slot be left out."""
    from beffroi.facts.models import Reading

    time.sleep(25)
    began, used = time.monotonic(), running[0].cpu_seconds()
    time.sleep(asked.seconds)
    cpu = (running[0].cpu_seconds() - used) / (time.monotonic() - began)
    taken: dict[int, list[datetime]] = {}
    for source, at in Reading.objects.order_by("taken_at").values_list("source", "taken_at"):
        taken.setdefault(source, []).append(at)
    gaps = [(b - a).total_seconds() for each in taken.values() for a, b in pairwise(each)]
    missed = sum(gap >= 120 for gap in gaps) + sum(not taken.get(n) for n in range(1, len(facts) + 1))
    return {"gaps": gaps, "missed": missed, "readings": sum(map(len, taken.values())), "cpu": cpu}


def _departures(url: str) -> Iterator[tuple[Any, float]]:
    from beffroi.publishing.models import Publication
    from bench.loopback import posts

    rows = {row.text: row for row in Publication.objects.select_related("draft__awaits")}
    seen = [(rows[post["text"]], float(post["arrived"])) for post in posts(url)]
    if len({row.pk for row, _ in seen}) != len(seen):
        raise RuntimeError("a post arrived twice")
    yield from seen


if __name__ == "__main__":
    sys.exit(main())
