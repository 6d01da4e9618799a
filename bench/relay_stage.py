"""One measure of `bench.relay`, in a process that has the database and the relay to itself."""

import os
import subprocess
import sys
import time
from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path

from django.conf import settings
from django.utils import timezone

from beffroi.connectors.contract import StreamEvent
from beffroi.listening.models import Parcel, SavedSearch, Stream
from beffroi.listening.relay.broker import opened
from beffroi.listening.relay.carrying import Carrier
from beffroi.vocabulary import Post, Profile
from tests.cast import settle_feurs

ROUND = 500  # events that the listener takes at once
WARM = 20  # rounds before the clock starts: every hearer has then built its index
TEXT = "Ce matin au marché de la place, la fanfare répète sous la pluie et tout le monde écoute"


def measured(hearers: int, *, posts: int, searches: int) -> dict[str, float]:
    """Seconds until all posts are handed over, and until all are matched."""
    stream = town(searches)
    command = [sys.executable, "-m", "beffroi.site.command", "hearer"]
    running = [subprocess.Popen(command, stdout=subprocess.DEVNULL) for _ in range(hearers)]
    try:
        with opened(settings.NATS) as broker:
            carrier = Carrier(stream, broker, None)
            take(carrier, events(WARM * ROUND))
            wait()
            said = events(posts)
            began = time.monotonic()
            take(carrier, said)
            carried = time.monotonic() - began
            wait()
            return {"carried": carried, "matched": time.monotonic() - began}
    finally:
        for hearer in running:
            hearer.kill()
            hearer.wait()


def town(searches: int) -> Stream:
    feurs = settle_feurs(Path(os.environ["BEFFROI_DATA_DIR"]) / "sandbox")
    by = {"organisation": feurs.organisation, "saved_at": timezone.now(), "saved_by": feurs.ana}
    SavedSearch.objects.bulk_create(
        SavedSearch(name=str(n), text=f'mot{n} "nom{n} rue"', **by) for n in range(searches)
    )
    service = feurs.account.stream
    return Stream.objects.create(network="sandbox", service=service, account=feurs.account, cursor="start")


def events(number: int) -> list[StreamEvent]:
    now = datetime.now(UTC)
    eve = Profile("sandbox", "did:plc:eve", handle="eve.example", name="Eve")
    posts = (
        Post("sandbox", f"at://did:plc:eve/app.bsky.feed.post/{n}", eve, f"{TEXT} {n}", now) for n in range(number)
    )
    return [StreamEvent(str(n), post) for n, post in enumerate(posts)]


def take(carrier: Carrier, said: Sequence[StreamEvent]) -> None:
    for start in range(0, len(said), ROUND):
        carrier.take(said[start : start + ROUND], datetime.now(UTC))


def wait() -> None:
    while Parcel.objects.exists():
        time.sleep(0.01)
