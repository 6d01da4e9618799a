"""`beffroi up` as a person starts it: a real process group on a data folder of its own."""

import json
import os
import re
import signal
import socket
import subprocess
import sys
import tempfile
import urllib.error
import urllib.request
from collections.abc import Iterator
from pathlib import Path

import pytest

from beffroi.site.processes import address_of
from tests.empty_database import copy_on_sqlite
from tests.network.fixtures import missing
from tests.patience import until
from tests.postgres import PostgresMissing, free_port, postgres_server


def environment() -> dict[str, str]:
    """Ours, without what the tests set for themselves."""
    return {name: value for name, value in os.environ.items() if not name.startswith(("BEFFROI_", "DJANGO_"))}


class Running:
    def __init__(self, data: Path, **settings: str) -> None:
        self.data, self.port = data, free_port()
        # Into a file: a pipe that nobody reads is full after 64 KB, and then every process stops at its next word.
        self.output = tempfile.TemporaryFile()
        self.process = subprocess.Popen(
            [sys.executable, "-m", "beffroi.site.command", "up", "--data", str(data), "--port", str(self.port)],
            env={**environment(), **settings},
            stdout=self.output,
            stderr=subprocess.STDOUT,
            start_new_session=True,
        )
        until(lambda: self.said() or self.process.poll() is not None, seconds=240)

    def said(self) -> str:
        """The first line, which names the address; nothing before it is whole."""
        first, end, _ = self.written().partition("\n")
        return first if end else ""

    def written(self) -> str:
        """All that it has said so far, of which the log is the most."""
        return os.pread(self.output.fileno(), 10_000_000, 0).decode(errors="replace")

    def get(self, path: str) -> tuple[int, str]:
        try:
            with urllib.request.urlopen(f"http://127.0.0.1:{self.port}{path}", timeout=60) as answer:
                return answer.status, answer.read().decode()
        except urllib.error.HTTPError as error:
            return error.code, error.read().decode()

    def children(self) -> list[int]:
        listed = Path(f"/proc/{self.process.pid}/task/{self.process.pid}/children").read_text()
        return [int(pid) for pid in listed.split()]

    def kill(self) -> None:
        if self.process.poll() is None:
            os.killpg(self.process.pid, signal.SIGKILL)
        self.process.wait()
        self.output.close()


@pytest.fixture
def running(tmp_path: Path) -> Iterator[Running]:
    """On a database that is made already: making it takes many seconds of a core."""
    (tmp_path / "data").mkdir(mode=0o700)
    copy_on_sqlite(tmp_path / "data" / "beffroi.sqlite3")
    product = Running(tmp_path / "data", BEFFROI_REGISTER="no")
    yield product
    product.kill()


@pytest.fixture(scope="module")
def from_nothing(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Running]:
    """As at the very first start. The last test of it stops it."""
    product = Running(tmp_path_factory.mktemp("nothing") / "data")
    yield product
    product.kill()


def test_what_it_writes_is_for_its_owner_only(from_nothing: Running) -> None:
    assert (from_nothing.data / "beffroi.sqlite3").stat().st_mode & 0o077 == 0
    assert from_nothing.data.stat().st_mode & 0o077 == 0


def test_it_prints_its_address_welcomes_the_first_visitor_and_stops_when_told(from_nothing: Running) -> None:
    assert re.search(rf"http://127\.0\.0\.1:{from_nothing.port}/", from_nothing.said())
    status, page = from_nothing.get("/")
    assert status == 200
    assert "/demonstration/visit" in page
    until(lambda: from_nothing.get("/readyz")[0] == 200)
    assert all(json.loads(from_nothing.get("/readyz")[1]).values())

    from_nothing.process.send_signal(signal.SIGTERM)
    assert from_nothing.process.wait(timeout=15) == 0


