"""The long stages of bench.trust: seventy-two hours by a clock of its own, and the restore of a large instance."""

import json
import os
import shutil
import subprocess
import sys
import time
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from django.conf import settings
from django.db import connection
from django.utils import timezone

from beffroi.access.models import Organisation, User
from beffroi.archive.models import Mention, Post
from beffroi.connectors import NETWORKS
from beffroi.connectors.contract import StreamEvent
from beffroi.directory.models import Account
from beffroi.inbox.duties import open_cases
from beffroi.inbox.models import Case
from beffroi.listening.intake import Ear, take_in
from beffroi.listening.models import SavedSearch, Stream
from beffroi.publishing.duties import send_due
from beffroi.publishing.models import Publication
from beffroi.vocabulary import Post as SeenPost
from beffroi.vocabulary import Profile
from bench import ledger
from bench.loopback import far_side
from tests.network.loopback import register

BEGIN = datetime(2026, 12, 1, 6, tzinfo=UTC)
HOURS = 72
ACCOUNTS = 50
SEARCHES = 200
WARM = 0.1  # of a part: its caches are full then
BATCH = 500
Figures = dict[str, Any]


def soak(stage: Figures) -> Figures:
    """As many steps as `minutes` allow, from where the last part stopped; memory is told for each part."""
    with far_side(0.0) as url:
        town = Town(url)
        state, ends = town.state(), time.monotonic() + stage["minutes"] * 60
        samples: list[float] = []
        began = time.monotonic()
        while state["step"] < stage["steps"] and time.monotonic() < ends:
            town.step(state["step"], stage)
            state["step"] += 1
            samples.append(_own_memory())
        seconds = time.monotonic() - began
        warm = samples[int(len(samples) * WARM)] if samples else 0.0
        grown = max(samples[int(len(samples) * WARM) :], default=warm) / warm - 1 if warm else 0.0
        state["parts"].append({"steps": len(samples), "warm": warm, "grown": grown, "seconds": seconds})
        town.keep(state)
        return {**state, **town.counted()}


def _own_memory() -> float:
    """Of this process, in MB (10^6 bytes). The database's file is mapped into it, and is none: it grows by itself, and
    the system takes it back when it likes."""
    lines = Path("/proc/self/status").read_text().splitlines()
    [kilobytes] = [line.split()[1] for line in lines if line.startswith("RssAnon:")]
    return int(kilobytes) * 1024 / 1e6


