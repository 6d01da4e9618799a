"""`beffroi backup verify`: a backup is worth what its restore is worth, so it is restored, into a scratch place.

Counted there: the rows of every table and the ends of the chains must be those that the backup noted when it was made.
Then this very program, in a process of its own, brings the copy up to date, walks every chain of the journal and opens
every sealed secret with the keys of this installation.
"""

import os
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path
from typing import TextIO
from urllib.parse import quote

from django.conf import settings
from django.db import connection
from django.utils import timezone

from beffroi.site.backup import archive as backup_archive
from beffroi.site.backup.archive import Archive
from beffroi.site.backup.databases import (
    TROUBLES,
    Counted,
    Place,
    Trouble,
    check_sqlite,
    copy_sqlite,
    count_postgresql,
    count_sqlite,
    in_words,
    load_postgresql,
    scratch_postgresql,
)
from beffroi.site.terminal import gettext as _
from beffroi.site.terminal import look

FOUND_BAD = 3  # not 1, with which an interpreter ends that could not even begin to look
LOOK = "from beffroi.site.backup.rehearsal import look_inside; raise SystemExit(look_inside())"


def verify(file: Path, out: TextIO, *, scratch: Path | None = None) -> int:
    """Says what was found, a line each; 0 when it can be restored, 1 when not. `scratch`: a folder with room for it."""
    sound = True
    try:
        with tempfile.TemporaryDirectory(prefix="beffroi-rehearsal-", dir=scratch) as folder:
            for well, words in _findings(file, Path(folder)):
                sound &= well
                look(well, words, out)
    except TROUBLES as trouble:
        sound = False
        look(False, in_words(trouble), out)
    verdict = _("{file}: can be restored") if sound else _("{file}: CANNOT BE TRUSTED")
    unnoted = _noted(file) if sound else ""
    print(verdict.format(file=file) + (unnoted and f"; {unnoted}"), file=out)
    return 0 if sound else 1


def _noted(file: Path) -> str:
    """Of a database alone nobody can say what it should have been: it counts for no rehearsal."""
    from beffroi.site.backup.noted import note_rehearsal  # here: the process that looks inside has no Django yet

    if backup_archive.is_old_copy(file):
        return ""
    with backup_archive.opened(file) as archive:
        made_at = datetime.fromisoformat(archive.manifest.made_at)
    return note_rehearsal(made_at=made_at, now=timezone.now())


def _findings(file: Path, folder: Path) -> Iterator[tuple[bool, str]]:
    if backup_archive.is_old_copy(file):
        yield from _old_copy(file, folder)
        return
    with backup_archive.opened(file) as archive:
        manifest = archive.manifest
        made = _("of {at}, version {version}, {engine}")
        yield True, made.format(at=manifest.made_at, version=manifest.version, engine=manifest.engine)
        copy = folder / archive.database
        archive.take_out(archive.database, copy)
        put = archive.take_out_folders(folder / "data")
        sums = _("checksums: the database and {count} images and editions are as they were written")
        yield True, sums.format(count=put)
        with _restored(archive, copy, folder) as (url, found):
            yield from _compared(manifest.counted, found)
            yield from _looked_inside(url, folder / "data")


def _old_copy(file: Path, folder: Path) -> Iterator[tuple[bool, str]]:
    """A database alone, of an earlier version: there is nothing to compare it with."""
    yield (
        True,
        _("a database alone, as earlier versions wrote it: without images, and without anything to compare with"),
    )
    check_sqlite(file)
    copy_sqlite(file, folder / "database.sqlite3")
    yield from _looked_inside(f"sqlite:///{folder / 'database.sqlite3'}", folder / "data")


@contextmanager
def _restored(archive: Archive, copy: Path, folder: Path) -> Iterator[tuple[str, Counted]]:
    """The address of the restored database, and what it holds before anything is brought up to date."""
    if archive.manifest.engine == "sqlite":
        check_sqlite(copy)
        yield f"sqlite:///{copy}", count_sqlite(copy)
        return
    if connection.vendor != "postgresql":
        raise Trouble(_("it is of a PostgreSQL: rehearse it where BEFFROI_DATABASE_URL names one"))
    with scratch_postgresql(connection.settings_dict) as place:
        load_postgresql(place, copy)
        yield _url(place), count_postgresql(place)


