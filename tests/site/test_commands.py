"""What the command says when it is called in the wrong place or with what cannot be: one sentence, and nothing made."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.empty_database import copy_on_sqlite

REASON = ("--reason", "Attack in town")
ON_WHAT_IS_THERE = (
    ("doctor",),
    ("stop", *REASON),
    ("resume",),
    ("import-calendar", "planning.csv", "--organisation", "Ville de Feurs", "--by", "bruno@feurs.example"),
    ("backup", "copy.sqlite3"),
    ("restored",),
    ("verify-journal",),
)


def beffroi(*words: str, data: Path, **variables: str) -> subprocess.CompletedProcess[str]:
    plain = {name: value for name, value in os.environ.items() if not name.startswith(("BEFFROI_", "DJANGO_"))}
    return subprocess.run(
        [sys.executable, "-m", "beffroi.site.command", *words, "--data", str(data)],
        env={**plain, **variables},
        capture_output=True,
        text=True,
        timeout=60,
    )


@pytest.mark.parametrize("words", ON_WHAT_IS_THERE, ids=lambda words: words[0])
def test_in_a_folder_without_beffroi_a_command_says_so_and_makes_nothing(
    tmp_path: Path, words: tuple[str, ...]
) -> None:
    done = beffroi(*words, data=tmp_path / "datta")
    assert done.returncode == 1
    assert done.stderr == f"beffroi: nothing was done: there is no Beffroi in {tmp_path}/datta; say where with --data\n"
    assert list(tmp_path.iterdir()) == []


def test_a_database_that_was_never_brought_up_to_date_is_said_in_a_line(tmp_path: Path) -> None:
    (tmp_path / "beffroi.sqlite3").touch()
    done = beffroi("stop", *REASON, data=tmp_path)
    assert done.returncode == 1
    assert done.stderr.startswith("beffroi: nothing was done: no such table")
    assert len(done.stderr.splitlines()) == 1


def test_where_there_is_no_organisation_yet_nothing_is_asked_back(tmp_path: Path) -> None:
    copy_on_sqlite(tmp_path / "beffroi.sqlite3")
    done = beffroi("stop", *REASON, data=tmp_path)
    assert (done.returncode, done.stdout) == (1, "Nothing was done. There is no organisation here yet.\n")


@pytest.mark.parametrize("reason", ["", "   ", "x" * 301])
def test_a_stop_needs_a_reason_that_a_page_can_show(tmp_path: Path, reason: str) -> None:
    done = beffroi("stop", "--reason", reason, data=tmp_path)
    assert done.returncode == 2
    assert "say why, in at most 300 characters; nothing was stopped" in done.stderr


@pytest.mark.parametrize("port", ["0", "99999", "http"])
def test_a_port_that_cannot_be_is_said_before_anything_starts(tmp_path: Path, port: str) -> None:
    done = beffroi("up", "--port", port, data=tmp_path)
    assert done.returncode == 2
    assert f"{port} is no port: choose a number from 1 to 65535" in done.stderr
    assert list(tmp_path.iterdir()) == []


def test_a_data_folder_that_cannot_be_made_is_said_in_a_line(tmp_path: Path) -> None:
    (tmp_path / "data").write_text("a file in its place")
    done = beffroi("migrate", data=tmp_path / "data")
    assert done.returncode == 1
    assert done.stderr.startswith("beffroi: the data folder cannot be used: ")
    assert len(done.stderr.splitlines()) == 1


def test_a_setting_that_cannot_be_is_said_in_a_line(tmp_path: Path) -> None:
    done = beffroi("migrate", data=tmp_path, BEFFROI_DATABASE_URL="mysql://town@localhost/town")
    assert done.returncode == 1
    assert done.stderr == "beffroi: BEFFROI_DATABASE_URL must be sqlite:///… or postgresql://…\n"


def test_a_copy_put_into_an_empty_folder_claims_to_have_kept_nothing(tmp_path: Path) -> None:
    first, second, copy = tmp_path / "first", tmp_path / "second", tmp_path / "copy.sqlite3"
    first.mkdir()
    copy_on_sqlite(first / "beffroi.sqlite3")
    assert beffroi("backup", str(copy), data=first).returncode == 0
    done = beffroi("restore", str(copy), data=second)
    assert done.returncode == 0, done.stderr
    assert done.stdout.splitlines()[0] == f"{copy} is in place."
