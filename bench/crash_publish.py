"""Exactly once, under `kill -9`: the whole product is killed again and again while it publishes to a real PDS.

    python -m bench.crash_publish [--posts 500] [--kills 20] [--accounts 10] [--seed 1]

Exit code 1 when a post is lost or doubled.
"""

import argparse
import json
import os
import random
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from websockets.sync.client import ClientConnection, connect

from bench.crash_report import figures, report
from bench.cuts import Cut
from bench.headline import hand_in
from bench.product import Product
from bench.settled import SETTLED, tables
from tests.network.far_side import POST, Network
from tests.network.servers import bluesky_network
from tests.postgres import postgres_server

LAST_KILL = 0.9  # of the posts are sent at most when the last kill falls: posts must remain
PHASES = (
    0.08  # seconds: a kill waits up to this long after the post that calls for it, to meet every phase of a sending
)
EARLY = 3  # every third kill does not wait for posts: it falls while the product starts and opens its connections
START = 4.0  # seconds after the first page
LANDING = 0.5  # seconds: what was on the wire at the kill has arrived by then
STANDSTILL = 300.0  # seconds without a newly sent post: something is wrong


@dataclass(slots=True)
class Run:
    """What one run did and found."""

    seed: int
    posts: int
    accounts: int
    kills: int = 0
    kills_among_posts: int = 0  # while posts remained
    killed_at: float = 0.0
    sent_then: int = 0
    cuts: list[Cut] = field(default_factory=list)
    restarts: list[float] = field(default_factory=list)  # seconds to the first page
    recoveries: list[float] = field(default_factory=list)  # seconds from a kill to a newly sent post
    seconds: float = 0.0
    states: dict[str, int] = field(default_factory=dict)
    attempts: dict[int, int] = field(default_factory=dict)
    events: int = 0  # PUBLICATION_SENT in the journal
    chain_is_whole: bool = True
    records: list[dict[str, Any]] = field(default_factory=list)  # on the server at the end: text, at, did
    arrivals: list[dict[str, Any]] = field(default_factory=list)  # of the server's own stream: text, operation, did


def main(arguments: list[str] | None = None) -> int:
    asked = _parser().parse_args(arguments)
    with ExitStack() as stack:
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="beffroi-bench-")))
        network = stack.enter_context(bluesky_network())
        url = stack.enter_context(postgres_server()) if asked.postgresql else ""
        _set_up(folder, url)
        run = Run(asked.seed, asked.posts, asked.accounts)
        texts = _publish_under_fire(run, network, Product(folder), asked.kills)
    text, is_exact = report(run, texts, asked)
    hand_in(text, figures(run, texts, asked), asked.output)
    return 0 if is_exact else 1


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m bench.crash_publish", description=__doc__)
    parser.add_argument("--posts", type=int, default=500)
    parser.add_argument("--kills", type=int, default=20)
    parser.add_argument("--accounts", type=int, default=10)
    parser.add_argument("--seed", type=int, default=1, help="of the moments of the kills")
    parser.add_argument("--postgresql", action="store_true", help="on a private PostgreSQL server, not on SQLite")
    parser.add_argument("--output", type=Path, metavar="FILE", help="write the report there too")
    return parser


def _set_up(folder: Path, url: str) -> None:
    os.environ |= {
        "BEFFROI_DATA_DIR": str(folder),
        "BEFFROI_ALLOW_ADDRESSES": "localhost,127.0.0.1",
        **SETTLED,
        "DJANGO_SETTINGS_MODULE": "beffroi.site.settings",
    }
    if url:
        os.environ["BEFFROI_DATABASE_URL"] = url

    tables()


def _publish_under_fire(run: Run, network: Network, product: Product, kills: int) -> list[str]:
    """Approves the posts, kills and restarts the product while they leave, lets it finish, reads what there is."""
    from bench import crash_town

    organisation, speakers = crash_town.settle(network, run.accounts)
    texts = crash_town.approve(organisation, speakers, run.posts)
    _say(f"{run.posts} posts approved on {run.accounts} accounts")
    product.environment = {**os.environ}
    chance, began = random.Random(run.seed), time.monotonic()
    run.restarts.append(product.start())
    try:
        for n in range(1, kills + 1):
            _wait_for_the_moment(run, chance, is_early=n % EARLY == 0, kills_left=kills - n + 1)
            _kill(run, network, product)
        _wait_until_it_goes_on(run)
        _wait_until_sent(run.posts, run)
        run.seconds = time.monotonic() - began
    except RuntimeError as trouble:
        raise RuntimeError(f"{trouble}\n{product.log()[-4000:]}") from trouble
    finally:
        product.stop()
    _read_back(run, network, [speaker.theirs.did for speaker in speakers], organisation)
    return texts


