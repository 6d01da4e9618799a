"""`beffroi backup`, `restore` and `restored`: a sound copy, and putting it back so that nothing leaves twice.

A copy remembers an earlier moment than the networks do. So after it was put back, whatever may have left since is in
doubt: it is looked up where the network can be asked, and left to a person where it cannot.
"""

import os
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from typing import TextIO

from django.conf import settings
from django.db import connection, connections
from django.utils import timezone

from beffroi.inbox.models import Measure
from beffroi.publishing.models import Publication
from beffroi.site.processes import migrate
from beffroi.work.alone import AnotherWorker, alone
from beffroi.work.models import Heartbeat

OTHERWISE = "on PostgreSQL use pg_dump and pg_restore, then `beffroi restored`"
RUNNING = "a worker is running: stop Beffroi first, on every machine"


class Trouble(Exception):
    """Why it was not done, for the person at the terminal."""


def backup(file: Path, out: TextIO) -> int:
    """Writes a copy of the database as it is at this moment; everything may go on running."""
    return _told(lambda: _backup(file), out)


def restore(file: Path, out: TextIO) -> int:
    """Puts a copy in the place of the database, which is kept aside, and puts in doubt what may have left since."""
    return _told(lambda: _restore(file), out)


def restored(out: TextIO) -> int:
    """Puts in doubt what may have left since the copy that was put back by other means."""
    return _told(_restored, out)


def _told(act: Callable[[], str], out: TextIO) -> int:
    try:
        print(act(), file=out)
    except (Trouble, sqlite3.Error, OSError) as trouble:
        print(f"beffroi: nothing was done: {trouble}", file=out)
        return 1
    return 0


def _backup(file: Path) -> str:
    database = _database()
    if file.exists():
        raise Trouble(f"{file} is there already")
    part = file.with_name(f"{file.name}.part")
    part.unlink(missing_ok=True)
    _copy(database, part)
    _check(part)
    os.replace(part, file)
    return f"{file}: a sound copy of {database}. The keys and the images are not in it."


def _restore(file: Path) -> str:
    database = _database()
    _check(file)
    with _alone():
        connections.close_all()
        part = database.with_name(f"{database.name}.part")
        part.unlink(missing_ok=True)
        _copy(file, part)
        kept = f"; what was there is kept as {_put_aside(database)}" if database.exists() else ""
        os.replace(part, database)
        if migrate():
            raise Trouble("the copy could not be brought up to date")
        return f"{file} is in place{kept}.\n{_doubt()}"


def _restored() -> str:
    if Heartbeat.is_alive("worker", timezone.now()):
        raise Trouble(RUNNING)
    return _doubt()


def _doubt() -> str:
    now = timezone.now()
    doubtful = list(Publication.objects.that_may_have_left(now))
    for publication in doubtful:
        publication.doubt(now=now)
    Measure.objects.doubt(now)
    return (
        f"{len(doubtful)} publications may have left since and are in doubt: once Beffroi runs, each is looked up on "
        "its network; what cannot be looked up asks a person. What was approved after the copy waits for its approval "
        "again, although it may have left: look before you approve."
    )


def _database() -> Path:
    if connection.vendor != "sqlite":
        raise Trouble(OTHERWISE)
    return Path(connection.settings_dict["NAME"])


def _copy(source: Path, target: Path) -> None:
    with closing(sqlite3.connect(f"{source.resolve().as_uri()}?mode=ro", uri=True)) as original:
        with closing(sqlite3.connect(target)) as copy:
            original.backup(copy)
            copy.execute("PRAGMA journal_mode=DELETE")  # one file, complete in itself


def _check(file: Path) -> None:
    """Raises Trouble unless `file` is whole and one of ours."""
    if not file.is_file():
        raise Trouble(f"there is no file {file}")
    with closing(sqlite3.connect(f"{file.resolve().as_uri()}?mode=ro", uri=True)) as copy:
        said = copy.execute("PRAGMA integrity_check").fetchone()[0]
        ours = copy.execute("SELECT count(*) FROM sqlite_master WHERE name = 'journal_event'").fetchone()[0]
    if said != "ok" or not ours:
        raise Trouble(f"{file} is not a whole database of Beffroi ({said})")


@contextmanager
def _alone() -> Iterator[None]:
    """No worker starts meanwhile. Raises Trouble when one runs."""
    try:
        with alone(settings.DATA):
            yield
    except AnotherWorker as error:
        raise Trouble(RUNNING) from error


def _put_aside(database: Path) -> Path:
    """Its companions go with it: one without the others is broken."""
    aside = database.with_name(f"{database.name}.before-{timezone.now():%Y%m%d-%H%M%S}")
    for ending in ("", "-wal", "-shm"):
        if (part := Path(f"{database}{ending}")).exists():
            os.replace(part, f"{aside}{ending}")
    return aside