class Town:
    """Feurs on a network of its own, kept in the data folder from part to part."""

    def __init__(self, url: str) -> None:
        self.kept = settings.DATA / "soak.json"
        if not Account.objects.exists():
            ledger.settle(url, ["keyed"], ACCOUNTS)
            organisation, ana = Organisation.objects.get(), User.objects.get()
            Stream.objects.create(network="keyed", service="")
            for n in range(SEARCHES):
                SavedSearch.save_new(organisation=organisation, name=f"S{n}", text=f"mot{n}", by=ana, now=BEGIN)
        register(NETWORKS)
        self.accounts = list(Account.objects.select_related("organisation", "connection", "added_by").order_by("pk"))
        for account in self.accounts:  # the far side of this part has another port
            account.connection.keep({**account.connection.credentials(), "url": url})
        self.ear = Ear(Stream.objects.get())

    def state(self) -> Figures:
        said: Figures = json.loads(self.kept.read_text()) if self.kept.exists() else {"step": 0, "parts": []}
        return said

    def keep(self, state: Figures) -> None:
        self.kept.write_text(json.dumps(state))

    def step(self, step: int, stage: Figures) -> None:
        """One step of the town's time: what is due in it, what is said in it."""
        now = BEGIN + timedelta(hours=HOURS) * step / stage["steps"]
        share = [stage[what] * (step + 1) // stage["steps"] - stage[what] * step // stage["steps"] for what in SIZES]
        deliveries, said, cases = share
        ledger.plan(self.accounts, [now] * deliveries, mark=f"{step} ")
        for events in _batches(step, said, now):
            take_in(self.ear, events, now)
        for n in range(cases):
            Mention.note(_spoken(step, n, now), self.accounts[n % len(self.accounts)], now=now)
        while open_cases(now):
            pass
        while send_due(now):
            pass

    def counted(self) -> Figures:
        sent = Publication.objects.filter(state="sent")
        return {
            "sent": sent.count(),
            "twice": sent.filter(attempts__gt=1).count(),
            "read": Stream.objects.get().posts_read,
            "filed": Case.objects.count(),
            "database": Path(connection.settings_dict["NAME"]).stat().st_size / 1e9,
        }


SIZES = ("deliveries", "stream_posts", "cases")


def _batches(step: int, number: int, now: datetime) -> Iterator[list[StreamEvent]]:
    for first in range(0, number, BATCH):
        numbers = range(first, min(first + BATCH, number))
        yield [StreamEvent(f"{step}-{n}", _said(step, n, now), at=now) for n in numbers]


def _said(step: int, n: int, now: datetime) -> SeenPost:
    """One in a thousand holds a word that somebody searches."""
    word = f"mot{n % SEARCHES}" if n % 1000 == 0 else "marché"
    author = Profile("keyed", f"a{n % 5000}", f"a{n % 5000}", f"Auteur {n % 5000}")
    text = f"Ce matin au {word} de la place, la fanfare répète sous la pluie ({step}.{n})"
    return SeenPost("keyed", f"s{step}-{n}", author, text, now, lang="fr")


def _spoken(step: int, n: int, now: datetime) -> SeenPost:
    author = Profile("keyed", f"c{step}-{n}", f"c{step}-{n}", f"Citoyen {n}")
    return SeenPost("keyed", f"m{step}-{n}", author, "La rue des Lilas n’est plus éclairée.", now, lang="fr")


# --- the restore


def restore(stage: Figures) -> Figures:
    """Makes an instance of that size (half rows, half images), backs it up, rehearses it, puts it back."""
    data, file = Path(settings.DATA), Path(settings.DATA).parent / "backup.tar"
    _fill(data, stage["gigabytes"])
    file.unlink(missing_ok=True)
    database = Path(connection.settings_dict["NAME"])
    size = (database.stat().st_size + sum(path.stat().st_size for path in (data / "media").rglob("*"))) / 1e9
    connection.close()
    found: Figures = {"size": size}
    found["backup"] = _timed("backup", str(file))
    found["verify"] = _timed("backup", "verify", str(file), "--scratch", str(data.parent))
    shutil.rmtree(data / "media")
    found["restore"] = _timed("restore", str(file))
    file.unlink()
    for aside in data.glob("beffroi.sqlite3.before-*"):
        aside.unlink()
    return found


def _timed(*arguments: str) -> float:
    began = time.monotonic()
    command = [sys.executable, "-m", "beffroi.site.command", *arguments, "--data", str(settings.DATA)]
    subprocess.run(command, check=True, stdout=sys.stderr)
    return time.monotonic() - began


def _fill(data: Path, gigabytes: float) -> None:
    half, now = gigabytes * 1e9 / 2, timezone.now()
    media = data / "media" / "fill"
    media.mkdir(parents=True, exist_ok=True)
    for n in range(int(half / 2e6)):
        if not (media / f"{n}.jpg").exists():
            (media / f"{n}.jpg").write_bytes(os.urandom(2_000_000))
    words, database = "La piscine rouvre lundi à dix heures. " * 20, Path(connection.settings_dict["NAME"])
    number = Post.objects.count()
    while database.stat().st_size < half:
        rows = [_row(number + n, words, now) for n in range(5000)]
        Post.objects.bulk_create(rows)
        number += len(rows)


def _row(n: int, words: str, now: datetime) -> Post:
    known = {"network": "keyed", "native_id": f"fill-{n}", "author_id": f"a{n}", "author_handle": f"a{n}"}
    return Post(
        **known, author_name="Auteur", text=f"{n} {words}", published_at=now, seen_at=now, conversation=f"fill-{n}"
    )
