"""The stages of bench.trust that have workers of their own, on PostgreSQL. Needs Django set up."""

import os
import random
import time
from datetime import timedelta
from pathlib import Path
from typing import Any

from django.db import connection
from django.utils import timezone

from beffroi.publishing.models import Publication
from bench import ledger
from bench.loopback import far_side, posts, workers
from bench.publishing import wait_until_sent

WARM = 12.0  # seconds: the duties that have work at the start have done it
QUIET = 15.0  # seconds of nothing that are measured
SLOW = 3.0  # seconds a network takes to answer, so that a kill meets what is being sent
LEAD = 3.0  # seconds before a burst
PATIENCE = 400.0
Figures = dict[str, Any]


def _folder() -> Path:
    return Path(os.environ["BEFFROI_DATA_DIR"])


def wake(stage: Figures) -> Figures:
    """What resting costs, and how late a post leaves that was approved now."""
    with far_side(0.02) as url:
        accounts = ledger.settle(url, ["keyed"], 20)
        with workers(stage["workers"], _folder(), {}) as running:
            time.sleep(WARM)
            before, used, began = _transactions(), sum(each.cpu_seconds() for each in running), time.monotonic()
            time.sleep(QUIET)
            seconds = time.monotonic() - began
            rests = {
                "transactions": (_transactions() - before) / seconds,
                "cpu": (sum(each.cpu_seconds() for each in running) - used) / seconds,
            }
            chance, due = random.Random(1), {}
            for n in range(stage["singles"]):
                time.sleep(chance.uniform(0.2, 0.4))
                now = timezone.now()
                [text] = ledger.plan([accounts[n % len(accounts)]], [now], mark=f"now {n} ")
                due[text] = now.timestamp()
            wait_until_sent(stage["singles"])
            return {**rests, "late": sorted(post["arrived"] - due[post["text"]] for post in posts(url))}


def _transactions() -> int:
    with connection.cursor() as cursor:
        cursor.execute("SELECT xact_commit + xact_rollback FROM pg_stat_database WHERE datname = current_database()")
        [count] = cursor.fetchone()
        return int(count)


def takeover(stage: Figures) -> Figures:
    """From the kill of a worker to the moment at which another one has settled what the dead one was sending."""
    seconds: list[float] = []
    with far_side(SLOW) as url:
        accounts = ledger.settle(url, ["searched"], 16)
        for turn in range(stage["kills"]):
            with workers(2, _folder(), {}) as running:
                ledger.plan(accounts, [timezone.now()] * len(accounts), mark=f"{turn} ")
                _until(lambda: Publication.objects.filter(state="sending").count() >= 6)
                running[0].kill()
                killed = time.monotonic()
                time.sleep(SLOW + 1)  # what the living one was sending has ended
                cut = _long_held()
                seconds += _settled(cut, killed)
                _until(lambda: not Publication.objects.exclude(due_at=None).exists())
    doubled = len(accounts) * stage["kills"]
    return {"seconds": seconds, "sent": Publication.objects.filter(state="sent").count(), "there": doubled}


def _long_held() -> list[int]:
    """What was claimed before the kill and is still being sent: the dead worker's."""
    claimed_before = timezone.now() + timedelta(seconds=60 - SLOW - 1)
    return list(Publication.objects.filter(state="sending", due_at__lt=claimed_before).values_list("pk", flat=True))


def _settled(cut: list[int], killed: float) -> list[float]:
    found, open_ = [], set(cut)
    ends = time.monotonic() + PATIENCE
    while open_ and time.monotonic() < ends:
        now_sent = set(Publication.objects.filter(pk__in=open_, due_at=None).values_list("pk", flat=True))
        found += [time.monotonic() - killed] * len(now_sent)
        open_ -= now_sent
        time.sleep(0.05)
    return found


def rate(stage: Figures) -> Figures:
    """A burst on many accounts: deliveries a second, from its moment to the last arrival."""
    with far_side(0.05) as url:
        accounts = ledger.settle(url, ["keyed"], 100)
        with workers(stage["workers"], _folder(), {}):
            time.sleep(3)
            due = timezone.now() + timedelta(seconds=LEAD)
            ledger.plan(accounts, [due] * stage["posts"])
            wait_until_sent(stage["posts"])
            arrived = [post["arrived"] for post in posts(url)]
            return {"rate": len(arrived) / (max(arrived) - due.timestamp()), "doubled": len(arrived) - stage["posts"]}


def _until(true: Any) -> None:
    ends = time.monotonic() + PATIENCE
    while not true():
        if time.monotonic() > ends:
            raise RuntimeError("it never happened")
        time.sleep(0.05)
