"""A town that listens through a relay: posts by the hundred, processes to kill, and the relay's own word."""

import os
import signal
import subprocess
import sys
from datetime import UTC, datetime
from pathlib import Path

from django.conf import settings
from django.db import connection

from beffroi.archive.models import Post
from beffroi.listening.models import Match, Parcel, SavedSearch, Stream
from beffroi.listening.relay.address import Address
from beffroi.listening.relay.broker import HEARERS, INGEST, Held, opened
from tests.cast import NOW, Feurs
from tests.nats import NatsServer
from tests.patience import until


class Square:
    """Eve speaks of the bridge; one search listens for it."""

    def __init__(self, feurs: Feurs) -> None:
        self.feurs = feurs
        self.said: set[str] = set()
        self.search = SavedSearch.save_new(
            organisation=feurs.organisation, name="Le pont", text="pont", by=feurs.driss, now=NOW
        )
        self.stream = Stream.objects.create(
            network="sandbox", service=feurs.account.stream, account=feurs.account, cursor="0"
        )

    def say(self, times: int, text: str = "Le pont du canal") -> None:
        """All at once: saying it one by one would read the whole network again for each."""
        with self.feurs.sandbox.locked() as state:
            eve = state.account_of("eve")
            for _ in range(times):
                post: dict[str, str] = {
                    "id": f"{eve}-{len(self.said)}",
                    "account": str(eve),
                    "text": f"{text} {len(self.said)}",
                }
                at = datetime.now(UTC).isoformat()
                self.feurs.sandbox.append({"act": "post", **post, "at": at, "reply_to": "", "root": ""})
                self.said.add(post["id"])

    def matched(self) -> list[str]:
        return sorted(Match.objects.filter(search=self.search).values_list("post__native_id", flat=True))

    def all_is_matched(self) -> bool:
        return Match.objects.count() >= len(self.said) and not Parcel.objects.on_their_way().exists()

    def expect_each_once(self, seconds: float = 120.0) -> None:
        until(self.all_is_matched, seconds=seconds)
        assert self.matched() == sorted(self.said)
        assert Post.objects.count() == len(self.said)


class Processes:
    """The real commands on the database of this test, and on a relay."""

    def __init__(self, server: NatsServer) -> None:
        self.server = server
        self.started: list[subprocess.Popen[bytes]] = []

    def start(self, command: str) -> subprocess.Popen[bytes]:
        process = subprocess.Popen(
            [sys.executable, "-m", "beffroi.site.command", command, "--data", str(settings.DATA)],
            env={**os.environ, **self.environment()},
            start_new_session=True,
        )
        self.started.append(process)
        return process

    def environment(self) -> dict[str, str]:
        return {
            "DJANGO_SETTINGS_MODULE": "beffroi.site.settings",
            "BEFFROI_DATABASE_URL": database_url(),
            "BEFFROI_NATS": self.server.url,
            "BEFFROI_LOG_LEVEL": "INFO",
        }

    def kill_all(self) -> None:
        for process in self.started:
            kill(process)


def kill(process: subprocess.Popen[bytes]) -> None:
    if process.poll() is None:
        process.send_signal(signal.SIGKILL)
    process.wait(timeout=30)


def database_url() -> str:
    said = connection.settings_dict
    if connection.vendor == "sqlite":
        return f"sqlite:///{Path(str(said['NAME'])).resolve()}"
    return f"postgresql://{said['USER']}:{said['PASSWORD']}@{said['HOST']}:{said['PORT']}/{said['NAME']}"


def held(server: NatsServer) -> Held:
    with opened(Address.parse(server.url)) as broker:
        return broker.held()


def hearers_ready(server: NatsServer) -> int:
    """How many ask for parcels now."""
    with opened(Address.parse(server.url)) as broker:
        return broker._run(broker._nats.jetstream().consumer_info(INGEST, HEARERS), 30).num_waiting or 0
