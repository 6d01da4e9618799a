"""From a post on a real Bluesky server to its alert on the open page.

    python -m bench.alert_latency [--posts 150] [--busy 80] [--searches 1000] [--pace 50] [--output FILE]

Exit code 1 when the aim for the product at rest is missed, or a post was never shown.
"""

import argparse
import os
import random
import sys
import tempfile
import threading
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from datetime import timedelta
from pathlib import Path
from typing import Any

from bench.alert_latency_report import figures, report
from bench.chatter import sentence, talking
from bench.headline import hand_in
from bench.machine import load
from bench.open_page import OpenPage
from bench.product import Product
from bench.settled import SETTLED, tables
from bench.visitor import Visitor
from tests.network.far_side import Network, TestAccount
from tests.network.servers import bluesky_network

PASSWORD = "a-long-enough-password"
EMAIL = "ana@feurs.example"
WORD = "piscine"  # what the saved search listens for
AUTHORS = 10
GAP = (0.3, 1.3)  # seconds between two posts
LOOK = 0.02  # seconds between two looks for a committed match
PATIENCE = 60.0  # seconds: a post that is not shown by then never is
START = 180.0  # seconds
PARTS = 3  # elements of the page "listening" that ask for it again when the room has news
OLD = timedelta(days=2)  # the other searches were saved long ago: nothing is looked up for them now


@dataclass(slots=True)
class Stage:
    """What one stage found. Moments of the monotonic clock, by the post's own word."""

    searches: int
    written: dict[str, float] = field(default_factory=dict)
    committed: dict[str, float] = field(default_factory=dict)
    heard: dict[str, float] = field(default_factory=dict)
    shown: dict[str, float] = field(default_factory=dict)
    talk: dict[str, Any] = field(default_factory=dict)  # posts, seconds: what others said meanwhile
    loads: list[str] = field(default_factory=list)


def main(arguments: list[str] | None = None) -> int:
    asked = _parser().parse_args(arguments)
    with ExitStack() as stack:
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="beffroi-bench-")))
        network = stack.enter_context(bluesky_network())
        _set_up(folder, network)
        people = [network.create_account(f"passant{n}") for n in range(AUTHORS)]
        product = stack.enter_context(Product(folder))
        try:
            stages = _measured(product, network, people, asked)
        except RuntimeError as trouble:
            raise RuntimeError(f"{trouble}\n{product.log()[-4000:]}") from trouble
    text, kept = report(stages)
    hand_in(text, figures(stages), asked.output)
    return 0 if kept else 1


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m bench.alert_latency", description=__doc__)
    parser.add_argument("--posts", type=int, default=150, help="while nothing else happens")
    parser.add_argument("--busy", type=int, default=80, help="posts while many others talk; 0: no such stage")
    parser.add_argument("--searches", type=int, default=1000, help="other saved searches, while many others talk")
    parser.add_argument("--pace", type=float, default=50, help="posts a second of the others")
    parser.add_argument("--output", type=Path, metavar="FILE", help="write the report there too")
    return parser


def _set_up(folder: Path, network: Network) -> None:
    """A town with one owner, who can sign in, and one account on the network."""
    os.environ |= {
        "BEFFROI_DATA_DIR": str(folder),
        "BEFFROI_ALLOW_ADDRESSES": "localhost,127.0.0.1",
        **SETTLED,
        "DJANGO_SETTINGS_MODULE": "beffroi.site.settings",
    }

    tables()

    from django.utils import timezone

    from beffroi.access.models import Organisation, User
    from beffroi.directory.models import Account

    organisation = Organisation.objects.create(name="Ville de Feurs")
    owner = User(email=EMAIL, name="Ana")
    owner.set_password(PASSWORD)
    owner.save()
    organisation.admit(owner, "owner")
    credentials = network.credentials(network.create_account("feurs"))
    Account.register(
        organisation=organisation, network="bluesky", credentials=credentials, by=owner, now=timezone.now()
    )


