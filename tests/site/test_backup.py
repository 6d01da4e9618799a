"""One file holds everything but the keys; it is rehearsed before it is needed, and a bad one is known as bad."""

import json
import shutil
import sqlite3
import subprocess
import sys
import tarfile
from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass, field
from datetime import timedelta
from io import BytesIO, StringIO
from pathlib import Path
from typing import Any

import pytest
from django.utils import timezone

from beffroi.publishing.models import Draft, Publication
from beffroi.rankings.models import ChangedDay
from beffroi.site.backup.whole import restored
from tests.cast import NOW, Feurs
from tests.empty_database import copy_on_sqlite, fill_on_postgresql
from tests.network.fixtures import missing
from tests.postgres import PostgresMissing, postgres_server
from tests.site.test_processes import beffroi, environment

TOWN = """
import sys; from pathlib import Path
from beffroi.site.starting import migrate; assert migrate() == 0
from tests.cast import settle_feurs; settle_feurs(Path(sys.argv[1]))
"""


@dataclass
class Town:
    """Feurs in a data folder, with a picture, on one of the two databases."""

    data: Path
    settings: dict[str, str] = field(default_factory=dict)

    def ask(self, *arguments: str, data: Path | None = None, **more: str) -> "subprocess.CompletedProcess[str]":
        return beffroi(*arguments, data=data or self.data, **{**self.settings, "BEFFROI_REGISTER": "no", **more})


@dataclass(frozen=True)
class Made:
    """Made once for all tests, each of which takes copies: the town before any backup, and its first backup."""

    data: Path
    backup: Path


@pytest.fixture(scope="session")
def made(tmp_path_factory: pytest.TempPathFactory) -> Made:
    folder = tmp_path_factory.mktemp("made")
    data, later = folder / "data", folder / "later"
    data.mkdir()
    copy_on_sqlite(data / "beffroi.sqlite3")
    settle(data, folder / "sandbox")  # makes the keys
    (data / "media" / "ab").mkdir(parents=True)
    (data / "media" / "ab" / "bell.jpg").write_bytes(b"a picture of the bell" * 100)
    shutil.copytree(data, later)
    assert Town(later).ask("backup", str(folder / "town.tar")).returncode == 0
    return Made(data, folder / "town.tar")


def settle(data: Path, sandbox: Path, **more: str) -> None:
    told = {"BEFFROI_DATA_DIR": str(data), "DJANGO_SETTINGS_MODULE": "beffroi.site.settings", "BEFFROI_REGISTER": "no"}
    command = [sys.executable, "-c", TOWN, str(sandbox)]
    subprocess.run(command, env={**environment(), **told, **more}, check=True)


on_both = pytest.mark.parametrize("town", ["sqlite", "postgresql"], indirect=True)


@pytest.fixture
def town(request: pytest.FixtureRequest, made: Made, tmp_path: Path) -> Iterator[Town]:
    data = shutil.copytree(made.data, tmp_path / "data")
    if getattr(request, "param", "") != "postgresql":
        yield Town(data)
        return
    (data / "beffroi.sqlite3").unlink()
    try:
        with postgres_server() as url:
            fill_on_postgresql(url)
            settle(data, tmp_path / "sandbox", BEFFROI_DATABASE_URL=url)
            yield Town(data, {"BEFFROI_DATABASE_URL": url})
    except PostgresMissing as reason:
        missing(str(reason))


@pytest.fixture
def copy(made: Made, tmp_path: Path) -> Path:
    """A backup of the town on SQLite."""
    return Path(shutil.copy(made.backup, tmp_path / "town.tar"))


