"""A throw-away PostgreSQL on loopback: its own directory, a free port, no durability."""

import glob
import os
import shutil
import signal
import socket
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from tests.missing import Missing

PACKAGED = "/usr/lib/postgresql/*/bin/postgres"
SETTINGS = ("fsync=off", "synchronous_commit=off", "full_page_writes=off", "max_connections=100")


class PostgresMissing(Missing):
    """There is no PostgreSQL server program on this machine."""


@contextmanager
def postgres_server() -> Iterator[str]:
    """Runs a fresh server and yields the URL of its empty database. Raises PostgresMissing, or RuntimeError.

    The server refuses to run as root, so root starts it as the user postgres.
    """
    programs = find_programs()
    with tempfile.TemporaryDirectory(prefix="beffroi-postgres-", ignore_cleanup_errors=True) as folder:
        owner = own(Path(folder))
        data = Path(folder) / "data"
        create(programs, data, owner)
        port = free_port()
        with started(programs, data, port, owner):
            yield f"postgres://beffroi@127.0.0.1:{port}/postgres"


def find_programs() -> Path:
    """The folder of the newest `postgres` program: Debian keeps it out of the PATH."""
    packaged = sorted(glob.glob(PACKAGED), key=lambda path: int(path.split("/")[4]))
    found = packaged[-1] if packaged else shutil.which("postgres")
    if not found:
        raise PostgresMissing("no PostgreSQL server on this machine")
    return Path(found).parent


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def own(folder: Path) -> dict[str, Any]:
    """What to pass to `subprocess` so that the server may run and write here."""
    if os.geteuid() != 0:
        return {}
    try:
        shutil.chown(folder, "postgres", "postgres")
    except LookupError as error:
        raise PostgresMissing("PostgreSQL refuses to run as root, and there is no user postgres") from error
    return {"user": "postgres", "group": "postgres", "extra_groups": []}


def create(programs: Path, data: Path, owner: dict[str, Any]) -> None:
    options = ["-U", "beffroi", "-A", "trust", "-E", "UTF8", "--locale=C.UTF-8", "--no-sync"]
    command = [str(programs / "initdb"), "-D", str(data), *options]
    made = subprocess.run(command, capture_output=True, text=True, cwd=data.parent, **owner)
    if made.returncode:
        raise RuntimeError(f"initdb failed: {made.stderr}")


@contextmanager
def started(programs: Path, data: Path, port: int, owner: dict[str, Any]) -> Iterator[None]:
    options: list[str] = ["-c", "listen_addresses=127.0.0.1", "-c", "unix_socket_directories=", "-p", str(port)]
    for setting in SETTINGS:
        options += ["-c", setting]
    log = data / "server.log"
    with log.open("wb") as output:
        server = subprocess.Popen(
            [programs / "postgres", "-D", data, *options], stdout=output, stderr=output, cwd=data, **owner
        )
    try:
        ready = [str(programs / "pg_isready"), "-q", "-h", "127.0.0.1", "-p", str(port)]
        wait_until_ready(ready, server, log)
        yield
    finally:
        server.send_signal(signal.SIGQUIT)  # at once: nobody reads this database again
        server.wait(timeout=30)


def wait_until_ready(ready: list[str], server: subprocess.Popen[bytes], log: Path) -> None:
    for _ in range(300):
        if server.poll() is not None:
            break
        if subprocess.run(ready, timeout=30).returncode == 0:
            return
        try:
            server.wait(timeout=0.1)
        except subprocess.TimeoutExpired:
            continue
    raise RuntimeError(f"PostgreSQL did not start: {log.read_text(errors='replace')[-2000:]}")
