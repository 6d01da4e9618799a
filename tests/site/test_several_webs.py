"""Any number of processes show the pages: a session opened at one is known at the other, and each hears all."""

import json
import re
import subprocess
import sys
import threading
import urllib.request
from collections.abc import Iterator
from http.cookiejar import CookieJar
from pathlib import Path
from urllib.parse import quote, urlencode

import pytest

from tests.empty_database import copy_on_sqlite
from tests.patience import until
from tests.postgres import free_port
from tests.site.test_processes import beffroi, environment

SETTINGS = {"BEFFROI_REGISTER": "no"}


class Web:
    """One process of the pages."""

    def __init__(self, data: Path) -> None:
        self.port = free_port()
        command = [sys.executable, "-m", "beffroi.site.command", "web", "--data", str(data), "--port", str(self.port)]
        self.process = subprocess.Popen(command, env={**environment(), **SETTINGS})

    def at(self, path: str) -> str:
        return f"http://127.0.0.1:{self.port}{path}"

    def answers(self) -> bool:
        try:
            return bool(urllib.request.urlopen(self.at("/healthz"), timeout=5).status == 200)
        except OSError:
            return False


@pytest.fixture
def webs(tmp_path: Path) -> Iterator[tuple[Web, Web]]:
    copy_on_sqlite(tmp_path / "beffroi.sqlite3")
    assert beffroi("migrate", data=tmp_path, **SETTINGS).returncode == 0
    pair = Web(tmp_path), Web(tmp_path)
    try:
        until(lambda: all(web.answers() for web in pair), seconds=120)
        yield pair
    finally:
        for web in pair:
            web.process.kill()
            web.process.wait()


def test_a_session_and_what_changes_are_known_at_both(webs: tuple[Web, Web], tmp_path: Path) -> None:
    first, second = webs
    visitor = urllib.request.build_opener(urllib.request.HTTPCookieProcessor(CookieJar()))
    page = visitor.open(first.at("/welcome"), timeout=60).read().decode()
    token = re.search(r'name="csrfmiddlewaretoken" value="(\w+)"', page)
    assert token is not None
    visitor.open(first.at("/demonstration/visit"), urlencode({"csrfmiddlewaretoken": token[1]}).encode(), timeout=120)

    page = visitor.open(second.at("/"), timeout=60).read().decode()  # signed in at the other one too
    ticket = re.search(r'name="beffroi-live" content="([^"]+)"', page)
    assert ticket is not None
    heard: list[str] = []

    def listen() -> None:
        with urllib.request.urlopen(second.at(f"/live/?ticket={quote(ticket[1])}"), timeout=60) as stream:
            for line in stream:
                if line.startswith(b"data:"):
                    heard.append(json.loads(line[5:])["topic"])
                    return

    listening = threading.Thread(target=listen)
    listening.start()
    assert beffroi("stop", "--all", "--reason", "Un essai.", data=tmp_path, **SETTINGS).returncode == 0
    listening.join(timeout=60)
    assert heard == ["publishing"]
    assert "Un essai." in visitor.open(first.at("/"), timeout=60).read().decode()