@on_both
def test_a_backup_is_rehearsed_and_put_back_with_its_pictures(town: Town, tmp_path: Path) -> None:
    copy = tmp_path / "town.tar"
    assert town.ask("backup", str(copy)).returncode == 0
    with tarfile.open(copy) as archive:
        assert not [name for name in archive.getnames() if name.endswith(".key")]
    assert manifest(copy)["keys_that_are_not_in_here"] == ["encryption.key", "secret.key"]

    tried = town.ask("backup", "verify", str(copy))
    assert tried.returncode == 0, tried.stdout + tried.stderr
    assert "every link fits" in tried.stdout
    assert "these keys open all" in tried.stdout
    assert "BAD" not in tried.stdout

    shutil.rmtree(town.data / "media")
    put = town.ask("restore", str(copy))
    assert put.returncode == 0, put.stdout + put.stderr
    assert "what was there is kept as" in put.stdout
    assert (town.data / "media" / "ab" / "bell.jpg").read_bytes().startswith(b"a picture")
    assert town.ask("verify-journal").stdout == "ok   every event fits its chain\n"


def test_keys_that_do_not_open_the_secrets_are_found_by_the_rehearsal(town: Town, copy: Path) -> None:
    tried = town.ask("backup", "verify", str(copy), BEFFROI_KEYS="a-key-of-another-town")
    assert tried.returncode == 1
    assert "that these keys do not open" in tried.stdout
    assert "CANNOT BE TRUSTED" in tried.stdout


def test_a_rehearsal_that_could_not_even_begin_is_no_good_one(town: Town, copy: Path, tmp_path: Path) -> None:
    broken = tmp_path / "broken"
    broken.mkdir()
    (broken / "sitecustomize.py").write_text("import sys\nif '-c' in sys.orig_argv: raise SystemExit(1)\n")
    tried = town.ask("backup", "verify", str(copy), PYTHONPATH=str(broken))
    assert tried.returncode == 1
    assert "BAD  this version cannot open it" in tried.stdout
    assert "CANNOT BE TRUSTED" in tried.stdout


def manifest(copy: Path) -> dict[str, Any]:
    with tarfile.open(copy) as archive:
        read = archive.extractfile("manifest.json")
        assert read is not None
        return dict(json.load(read))


def changed(copy: Path, name: str, said: bytes) -> None:
    """The same archive with other bytes in one file."""
    kept = []
    with tarfile.open(copy) as archive:
        for member in archive.getmembers():
            read = archive.extractfile(member)
            assert read is not None
            kept.append((member, read.read()))
    with tarfile.open(copy, "w") as archive:
        for member, content in kept:
            new = said if member.name == name else content
            member.size = len(new)
            archive.addfile(member, BytesIO(new))


def test_a_picture_that_rotted_is_found(town: Town, copy: Path) -> None:
    changed(copy, "media/ab/bell.jpg", b"another picture")
    tried = town.ask("backup", "verify", str(copy))
    assert tried.returncode == 1
    assert "media/ab/bell.jpg in the backup is not what was written into it" in tried.stdout


@on_both
def test_rows_that_are_missing_are_found(town: Town, tmp_path: Path) -> None:
    copy = tmp_path / "town.tar"
    town.ask("backup", str(copy))
    said = manifest(copy)
    said["tables"]["access_user"] += 1
    said["chains"][0][2] = "0" * 64
    changed(copy, "manifest.json", json.dumps(said).encode())
    tried = town.ask("backup", "verify", str(copy))
    assert tried.returncode == 1
    assert "access_user:" in tried.stdout
    assert "ELSEWHERE" in tried.stdout


def test_a_backup_that_was_cut_is_none(town: Town, copy: Path, tmp_path: Path) -> None:
    half = tmp_path / "half.tar"
    half.write_bytes(copy.read_bytes()[:20_000])
    for act in (("backup", "verify", str(half)), ("restore", str(half))):
        done = town.ask(*act)
        assert done.returncode == 1
        assert "no whole backup" in done.stdout
        assert "Traceback" not in done.stderr


def test_a_name_that_leads_out_of_the_folder_is_refused(town: Town, copy: Path) -> None:
    said = manifest(copy)
    said["files"]["media/../../evil"] = {"bytes": 1, "sha256": "0"}
    changed(copy, "manifest.json", json.dumps(said).encode())
    done = town.ask("restore", str(copy))
    assert done.returncode == 1
    assert "not of a backup" in done.stdout