def test_it_runs_on_postgresql_too(tmp_path: Path) -> None:
    try:
        with postgres_server() as url:
            product = Running(tmp_path / "data", BEFFROI_DATABASE_URL=url, BEFFROI_REGISTER="no")
            try:
                until(lambda: product.get("/readyz")[0] == 200)
                assert not (tmp_path / "data" / "beffroi.sqlite3").exists()
            finally:
                product.kill()
    except PostgresMissing as reason:
        missing(str(reason))


def test_a_process_that_dies_is_started_again(running: Running) -> None:
    before = running.children()
    assert len(before) == 3
    os.kill(before[1], signal.SIGKILL)
    until(lambda: len(running.children()) == 3 and before[1] not in running.children())


def test_no_child_outlives_a_parent_that_was_killed(running: Running) -> None:
    children = running.children()
    os.kill(running.process.pid, signal.SIGKILL)
    running.process.wait()
    until(lambda: not any(Path(f"/proc/{pid}").exists() for pid in children))


def test_the_keys_are_made_once_and_readable_by_their_owner_only(running: Running) -> None:
    for name in ("secret.key", "encryption.key"):
        key = running.data / name
        assert key.stat().st_mode & 0o777 == 0o600
        assert len(key.read_text()) >= 32


def test_a_port_that_is_taken_is_said_in_one_line(tmp_path: Path) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        done = beffroi("up", "--port", str(port), data=tmp_path)
    assert done.returncode == 1
    assert str(port) in done.stderr
    assert "--port" in done.stderr
    assert "Traceback" not in done.stderr


def test_a_second_one_on_the_same_folder_is_refused_in_one_line(running: Running) -> None:
    until(lambda: running.get("/readyz")[0] == 200)
    second = beffroi("up", "--port", str(free_port()), data=running.data)
    assert second.returncode == 1
    assert "--data" in second.stderr
    assert "Traceback" not in second.stderr


def beffroi(*arguments: str, data: Path, **settings: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "beffroi.site.command", *arguments, "--data", str(data)],
        env={**environment(), **settings},
        capture_output=True,
        text=True,
        timeout=240,
    )


def test_the_doctor_says_what_is_wrong_and_shows_no_secret(tmp_path: Path) -> None:
    (tmp_path / "beffroi.sqlite3").touch()
    before = beffroi("doctor", data=tmp_path)
    assert before.returncode == 1
    assert "beffroi migrate" in before.stdout
    assert beffroi("migrate", data=tmp_path).returncode == 0
    after = beffroi("doctor", data=tmp_path)
    assert "up to date" in after.stdout
    assert "worker: never seen" in after.stdout
    assert (tmp_path / "encryption.key").read_text() not in after.stdout


def test_an_untouched_journal_verifies(tmp_path: Path) -> None:
    copy_on_sqlite(tmp_path / "beffroi.sqlite3")
    done = beffroi("verify-journal", data=tmp_path)
    assert (done.returncode, done.stdout) == (0, "ok   every event fits its chain\n")


def test_what_brings_the_database_up_to_date_leaves_nothing_in_the_process_that_forks(tmp_path: Path) -> None:
    code = """
import sys; from beffroi.site.processes import migrate_apart
assert migrate_apart() == 0
print([name for name in sys.modules if name.startswith("beffroi") and ".migrations." in name])
from django.db import connection; print(len(connection.introspection.table_names()) > 50)
"""
    told = {"BEFFROI_DATA_DIR": str(tmp_path), "DJANGO_SETTINGS_MODULE": "beffroi.site.settings"}
    copy_on_sqlite(tmp_path / "beffroi.sqlite3")
    done = subprocess.run([sys.executable, "-c", code], env={**environment(), **told}, capture_output=True, text=True)
    assert (done.returncode, done.stdout) == (0, "[]\nTrue\n"), done.stderr


def told_of_a_parent(tmp_path: Path, code: str) -> list[str]:
    """What the code says that looks at a Parent on a port on which nobody answers."""
    told = {"BEFFROI_DATA_DIR": str(tmp_path), "DJANGO_SETTINGS_MODULE": "beffroi.site.settings"}
    command = [sys.executable, "-c", code, str(free_port())]
    done = subprocess.run(command, env={**environment(), **told}, capture_output=True, text=True, timeout=50)
    assert done.returncode == 0, done.stderr
    return done.stdout.splitlines()