def _compared(noted: Counted, found: Counted) -> Iterator[tuple[bool, str]]:
    other = [name for name in {*noted.tables, *found.tables} if noted.tables.get(name) != found.tables.get(name)]
    for name in sorted(other):
        rows = _("{table}: {found} rows, and there were {noted}")
        now, then = found.tables.get(name, "—"), noted.tables.get(name, "—")
        yield False, rows.format(table=name, found=now, noted=then)
    if not other:
        rows = _("{rows} rows in {tables} tables, as many as there were")
        yield True, rows.format(rows=sum(found.tables.values()), tables=len(found.tables))
    same = sorted(map(tuple, noted.chains)) == sorted(map(tuple, found.chains))
    where = _("{count} chains of the journal end where they ended")
    elsewhere = _("{count} chains of the journal end ELSEWHERE than they ended")
    yield same, (where if same else elsewhere).format(count=len(found.chains))


def _looked_inside(url: str, data: Path) -> Iterator[tuple[bool, str]]:
    data.mkdir(parents=True, exist_ok=True)
    plain = {name: value for name, value in os.environ.items() if not name.startswith("BEFFROI_")}
    told = {
        "BEFFROI_DATA_DIR": str(data),
        "BEFFROI_DATABASE_URL": url,
        "BEFFROI_SECRET_KEY": settings.SECRET_KEY,
        "BEFFROI_KEYS": ",".join(settings.ENCRYPTION_KEYS),
        "BEFFROI_WAKE": settings.WAKE if url.startswith("postgresql") else "loop",
    }
    done = subprocess.run([sys.executable, "-c", LOOK], env={**plain, **told}, capture_output=True, text=True)
    for line in done.stdout.splitlines():
        mark, _, words = line.partition("\t")
        if mark in ("ok", "BAD"):
            yield mark == "ok", words
    if done.returncode not in (0, FOUND_BAD):
        last = (done.stderr.strip().splitlines() or [_("it ended")])[-1]
        yield False, _("this version cannot open it: {why}").format(why=last)


def look_inside() -> int:
    """In the process that knows only the scratch place: one line for each thing looked at."""
    from beffroi.site.starting import migrate

    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "beffroi.site.settings")
    if migrate():
        print("BAD", _("it could not be brought up to date"), sep="\t")
        return FOUND_BAD
    sound = True
    for well, words in _inside():
        sound &= well
        print(f"{'ok' if well else 'BAD'}\t{words}")
    return 0 if sound else FOUND_BAD


def _inside() -> Iterator[tuple[bool, str]]:
    from beffroi.access.models import Organisation
    from beffroi.access.rotation import keys_in_use
    from beffroi.journal.models import Event, broken_links, is_cut_short

    yield True, _("brought up to date with this version")
    torn = [each for each in Organisation.objects.all() if is_cut_short(each) or any(broken_links(each))]
    count = Event.objects.count()
    if torn:
        yield (
            False,
            _("{count} events: the chain of {organisation} is broken").format(count=count, organisation=torn[0]),
        )
    else:
        yield True, _("{count} events: every link fits").format(count=count)
    found, shut = keys_in_use()
    count = found.total() + shut
    if shut:
        yield False, _("{count} sealed values: {shut} that these keys do not open").format(count=count, shut=shut)
    else:
        yield True, _("{count} sealed values: these keys open all").format(count=count)


def _url(place: Place) -> str:
    def part(name: str, before: str = "") -> str:
        return before + quote(str(place[name]), safe="") if place.get(name) else ""

    return f"postgresql://{part('USER')}{part('PASSWORD', ':')}@{part('HOST')}{part('PORT', ':')}/{part('NAME')}"
