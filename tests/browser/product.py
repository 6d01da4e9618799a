"""The product as people run it: a program on a fresh data folder, stopped by a signal."""

import os
import queue
import re
import signal
import subprocess
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from playwright.sync_api import StorageState

from tests.empty_database import copy_on_sqlite
from tests.postgres import free_port

COMPILED = Path(__file__).parents[2] / "build" / "compiled"  # what matches is compiled once, not for each data folder
SECONDS_TO_START = 60
SECONDS_TO_STOP = 15
NOBODY = {
    "BEFFROI_SMS_GATEWAY": "http://127.0.0.1:9",
    "BEFFROI_MATRIX_SERVER": "http://127.0.0.1:9",
    "BEFFROI_MATRIX_TOKEN": "of-no-use-here",
}
WENT_WRONG = re.compile(r"^Exception |^ERROR: |^\S+ \S+ (?:ERROR|CRITICAL) ", re.MULTILINE)


@dataclass(frozen=True)
class Somebody:
    """A person's browser: the product at `url`, and the cookies of their session (None: a stranger)."""

    url: str
    state: StorageState | None = None


@dataclass(frozen=True)
class Product:
    """`url` without a final slash; `log` is what the three processes wrote to standard error."""

    url: str
    data: Path
    log: Path

    @property
    def stranger(self) -> Somebody:
        return Somebody(self.url)


@contextmanager
def running(data: Path, port: int = 0, /, **more: str) -> Iterator[Product]:
    """Starts everything with one command, on a free port if none is given; fails at the end if something went wrong
    behind the pages. `more` are settings, such as BEFFROI_MAIL."""
    data.mkdir(parents=True)
    copy_on_sqlite(data / "beffroi.sqlite3")  # the tests of the site start from nothing
    port, log = port or free_port(), data.parent / f"{data.name}.log"
    command = [sys.executable, "-m", "beffroi.site.command", "up", "--data", str(data), "--port", str(port)]
    with log.open("wb") as output:
        program = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=output, env=environment() | more, text=True)
    try:
        wait_for_its_address(program, log)
        yield Product(f"http://127.0.0.1:{port}", data, log)
    finally:
        code = stop(program)
    said = log.read_text(encoding="utf-8", errors="replace")
    assert not WENT_WRONG.search(said), f"behind the pages:\n{said[-4000:]}"
    assert code == 0, f"beffroi up ended with {code}:\n{said[-2000:]}"


def environment() -> dict[str, str]:
    """A person's environment, without what the tests' own settings put there; the loopback network is allowed, and two
    ways to tell people are set, behind which nobody answers."""
    plain = {name: value for name, value in os.environ.items() if not name.startswith(("BEFFROI_", "DJANGO_"))}
    ours = {
        "BEFFROI_ALLOW_ADDRESSES": "localhost,127.0.0.1",
        "PYTHONUNBUFFERED": "1",
        "BEFFROI_REGISTER": "no",
        "BEFFROI_SECOND_FACTOR": "off",
        "NUMBA_CACHE_DIR": str(COMPILED),
    }
    return {**plain, **ours, **NOBODY}


def wait_for_its_address(program: subprocess.Popen[str], log: Path) -> None:
    """Until the program says where it is, as a person who starts it would wait."""
    said: queue.Queue[str] = queue.Queue()
    assert program.stdout is not None
    threading.Thread(target=lambda out: said.put(out.readline()), args=(program.stdout,), daemon=True).start()
    try:
        line = said.get(timeout=SECONDS_TO_START)
    except queue.Empty:
        line = "nothing"
    assert line.startswith("Beffroi: http"), f"it said {line!r}: {log.read_text(errors='replace')[-2000:]}"


def stop(program: subprocess.Popen[str]) -> int:
    program.send_signal(signal.SIGTERM)
    try:
        return program.wait(timeout=SECONDS_TO_STOP)
    except subprocess.TimeoutExpired:
        program.kill()
        return program.wait(timeout=SECONDS_TO_STOP)
    finally:
        if program.stdout:
            program.stdout.close()