def test_the_patience_with_children_ends_with_the_last_of_them(tmp_path: Path) -> None:
    code = """
import signal, sys; from beffroi.site.processes import Parent
class Childless(Parent):
    def _start(self, process): self._stop()
Childless("127.0.0.1", int(sys.argv[1])).stay()
print(signal.getitimer(signal.ITIMER_REAL)[0])
"""
    assert told_of_a_parent(tmp_path, code) == ["0.0"]


def test_whoever_stops_it_before_the_pages_answer_does_not_wait_for_them(tmp_path: Path) -> None:
    code = """
import sys; from beffroi.site.processes import Parent
class Stopped(Parent):
    def _start(self, process): self._stop()
Stopped("127.0.0.1", int(sys.argv[1])).stay()
print("ended")
"""
    assert told_of_a_parent(tmp_path, code) == ["ended"]


def test_what_dies_before_the_pages_answer_is_started_again(tmp_path: Path) -> None:
    code = """
import os, sys; from beffroi.site import processes
class Dying(processes.Parent):
    begun = 0
    def _start(self, process):
        self.begun += process == "web"
        if self.begun == 2: return self._stop()
        pid = os.fork()
        if not pid: os._exit(3)
        self.children[pid] = process
processes.RESTART_PAUSE = 0.0
parent = Dying("127.0.0.1", int(sys.argv[1]))
parent.stay()
print(parent.begun)
"""
    assert told_of_a_parent(tmp_path, code) == ["2"]


def test_what_dies_while_all_of_it_is_stopped_is_not_started_again(tmp_path: Path) -> None:
    code = """
import os, sys, time; from beffroi.site.processes import Parent
parent = Parent("127.0.0.1", int(sys.argv[1]))
pid = os.fork()
if not pid: os._exit(1)
parent.children[pid] = "listener"
time.sleep = lambda seconds: parent._stop()  # the signal comes while it rests before the next start
parent._wait_for_one()
print(parent.children)
"""
    assert told_of_a_parent(tmp_path, code) == ["{}"]


def test_the_address_of_an_ipv6_host_is_told_as_a_browser_takes_it() -> None:
    told = [address_of(host, 8700) for host in ("::1", "127.0.0.1", "::")]
    assert told == ["http://[::1]:8700/", "http://127.0.0.1:8700/", "http://127.0.0.1:8700/"]


def test_a_database_that_cannot_be_brought_up_to_date_stops_the_start(tmp_path: Path) -> None:
    (tmp_path / "beffroi.sqlite3").mkdir()
    done = beffroi("up", "--port", str(free_port()), data=tmp_path)
    assert done.returncode == 1
    assert "the database cannot be opened" in done.stderr


@pytest.mark.parametrize("process", ["web", "worker", "listener"])
def test_what_runs_by_itself_says_in_one_line_that_the_tables_are_older(process: str, tmp_path: Path) -> None:
    command = [sys.executable, "-m", "beffroi.site.command", process, "--data", str(tmp_path)]
    done = subprocess.run(command, env={**environment(), "LANGUAGE": "en"}, capture_output=True, text=True, timeout=120)
    assert done.returncode == 1
    assert done.stderr == "beffroi: the tables are older than this version: run `beffroi migrate` first.\n"


def test_two_processes_that_start_together_agree_on_one_key(tmp_path: Path) -> None:
    code = "import sys, pathlib; from beffroi.site.keys import kept; print(kept(pathlib.Path(sys.argv[1])))"
    starts = [
        subprocess.Popen([sys.executable, "-c", code, str(tmp_path / "key")], stdout=subprocess.PIPE, text=True)
        for _ in range(6)
    ]
    assert len({start.communicate()[0] for start in starts}) == 1