def _wait_for_the_moment(run: Run, chance: random.Random, *, is_early: bool, kills_left: int) -> None:
    """Until a random number of posts has left, or while the product starts; never so long that no post would remain."""
    most = 2 * (int(run.posts * LAST_KILL) - run.sent_then) // kills_left
    if is_early:
        ends = time.monotonic() + chance.uniform(0, START)
        while time.monotonic() < ends and _sent() < run.sent_then + most:
            time.sleep(0.005)
        return
    _wait_until_it_goes_on(run)
    _wait_until_sent(min(run.posts, run.sent_then + chance.randint(1, max(1, most))), run)
    time.sleep(chance.uniform(0, PHASES))


def _kill(run: Run, network: Network, product: Product) -> None:
    product.kill()
    run.kills += 1
    run.killed_at, run.sent_then = time.monotonic(), _sent()
    run.kills_among_posts += run.sent_then < run.posts
    time.sleep(LANDING)
    cuts = [Cut(run.kills, pk, attempts, _is_there(network, *place)) for pk, attempts, *place in _cut_rows()]
    run.cuts += cuts
    run.restarts.append(product.start())
    _say(f"kill {run.kills}: {run.sent_then} sent, {len(cuts)} cut, {sum(cut.landed for cut in cuts)} landed")


def _wait_until_it_goes_on(run: Run) -> None:
    if run.kills and run.sent_then < run.posts:  # a quick product may have sent all before the last kill
        _wait_until_sent(run.sent_then + 1, run)
        run.recoveries.append(time.monotonic() - run.killed_at)


def _wait_until_sent(target: int, run: Run) -> None:
    """Raises RuntimeError when nothing more leaves."""
    seen, since = -1, time.monotonic()
    while (sent := _sent()) < target:
        if sent != seen:
            seen, since = sent, time.monotonic()
        if time.monotonic() - since > STANDSTILL:
            raise RuntimeError(f"nothing leaves any more: {_states()} after {run.kills} kills")
        time.sleep(0.005)


def _sent() -> int:
    from beffroi.publishing.models import Publication

    return Publication.objects.filter(state="sent").count()


def _states() -> dict[str, int]:
    from beffroi.publishing.models import Publication

    return dict(Counter(Publication.objects.values_list("state", flat=True)))


def _cut_rows() -> list[tuple[int, int, str, str]]:
    """(row, attempts, account, key) of what was being sent."""
    from beffroi.publishing.models import Publication

    cut = Publication.objects.filter(state="sending").order_by("pk")
    return list(cut.values_list("pk", "attempts", "account__native_id", "key"))


def _is_there(network: Network, did: str, key: str) -> bool:
    asked = {"repo": did, "collection": POST, "rkey": key}
    return network.http.get(f"{network.pds}/xrpc/com.atproto.repo.getRecord", params=asked).is_success


def _read_back(run: Run, network: Network, dids: list[str], organisation: Any) -> None:
    from beffroi.journal.models import Event, broken_links
    from beffroi.publishing.models import Publication

    run.states = _states()
    run.attempts = dict(Publication.objects.filter(state="sent").values_list("pk", "attempts"))
    run.events = Event.objects.filter(verb="PUBLICATION_SENT").count()
    run.chain_is_whole = not list(broken_links(organisation))
    for did in dids:
        for record in network.records(did, POST):
            run.records.append({"did": did, "text": record["value"]["text"], "at": record["value"]["createdAt"]})
    run.arrivals = list(_arrivals(network, len(run.records)))


def _arrivals(network: Network, expected: int) -> Iterator[dict[str, Any]]:
    """Every change of a post since the network's first one, in the order in which the server made it.

    The stream never ends: once all `expected` have come, two quiet seconds are waited for one too many.
    """
    seen = 0
    with _stream(network) as stream:
        while (event := _next_event(stream, 2 if seen >= expected else 30)) is not None:
            if event["kind"] == "commit":
                commit, seen = event["commit"], seen + 1
                text = commit.get("record", {}).get("text", "")
                yield {"did": event["did"], "operation": commit["operation"], "text": text}


def _next_event(stream: ClientConnection, seconds: float) -> dict[str, Any] | None:
    try:
        return dict(json.loads(stream.recv(timeout=seconds)))
    except TimeoutError:
        return None


@contextmanager
def _stream(network: Network) -> Iterator[ClientConnection]:
    with connect(f"{network.jetstream}?wantedCollections={POST}&cursor=1", max_size=None) as stream:
        yield stream


def _say(what: str) -> None:
    print(f"[{time.strftime('%H:%M:%S')}] {what}", file=sys.stderr, flush=True)


if __name__ == "__main__":
    sys.exit(main())
