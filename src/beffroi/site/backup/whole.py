"""`beffroi backup`, `restore` and `restored`: one file of everything, and putting it back so that nothing leaves twice.

A copy remembers an earlier moment than the networks do. So after it was put back, whatever may have left since is in
doubt: it is looked up where the network can be asked, and left to a person where it cannot.
"""

import os
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TextIO

from django.conf import settings
from django.db import DatabaseError, connection, connections
from django.utils import timezone

from beffroi import __version__
from beffroi.inbox.models import Measure
from beffroi.publishing.models import Publication
from beffroi.rankings.models import ChangedDay
from beffroi.site.backup import archive as backup_archive
from beffroi.site.backup.databases import (
    TROUBLES,
    Trouble,
    check_sqlite,
    copy_sqlite,
    count_sqlite,
    dump_postgresql,
    in_words,
    is_empty,
    load_postgresql,
)
from beffroi.site.backup.noted import note_backup
from beffroi.site.half_restored import half_done, mark, unmark
from beffroi.site.starting import migrate
from beffroi.site.terminal import complain, ngettext
from beffroi.site.terminal import gettext as _
from beffroi.vocabulary import gettext_noop
from beffroi.work.alone import AnotherWorker, alone
from beffroi.work.models import Heartbeat

LISTED = 20  # publications that leave later
RUNNING = gettext_noop("a worker is running: stop Beffroi first, on every machine")


def backup(file: Path, out: TextIO) -> int:
    """Writes everything but the keys as it is at this moment; everything may go on running."""
    return _told(lambda: _backup(file), out)


def restore(file: Path, out: TextIO) -> int:
    """Puts a backup in the place of what is there, which is kept aside, and puts in doubt what may have left since."""
    return _told(lambda: _restore(file), out)


def restored(out: TextIO) -> int:
    """Puts in doubt what may have left since the copy that was put back by other means."""
    return _told(_restored, out)


def _told(act: Callable[[], str], out: TextIO) -> int:
    try:
        print(act(), file=out)
    except TROUBLES as trouble:
        where = half_done(settings.DATA) or _("nothing was done")
        complain(_("{where}: {why}").format(where=where, why=in_words(trouble)), out=out)
        return 1
    return 0


def _backup(file: Path) -> str:
    if file.exists():
        raise Trouble(_("{file} is there already").format(file=file))
    part = file.with_name(f"{file.name}.part")
    part.unlink(missing_ok=True)
    engine = connection.vendor
    with tempfile.TemporaryDirectory(prefix=f".{file.name}-", dir=file.parent) as folder:  # where there is room for it
        database = Path(folder) / backup_archive.DATABASES[engine]
        if engine == "sqlite":
            copy_sqlite(_sqlite(), database)
            check_sqlite(database)
            counted = count_sqlite(database)
        else:
            counted = dump_postgresql(connection.settings_dict, database)
        others = backup_archive.write(
            part,
            data=settings.DATA,
            engine=engine,
            database=database,
            counted=counted,
            version=__version__,
            now=timezone.now(),
        )
    os.replace(part, file)
    rows = sum(counted.tables.values())
    unnoted = note_backup(rows=rows, files=others, now=timezone.now())
    said = _(
        "{file}: the database ({engine}, {rows} rows) and {others} images and editions. The keys are not in it: keep "
        "{keys} of {folder}, or BEFFROI_KEYS and BEFFROI_SECRET_KEY, elsewhere."
    )
    keys = _(" and ").join(backup_archive.KEYS)
    wrote = said.format(file=file, engine=engine, rows=rows, others=others, keys=keys, folder=settings.DATA)
    return _("{wrote} Only {trouble}.").format(wrote=wrote, trouble=unnoted) if unnoted else wrote


def _restore(file: Path) -> str:
    if not file.is_file():
        raise Trouble(_("there is no file {file}").format(file=file))
    if backup_archive.is_old_copy(file):
        words = _restore_sqlite(file, file)
        unmark(settings.DATA)
        return words
    with backup_archive.opened(file) as archive:
        if archive.manifest.engine != connection.vendor:
            other = _("{file} is of {engine}, and this installation is on {ours}")
            raise Trouble(other.format(file=file, engine=archive.manifest.engine, ours=connection.vendor))
        with tempfile.TemporaryDirectory(prefix=".restore-", dir=settings.DATA) as folder:
            database = Path(folder) / archive.database
            archive.take_out(archive.database, database)
            words = (_restore_sqlite if connection.vendor == "sqlite" else _restore_postgresql)(database, file)
            put = archive.take_out_folders(settings.DATA)
        unmark(settings.DATA)
        back = _("{count} images and editions were put back.").format(count=put)
        return f"{words}\n{back}"


