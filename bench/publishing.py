"""How soon after its time does a post leave, and how many a second? On a network of its own with 50 ms of latency.

    python -m bench.publishing [--sizes 100,1000,10000] [--accounts 100] [--latency 0.05] [--idle 100] [--postgresql]

Every stage is a fresh database and fresh processes: the far side, and the product's own workers.
"""

import argparse
import json
import os
import random
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Mapping
from contextlib import ExitStack
from datetime import timedelta
from pathlib import Path
from typing import Any

from bench.databases import postgresql
from bench.headline import hand_in
from bench.settled import SETTLED, tables
from tests.postgres import postgres_server

LEAD = 6.0  # seconds between the planning and the time of a burst
STANDSTILL = 60.0

Stage = dict[str, Any]  # kind, posts, workers, senders, accounts, latency, database; the figures join them


def main(arguments: list[str] | None = None) -> int:
    from bench.publishing_report import figures, report

    parser = _parser()
    asked = parser.parse_args(arguments)
    if asked.stage:
        print(json.dumps(_measured(json.loads(asked.stage))))
        return 0
    stages = list(_stages(asked))
    with ExitStack() as stack:
        on_server = [stage for stage in stages if stage["database"] == "PostgreSQL"]
        names = [f"s{stages.index(stage)}" for stage in on_server]
        if names:
            url = stack.enter_context(postgres_server())
            databases = stack.enter_context(postgresql(url, names))
        for number, stage in enumerate(stages):
            _say(f"stage {number + 1} of {len(stages)}: {stage}")
            environment = databases[f"s{number}"] if stage in on_server else {}
            stages[number] = run_stage(stage, environment)
    text, kept = report(stages, asked)
    hand_in(text, figures(stages), asked.output)
    return 0 if kept else 1


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m bench.publishing", description=__doc__)
    parser.add_argument("--sizes", default="100,1000,10000", help="posts due in the same second, per stage")
    parser.add_argument("--compared", type=int, default=1000, help="posts of the stages that compare 1 and 4 senders")
    parser.add_argument("--accounts", type=int, default=100)
    parser.add_argument("--latency", type=float, default=0.05, help="seconds the network takes to answer")
    parser.add_argument("--idle", type=int, default=100, help="single posts for the lateness of an idle worker")
    parser.add_argument("--postgresql", action="store_true", help="on PostgreSQL too, with 1 and 4 workers")
    parser.add_argument("--output", type=Path, metavar="FILE", help="write the report there too")
    parser.add_argument("--stage", default="", help=argparse.SUPPRESS)
    return parser


def _stages(asked: argparse.Namespace) -> Iterator[Stage]:
    places = [("SQLite", 1)] + [("PostgreSQL", 1), ("PostgreSQL", 4)] * asked.postgresql
    for database, workers in places:
        base = {"database": database, "workers": workers, "accounts": asked.accounts, "latency": asked.latency}
        if workers == 1:
            for senders in (1, 4):
                yield {**base, "kind": "burst", "posts": asked.compared, "senders": senders, "compared": True}
            yield {**base, "kind": "idle", "posts": asked.idle, "senders": 4}
            yield {**base, "kind": "resume", "posts": asked.accounts, "senders": 4}
        for size in map(int, asked.sizes.split(",")):
            yield {**base, "kind": "burst", "posts": size, "senders": 4}


def run_stage(stage: Stage, environment: Mapping[str, str]) -> Stage:
    """In a process and a data folder of its own: Django knows one database per process."""
    with tempfile.TemporaryDirectory(prefix="beffroi-bench-") as folder:
        told = {
            "BEFFROI_DATA_DIR": folder,
            "BEFFROI_ALLOW_ADDRESSES": "127.0.0.1",
            **SETTLED,
            "BEFFROI_SENDERS": str(stage["senders"]),
            "DJANGO_SETTINGS_MODULE": "beffroi.site.settings",
            **environment,
        }
        command = [sys.executable, "-m", "bench.publishing", "--stage", json.dumps(stage)]
        done = subprocess.run(command, env={**os.environ, **told}, stdout=subprocess.PIPE, text=True, check=True)
    return {**stage, **json.loads(done.stdout.splitlines()[-1])}