def _measured(product: Product, network: Network, people: list[TestAccount], asked: argparse.Namespace) -> list[Stage]:
    with Visitor.signed_in(product.address, EMAIL, PASSWORD) as visitor:
        visitor.send("/listening/searches/new", "/listening/searches/new", name="La piscine", text=WORD)
        _wait_until_it_listens(people[0])
        with OpenPage.opened(visitor, product.address, "/listening", topic="listening", parts=PARTS) as page:
            _run(Stage(1), page, people, 3, "warm")
            stages = [_run(Stage(1), page, people, asked.posts, "rest")]
            if asked.busy:
                _save_others(asked.searches)
                stages.append(Stage(1 + asked.searches))
                with talking(network.pds, 2 * AUTHORS, asked.pace) as stages[-1].talk:
                    time.sleep(5)
                    _run(stages[-1], page, people, asked.busy, "busy")
    return stages


def _run(stage: Stage, page: OpenPage, people: list[TestAccount], posts: int, name: str) -> Stage:
    """Writes the posts at random moments and waits until the page has shown them all."""
    _say(f"{name}: {posts} posts, load {load()}")
    chance, begun = random.Random(f"{name} 1"), len(page.looks)
    stage.loads.append(load())
    with _watching(stage.committed):
        for n in range(posts):
            time.sleep(chance.uniform(*GAP))
            word = f"{name}{n:04d}x"
            people[n % len(people)].post(f"{word} {WORD} {sentence(chance)}")
            stage.written[word] = time.monotonic()
        ends = time.monotonic() + PATIENCE
        while len(stage.shown) < posts and time.monotonic() < ends:
            time.sleep(0.2)
            begun = _note_shown(stage, page, begun)
    stage.loads.append(load())
    return stage


def _note_shown(stage: Stage, page: OpenPage, begun: int) -> int:
    """When each post was first on the page, and which message had it fetched; the number of looks that were read."""
    for look in page.looks[begun:]:
        begun += 1
        for word in stage.written.keys() - stage.shown.keys():
            if word in look.text:
                stage.heard[word], stage.shown[word] = look.heard, look.shown
    return begun


@contextmanager
def _watching(committed: dict[str, float]) -> Iterator[None]:
    """Notes when the match of each post can be seen by another process."""
    stop = threading.Event()
    watcher = threading.Thread(target=_watch, args=(committed, stop))
    watcher.start()
    try:
        yield
    finally:
        stop.set()
        watcher.join()


def _watch(committed: dict[str, float], stop: threading.Event) -> None:
    from django.db import connection

    from beffroi.listening.models import Match

    last = Match.objects.order_by("pk").values_list("pk", flat=True).last() or 0
    while not stop.wait(LOOK):
        for pk, text in Match.objects.filter(pk__gt=last).order_by("pk").values_list("pk", "post__text"):
            committed[text.split()[0]], last = time.monotonic(), pk
    connection.close()


def _wait_until_it_listens(somebody: TestAccount) -> None:
    """Until a match is there: a stream that begins "now" leaves no other trace that it has begun."""
    from beffroi.listening.models import Match

    began = time.monotonic()
    while not Match.objects.exists():
        if time.monotonic() > began + START:
            raise RuntimeError("nothing is heard")
        somebody.post(f"{WORD} {sentence(random.Random())}")
        time.sleep(1)
    _say(f"heard after {time.monotonic() - began:.0f} s")


def _save_others(searches: int) -> None:
    """Searches of the same town that find nothing of what is said here."""
    from django.utils import timezone

    from beffroi.listening.models import SavedSearch

    mine = SavedSearch.objects.get()
    by = {"organisation": mine.organisation, "saved_by": mine.saved_by, "saved_at": timezone.now() - OLD}
    SavedSearch.objects.bulk_create(
        SavedSearch(name=f"Rue {n}", text=f'voirie{n} "rue {n} bis"', **by) for n in range(searches)
    )


def _say(what: str) -> None:
    print(f"[{time.strftime('%H:%M:%S')}] {what}", file=sys.stderr, flush=True)


if __name__ == "__main__":
    sys.exit(main())
