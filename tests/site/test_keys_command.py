"""`beffroi keys`, and what a start says to a wrong key, as a person runs them."""

import subprocess
import sys
from pathlib import Path

from tests.empty_database import copy_on_sqlite
from tests.postgres import free_port
from tests.site.test_processes import environment


def beffroi(data: Path, *asked: str, **settings: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "beffroi.site.command", *asked, "--data", str(data)],
        env={**environment(), **settings},
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )


def test_the_keys_are_changed_by_three_commands_and_a_wrong_one_starts_nothing(tmp_path: Path) -> None:
    data = tmp_path / "data"
    data.mkdir()
    copy_on_sqlite(data / "beffroi.sqlite3")
    assert beffroi(data, "migrate").returncode == 0
    first = (data / "encryption.key").read_text()
    listed = beffroi(data, "keys", "list")
    assert listed.returncode == 0
    assert first not in listed.stdout
    assert beffroi(data, "keys", "check").returncode == 0

    made = beffroi(data, "keys", "new", "--write")
    both = (data / "encryption.key").read_text()
    assert both.endswith(f",{first}")
    assert both.split(",")[0] not in made.stdout
    assert (data / "encryption.key").stat().st_mode & 0o777 == 0o600
    rotated = beffroi(data, "keys", "rotate")
    assert (rotated.returncode, "the other keys can be taken out" in rotated.stdout) == (0, True)
    assert beffroi(data, "keys", "check", BEFFROI_KEYS=both.split(",")[0]).returncode == 0

    for process in ("up", "web", "worker", "listener"):
        where = ("--port", str(free_port())) if process in ("up", "web") else ()
        refused = beffroi(data, process, *where, BEFFROI_KEYS="another-one")
        assert refused.returncode == 1
        assert "the key in BEFFROI_KEYS does not open this database" in refused.stderr
        assert "nothing was started" in refused.stderr
        assert "another-one" not in refused.stderr


def test_a_new_key_is_printed_once_and_is_another_each_time(tmp_path: Path) -> None:
    one, other = (beffroi(tmp_path / "data", "keys", "new").stdout.strip() for _ in range(2))
    assert one != other
    assert min(len(one), len(other)) >= 43
