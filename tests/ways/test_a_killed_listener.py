"""Way 3 when the plug is pulled: a listener that is killed again and again loses no match and doubles none."""

import json
import os
import signal
import sqlite3
import subprocess
import sys
import threading
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

import pytest

from tests.empty_database import copy_on_sqlite
from tests.network.far_side import Network, TestAccount
from tests.patience import until

POSTS = 60
KILLS = 3
SETTLE = """
import json, sys
from beffroi.site.starting import setup
setup()
from django.utils import timezone
from beffroi.access.models import Organisation, User
from beffroi.directory.models import Account
from beffroi.listening.duties import open_streams
from beffroi.listening.models import SavedSearch
now = timezone.now()
town = Organisation.objects.create(name="Ville de Feurs")
driss = User.objects.join(email="driss@feurs.example", name="Driss", password="a-long-enough-password")
town.admit(driss, "manager")
Account.register(organisation=town, network="bluesky", credentials=json.load(sys.stdin), by=driss, now=now)
SavedSearch.save_new(organisation=town, name="Le pont", text="pont canal", by=driss, now=now)
open_streams(now)
"""


class House:
    """A data folder, with a listener that can be killed."""

    def __init__(self, data: Path) -> None:
        self.data = data
        self.listener: subprocess.Popen[bytes] | None = None
        plain = {name: value for name, value in os.environ.items() if not name.startswith(("BEFFROI_", "DJANGO_"))}
        self.environment = {
            **plain,
            "BEFFROI_DATA_DIR": str(data),
            "BEFFROI_ALLOW_ADDRESSES": "localhost,127.0.0.1",
            "DJANGO_SETTINGS_MODULE": "beffroi.site.settings",
        }

    def settle(self, credentials: dict[str, str]) -> None:
        self.data.mkdir(mode=0o700)
        copy_on_sqlite(self.data / "beffroi.sqlite3")
        self._run("-c", SETTLE, said=json.dumps(credentials))

    def start(self) -> None:
        command = [sys.executable, "-m", "beffroi.site.command", "listener"]
        self.listener = subprocess.Popen(command, env=self.environment, start_new_session=True)

    def kill(self) -> None:
        if self.listener is not None and self.listener.poll() is None:
            os.killpg(self.listener.pid, signal.SIGKILL)
            self.listener.wait()

    def ask(self, question: str) -> list[tuple[object, ...]]:
        with closing(sqlite3.connect(self.data / "beffroi.sqlite3", timeout=30)) as database:
            return database.execute(question).fetchall()

    def found(self) -> list[str]:
        """What the search found, once for every match."""
        rows = self.ask("select p.text from listening_match m join archive_post p on p.id = m.post_id order by m.id")
        return [str(row[0]) for row in rows]

    def _run(self, *arguments: str, said: str = "") -> None:
        done = subprocess.run(
            [sys.executable, *arguments],
            env=self.environment,
            input=said,
            capture_output=True,
            text=True,
            timeout=120,
        )
        assert done.returncode == 0, done.stderr[-2000:]


@pytest.fixture
def house(tmp_path: Path, bluesky: Network) -> Iterator[House]:
    house = House(tmp_path / "data")
    house.settle(bluesky.credentials(bluesky.create_account("feurs")))
    yield house
    house.kill()


@contextmanager
def speaking(eve: TestAccount, said: list[str]) -> Iterator[threading.Thread]:
    def speak() -> None:
        for number in range(POSTS):
            said.append(f"Le pont du canal, {number}")
            eve.post(said[-1])
            eve.post(f"Rien à voir, {number}")

    thread = threading.Thread(target=speak)
    thread.start()
    try:
        yield thread
    finally:
        thread.join()


def wait_for_more(house: House, enough: int, speaker: threading.Thread) -> None:
    until(lambda: len(house.found()) >= enough or not speaker.is_alive(), seconds=60, every=0.02)


def test_nothing_is_lost_and_nothing_doubled(house: House, bluesky: Network) -> None:
    eve = bluesky.create_account("eve")
    said: list[str] = []
    house.start()

    def is_heard() -> bool:
        said.append(f"Le pont du canal, essai {len(said)}")
        eve.post(said[-1])
        return bool(house.found())

    until(is_heard, seconds=60)
    heard_first = said.index(house.found()[0])
    before, said = set(said[:heard_first]), said[heard_first:]  # it listens from now on, and resumes a little before
    with speaking(eve, said) as speaker:
        for _ in range(KILLS):
            enough = len(house.found()) + 5
            wait_for_more(house, enough, speaker)
            house.kill()
            house.start()
    until(lambda: set(house.found()) >= set(said), seconds=60)
    assert sorted(found for found in house.found() if found not in before) == sorted(said)
    assert house.ask("select count(*) from listening_alert") == [(1,)]
    assert house.ask("select count(*) from listening_streamgap") == [(0,)]
    (posts_read,) = house.ask("select posts_read from listening_stream")
    assert posts_read >= (len(said) + POSTS,)