# --- one stage, in its own process


def _measured(stage: Stage) -> Stage:
    tables()
    from bench import ledger
    from bench.loopback import far_side, workers

    folder = Path(os.environ["BEFFROI_DATA_DIR"])
    with far_side(stage["latency"]) as url:
        accounts = ledger.settle(url, ["keyed"], stage["accounts"])
        with workers(stage["workers"], folder, {}) as running:
            measure = {"burst": _burst, "idle": _idle, "resume": _resume}[stage["kind"]]
            try:
                return measure(stage, accounts, url, running)
            except RuntimeError as trouble:
                raise RuntimeError(f"{trouble}\n{(folder / 'worker.log').read_text()[-4000:]}") from trouble


def _burst(stage: Stage, accounts: Any, url: str, running: Any) -> Stage:
    from django.utils import timezone

    from bench import ledger
    from bench.loopback import posts

    due = timezone.now() + timedelta(seconds=LEAD + stage["posts"] / 1000)
    ledger.plan(accounts, [due] * stage["posts"])
    wait_until_sent(stage["posts"])
    late = sorted(post["arrived"] - due.timestamp() for post in posts(url))
    return {"late": late, "rate": len(late) / late[-1], "doubled": len(late) - stage["posts"]}


def _idle(stage: Stage, accounts: Any, url: str, running: Any) -> Stage:
    """Half of the posts are planned ahead, half are approved "now" while the worker rests; then it is left alone."""
    from django.utils import timezone

    from bench import ledger
    from bench.loopback import posts

    chance, half = random.Random(1), stage["posts"] // 2
    now = timezone.now() + timedelta(seconds=2)
    times = [now + timedelta(seconds=n * 0.3 + chance.uniform(0, 0.2)) for n in range(half)]
    due = dict(zip(ledger.plan(accounts, times, mark="planned "), times, strict=True))
    wait_until_sent(half)
    for n in range(half):
        time.sleep(chance.uniform(0.2, 0.4))
        moment = timezone.now()
        [text] = ledger.plan([accounts[n % len(accounts)]], [moment], mark=f"now {n} ")
        due[text] = moment
    wait_until_sent(2 * half)
    late: dict[str, list[float]] = {"planned": [], "now": []}
    for post in posts(url):
        late[post["text"].split()[0]].append(post["arrived"] - due[post["text"]].timestamp())
    began, used = time.monotonic(), running[0].cpu_seconds()
    time.sleep(8)
    cpu = (running[0].cpu_seconds() - used) / (time.monotonic() - began)
    return {"late": sorted(late["planned"]), "late_now": sorted(late["now"]), "cpu": cpu}


def _resume(stage: Stage, accounts: Any, url: str, running: Any) -> Stage:
    """Everything is stopped, one post of each account is due; then somebody lets them leave."""
    from django.utils import timezone

    from beffroi.publishing.models import Stop
    from bench import ledger
    from bench.loopback import posts

    organisation = accounts[0].organisation
    Stop.begin(organisation, reason="A measure.", by=None, now=timezone.now())
    ledger.plan(accounts, [timezone.now()] * stage["posts"])
    time.sleep(8)  # the worker has looked at each and put it off
    leaked = len(posts(url))
    Stop.resume(organisation, by=None, now=timezone.now())
    opened = time.time()
    wait_until_sent(stage["posts"])
    return {"late": sorted(post["arrived"] - opened for post in posts(url)), "leaked": leaked}


def wait_until_sent(count: int) -> None:
    from beffroi.publishing.models import Publication

    seen, since = -1, time.monotonic()
    while (sent := Publication.objects.filter(state="sent").count()) < count:
        if sent != seen:
            seen, since = sent, time.monotonic()
        if time.monotonic() - since > STANDSTILL:
            raise RuntimeError(f"nothing leaves any more: {sent} of {count} sent")
        time.sleep(0.2)


def _say(what: str) -> None:
    print(f"[{time.strftime('%H:%M:%S')}] {what}", file=sys.stderr, flush=True)


if __name__ == "__main__":
    sys.exit(main())
