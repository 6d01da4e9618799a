"""What a machine does to a program: its database goes away and comes back, its disk fills, its clock jumps.

The network's faults are in tests/publishing/test_faults_on_the_wire.py, killed processes in tests/ways.
"""

import os
import subprocess
import tempfile
import time
from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path

import pytest

from beffroi.listening.listener import LOOK_AGAIN
from beffroi.publishing.duties import send_due
from beffroi.publishing.models import Draft, Publication
from tests.cast import NOW, Feurs, minutes
from tests.empty_database import copy_on_sqlite, fill_on_postgresql
from tests.network.fixtures import missing
from tests.patience import until
from tests.postgres import PostgresMissing, create, find_programs, free_port, own, started
from tests.site.test_processes import Running

FILLER = "filler"


def test_a_database_that_goes_away_is_said_in_words_and_everything_goes_on_when_it_is_back(tmp_path: Path) -> None:
    try:
        programs = find_programs()
        with (
            tempfile.TemporaryDirectory(prefix="beffroi-postgres-", ignore_cleanup_errors=True) as folder,
            ExitStack() as up,
        ):
            owner, data, port = own(Path(folder)), Path(folder) / "data", free_port()
            create(programs, data, owner)
            server = up.enter_context(ExitStack())
            server.enter_context(started(programs, data, port, owner))
            url = f"postgres://beffroi@127.0.0.1:{port}/postgres"
            fill_on_postgresql(url)
            product = Running(tmp_path / "data", BEFFROI_DATABASE_URL=url, BEFFROI_REGISTER="no")
            up.callback(product.kill)
            until(lambda: product.get("/readyz")[0] == 200, seconds=240)
            children = product.children()

            server.close()
            status, page = product.get("/welcome")
            assert status == 503
            assert "La base de données ne répond pas" in page
            assert "The database does not answer" in page
            assert product.get("/readyz") == (503, '{"database": false}')
            assert product.get("/healthz")[0] == 200
            time.sleep(2 * LOOK_AGAIN)  # every process has asked for it in vain

            up.enter_context(started(programs, data, port, owner))
            until(lambda: product.get("/readyz")[0] == 200, seconds=240)
            assert product.get("/welcome")[0] == 200
            assert product.children() == children  # nobody died of it
            written = product.written()
            assert "connection failed" in written and "Traceback" not in written
    except PostgresMissing as reason:
        missing(str(reason))


@pytest.fixture
def small_disk(tmp_path: Path) -> Iterator[Path]:
    """A real file system of 40 MB, which only root can have."""
    folder = tmp_path / "small"
    folder.mkdir()
    command = ["mount", "-t", "tmpfs", "-o", "size=40m", "beffroi-test", str(folder)]
    if os.geteuid() != 0 or subprocess.run(command, capture_output=True).returncode:
        missing("mounting a small disk needs root")
    try:
        yield folder
    finally:
        subprocess.run(["umount", "--lazy", str(folder)], check=True)


def test_a_full_disk_is_said_loses_nothing_and_is_forgotten_once_there_is_room(small_disk: Path) -> None:
    (small_disk / "data").mkdir(mode=0o700)
    copy_on_sqlite(small_disk / "data" / "beffroi.sqlite3")
    product = Running(small_disk / "data", BEFFROI_REGISTER="no")
    try:
        until(lambda: product.get("/healthz")[0] == 200, seconds=240)
        filler = small_disk / FILLER
        with filler.open("wb") as filling:
            try:
                while True:
                    filling.write(b"\0" * 65536)
                    filling.flush()
            except OSError:
                pass  # full
        status, said = product.get("/readyz")
        assert (status, '"disk": false' in said) == (503, True)
        assert product.get("/welcome")[0] == 200  # what is only read is still shown
        filler.unlink()
        until(lambda: product.get("/readyz")[0] != 500)
        assert len(product.children()) == 3
    finally:
        product.kill()


# --- the clock


def approved(feurs: Feurs, *, leave_in: int) -> Publication:
    draft = Draft.begin(
        organisation=feurs.organisation,
        by=feurs.bruno,
        accounts=[feurs.account],
        text="La piscine rouvre lundi.",
        now=NOW,
        leave_at=NOW + minutes(leave_in),
    )
    draft.submit(by=feurs.bruno, now=NOW)
    draft.approve(by=feurs.chloe, version=1, now=NOW)
    return Publication.objects.get(draft=draft)


def state_of(publication: Publication) -> str:
    publication.refresh_from_db()
    return publication.state


@pytest.mark.django_db
def test_a_clock_that_falls_back_lets_nothing_leave_early(feurs: Feurs) -> None:
    publication = approved(feurs, leave_in=10)
    send_due(NOW + minutes(9))
    send_due(NOW - minutes(120))
    assert state_of(publication) == "queued"
    send_due(NOW + minutes(10))
    assert state_of(publication) == "sent"


@pytest.mark.django_db
def test_a_clock_that_leaps_forward_lets_nothing_late_leave(feurs: Feurs) -> None:
    publication = approved(feurs, leave_in=10)
    send_due(NOW + minutes(24 * 60))
    assert state_of(publication) == "missed"  # a person is asked


@pytest.mark.django_db
def test_a_clock_that_falls_back_after_a_sending_sends_nothing_again(feurs: Feurs) -> None:
    publication = approved(feurs, leave_in=0)
    send_due(NOW)
    assert state_of(publication) == "sent"
    for earlier in (60, 5, 0):
        send_due(NOW - minutes(earlier))
    assert Publication.objects.get().attempts == 1
