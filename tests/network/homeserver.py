"""A real Matrix homeserver (Synapse, on SQLite) on loopback, in an environment of its own.

It is no dependency of Beffroi: neither lock knows it. Only the version of Synapse itself is fixed.
"""

import fcntl
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import quote

import httpx
import yaml

from tests.postgres import free_port

FOLDER = Path(__file__).parent / ".homeserver"
PACKAGE = "matrix-synapse==1.163.2"
PYTHON = FOLDER / "bin" / "python"
INSTALLED = FOLDER / PACKAGE  # a mark: all of it is there
SECONDS_TO_INSTALL, SECONDS_TO_START = 240, 60
NAME = "matrix.example"


class HomeserverMissing(Exception):
    """No homeserver can be had on this machine."""


@dataclass(frozen=True)
class Homeserver:
    url: str

    def ask(self, method: str, path: str, *, token: str = "", **said: Any) -> dict[str, Any]:
        headers = {"Authorization": f"Bearer {token}"} if token else {}
        body = said if method == "POST" else None
        answer = httpx.request(method, f"{self.url}/_matrix/client/v3/{path}", json=body, headers=headers)
        assert answer.status_code == 200, answer.text
        found: dict[str, Any] = answer.json()
        return found

    def join(self, name: str) -> str:
        """Makes an account; its access token."""
        auth = {"type": "m.login.dummy"}
        return str(self.ask("POST", "register", username=name, password="of-no-use-here", auth=auth)["access_token"])

    def room(self, token: str, **how: Any) -> str:
        return str(self.ask("POST", "createRoom", token=token, **how)["room_id"])

    def texts(self, token: str, room: str) -> list[str]:
        """What was written in a room, the latest first."""
        said = self.ask("GET", f"rooms/{quote(room)}/messages?dir=b", token=token)["chunk"]
        return [event["content"]["body"] for event in said if event["type"] == "m.room.message"]


@contextmanager
def homeserver() -> Iterator[Homeserver]:
    """Runs one until the end. Raises HomeserverMissing, or RuntimeError with what it said."""
    install()
    with tempfile.TemporaryDirectory(prefix="beffroi-homeserver-", ignore_cleanup_errors=True) as folder:
        port, log = free_port(), Path(folder) / "log"
        config = Path(folder) / "homeserver.yaml"
        config.write_text(yaml.safe_dump(_settings(Path(folder), port)))
        start = (PYTHON, "-m", "synapse.app.homeserver", "--config-path", config)
        subprocess.run([*start, "--generate-keys"], check=True, capture_output=True)
        with log.open("wb") as output, subprocess.Popen(start, stdout=output, stderr=output) as server:
            try:
                yield _answering(Homeserver(f"http://127.0.0.1:{port}"), server, log)
            finally:
                server.terminate()


def install() -> None:
    """Fills an environment of its own, once. Two test runs wait for each other."""
    FOLDER.mkdir(exist_ok=True)
    with (FOLDER / "lock").open("w") as guard:
        fcntl.flock(guard, fcntl.LOCK_EX)
        if not INSTALLED.exists():
            _fill()
            INSTALLED.touch()


def _fill() -> None:
    uv = Path(sys.executable).parent / "uv"
    asked = (uv, "-q", "pip", "install", "--python", PYTHON, PACKAGE)
    try:
        subprocess.run([sys.executable, "-m", "venv", "--without-pip", FOLDER], check=True, capture_output=True)
        subprocess.run(asked, check=True, capture_output=True, text=True, timeout=SECONDS_TO_INSTALL)
    except (OSError, subprocess.SubprocessError) as error:
        said = getattr(error, "stderr", None) or error
        raise HomeserverMissing(f"the Matrix server cannot be installed: {str(said).strip()[-300:]}") from error


def _answering(server: Homeserver, process: "subprocess.Popen[bytes]", log: Path) -> Homeserver:
    """The server, once it answers."""
    for _ in range(SECONDS_TO_START * 10):
        if process.poll() is not None:
            break
        try:
            httpx.get(f"{server.url}/_matrix/client/versions")
        except httpx.TransportError:
            time.sleep(0.1)
        else:
            return server
    raise RuntimeError(f"the Matrix server did not start: {log.read_text(errors='replace')[-2000:]}")


def _settings(folder: Path, port: int) -> dict[str, Any]:
    listener = {"port": port, "type": "http", "bind_addresses": ["127.0.0.1"], "resources": [{"names": ["client"]}]}
    return {
        "server_name": NAME,
        "listeners": [listener],
        "database": {"name": "sqlite3", "args": {"database": str(folder / "homeserver.db")}},
        "media_store_path": str(folder / "media"),
        "signing_key_path": str(folder / "signing.key"),
        "pid_file": str(folder / "pid"),
        "macaroon_secret_key": os.urandom(16).hex(),
        "enable_registration": True,
        "enable_registration_without_verification": True,
        "report_stats": False,
        "trusted_key_servers": [],
    }