def test_a_copy_of_an_earlier_version_is_still_verified_and_put_back(town: Town, copy: Path, tmp_path: Path) -> None:
    old = tmp_path / "old.sqlite3"
    with tarfile.open(copy) as archive:
        read = archive.extractfile("database.sqlite3")
        assert read is not None
        old.write_bytes(read.read())  # what earlier versions wrote: the database alone
    assert town.ask("backup", "verify", str(old)).returncode == 0
    assert town.ask("restore", str(old)).returncode == 0


def test_a_backup_of_the_other_database_is_refused_in_words(town: Town, copy: Path) -> None:
    said = manifest(copy)
    said["engine"] = "postgresql"
    changed(copy, "manifest.json", json.dumps(said).encode())
    done = town.ask("restore", str(copy))
    assert done.returncode == 1
    assert "is of postgresql, and this installation is on sqlite" in done.stdout


def test_a_restore_that_stops_half_way_says_so_and_nothing_starts_until_it_is_settled(town: Town, copy: Path) -> None:
    mark = town.data / "restore-not-finished"
    changed(copy, "media/ab/bell.jpg", b"another picture")
    shutil.rmtree(town.data / "media")
    done = town.ask("restore", str(copy))
    assert done.returncode == 1
    assert "nothing was done" not in done.stdout and "stopped half-way" in done.stdout and str(copy) in done.stdout
    for process in ("worker", "up"):
        refused = town.ask(process)
        assert refused.returncode == 1
        assert "beffroi restored" in refused.stderr
    assert town.ask("restored").returncode == 0
    assert not mark.exists()


def test_a_restore_has_the_store_of_the_rankings_written_anew(feurs: Feurs) -> None:
    settled = ChangedDay.objects.create(day=NOW.date(), due_at=None)
    restored(StringIO())
    settled.refresh_from_db()
    assert settled.due_at is not None


def test_what_leaves_later_is_listed_and_not_put_in_doubt(feurs: Feurs) -> None:
    later = timezone.now() + timedelta(days=30)
    accounts, said = [feurs.account], StringIO()
    draft = Draft.begin(
        organisation=feurs.organisation, by=feurs.bruno, accounts=accounts, text="Le bal", leave_at=later, now=NOW
    )
    draft.submit(by=feurs.bruno, now=NOW)
    draft.approve(by=feurs.chloe, version=1, now=NOW)
    restored(said)
    assert Publication.objects.get().state == "queued"
    assert "1 are to leave later" in said.getvalue() and f"{later:%Y-%m-%d %H:%M} UTC  @feurs" in said.getvalue()


def noted(town: Town) -> list[str]:
    with closing(sqlite3.connect(town.data / "beffroi.sqlite3")) as database:
        return [verb for (verb,) in database.execute("SELECT verb FROM journal_event WHERE verb LIKE 'BACKUP_%'")]


def test_a_backup_and_its_rehearsal_are_noted_in_the_journal(town: Town, tmp_path: Path) -> None:
    copy = tmp_path / "town.tar"
    assert town.ask("backup", str(copy)).returncode == 0
    assert noted(town) == ["BACKUP_MADE"]
    copy.write_bytes(copy.read_bytes()[: copy.stat().st_size // 2])
    assert town.ask("backup", "verify", str(copy)).returncode == 1
    assert noted(town) == ["BACKUP_MADE"]
    copy.unlink()
    town.ask("backup", str(copy))
    assert town.ask("backup", "verify", str(copy)).returncode == 0
    assert noted(town) == ["BACKUP_MADE", "BACKUP_MADE", "BACKUP_REHEARSED"]
    assert "every event fits" in town.ask("verify-journal").stdout


def test_a_backup_that_cannot_be_noted_is_as_good_and_says_so(town: Town, tmp_path: Path) -> None:
    with closing(sqlite3.connect(town.data / "beffroi.sqlite3")) as database:
        database.execute("CREATE TRIGGER full BEFORE INSERT ON journal_event BEGIN SELECT RAISE(ABORT, 'full'); END")
    done = town.ask("backup", str(tmp_path / "town.tar"))
    assert done.returncode == 0
    assert "it could not be noted in the journal" in done.stdout
    assert (tmp_path / "town.tar").exists()