def _restore_sqlite(copy: Path, file: Path) -> str:
    database = _sqlite()
    check_sqlite(copy)
    with _alone():
        connections.close_all()
        part = database.with_name(f"{database.name}.part")
        part.unlink(missing_ok=True)
        copy_sqlite(copy, part)
        mark(settings.DATA, _("it began with {file}").format(file=file))
        kept = _put_aside(database) if database.exists() else None
        os.replace(part, database)
        return _up_to_date(_in_place(file, kept))


def _in_place(file: Path, kept: Path | None) -> str:
    if kept is None:
        return _("{file} is in place.").format(file=file)
    return _("{file} is in place; what was there is kept as {kept}.").format(file=file, kept=kept)


def _restore_postgresql(dump: Path, file: Path) -> str:
    place, kept = connection.settings_dict, None
    if not is_empty(place):
        if _somebody_works():
            raise Trouble(_(RUNNING))
        kept = settings.DATA / f"before-{timezone.now():%Y%m%d-%H%M%S}.dump"
        dump_postgresql(place, kept)
    connections.close_all()
    if hasattr(connection, "close_pool"):
        connection.close_pool()
    begun = _("it began with {file}; the database is empty until it is loaded")
    if kept:
        begun = _(
            "it began with {file}; the database is empty until it is loaded, and what was there is kept as {kept}"
        )
    mark(settings.DATA, begun.format(file=file, kept=kept))
    load_postgresql(place, dump)
    return _up_to_date(_in_place(file, kept))


def _somebody_works() -> bool:
    try:
        return Heartbeat.is_alive("worker", timezone.now())
    except DatabaseError:  # tables of an earlier version: then nobody of this one works on them
        return False


def _up_to_date(words: str) -> str:
    if migrate():
        raise Trouble(_("the copy could not be brought up to date"))
    Heartbeat.objects.all().delete()  # of processes that lived when the copy was made
    return f"{words}\n{_doubt()}"


def _restored() -> str:
    if Heartbeat.is_alive("worker", timezone.now()):
        raise Trouble(_(RUNNING))
    words = _doubt()
    unmark(settings.DATA)
    return words


def _doubt() -> str:
    now = timezone.now()
    doubtful = list(Publication.objects.that_may_have_left(now))
    for publication in doubtful:
        publication.doubt(now=now)
    Measure.objects.doubt(now)
    ChangedDay.objects.update(due_at=now)  # the store of the rankings is in no copy: it is written anew
    said = ngettext(
        "{count} publication may have left since and is in doubt: once Beffroi runs, it is looked up on its network; "
        "what cannot be looked up asks a person. What was approved after the copy waits for its approval again, "
        "although it may have left: look before you approve.",
        "{count} publications may have left since and are in doubt: once Beffroi runs, each is looked up on its "
        "network; what cannot be looked up asks a person. What was approved after the copy waits for its approval "
        "again, although it may have left: look before you approve.",
        len(doubtful),
    )
    return f"{said.format(count=len(doubtful))}{_later()}"


def _later() -> str:
    """What leaves later is not put in doubt: nothing of next month can be looked up. But it may have been moved."""
    rows = Publication.objects.filter(state="queued").select_related("account").order_by("leave_at", "pk")
    if not (count := rows.count()):
        return ""
    look = _(
        "{count} are to leave later. Whoever moved one to an earlier time after the copy may have let it leave: look "
        "at them before you start Beffroi."
    )
    line, more = _("  {at} UTC  {account}  (publication {number})"), _("  and {count} more")
    told = [
        line.format(at=f"{row.leave_at:%Y-%m-%d %H:%M}", account=row.account, number=row.pk) for row in rows[:LISTED]
    ]
    told += [more.format(count=count - LISTED)] if count > LISTED else []
    return "\n".join(["", look.format(count=count), *told])


def _sqlite() -> Path:
    if connection.vendor != "sqlite":
        raise Trouble(_("that is a database of SQLite, and this installation is on PostgreSQL"))
    return Path(connection.settings_dict["NAME"])


@contextmanager
def _alone() -> Iterator[None]:
    """No worker starts meanwhile. Raises Trouble when one runs."""
    try:
        with alone(settings.DATA):
            yield
    except AnotherWorker as error:
        raise Trouble(_(RUNNING)) from error


def _put_aside(database: Path) -> Path:
    """Its companions go with it: one without the others is broken."""
    aside = database.with_name(f"{database.name}.before-{timezone.now():%Y%m%d-%H%M%S}")
    for ending in ("", "-wal", "-shm"):
        if (part := Path(f"{database}{ending}")).exists():
            os.replace(part, f"{aside}{ending}")
    return aside
