"""A list of accounts as a town hall makes it: read whole and shown, then brought in by one transaction."""

from datetime import datetime
from hashlib import sha256

from django.db import transaction

from beffroi.access.models import Organisation, User
from beffroi.directory.bringing_in.columns import table
from beffroi.directory.bringing_in.listing import understand
from beffroi.directory.bringing_in.matching import Bodies
from beffroi.directory.bringing_in.merging import merge, write
from beffroi.directory.bringing_in.reading import Reading
from beffroi.directory.models import Source
from beffroi.engines.tables import sheet
from beffroi.journal.models import record

MOST_BYTES, MOST_ROWS = 20 * 2**20, 100_000
OPEN_LICENCE = "Licence Ouverte 2.0"
LICENCES = (OPEN_LICENCE, "ODbL 1.0", "CC0 1.0", "")


def read_accounts(content: bytes, *, file: str, licence: str, now: datetime) -> Reading:
    """Reads a file without changing anything. Raises Unreadable (beffroi.engines.tables.sheet)."""
    return _read(content, _source(content, file, licence, now), now)


def bring_in_accounts(
    content: bytes, *, file: str, licence: str, organisation: Organisation, by: User | None, now: datetime
) -> Reading:
    """Writes the right rows of a file into the directory, all of them or none. Raises Unreadable.

    One file at a time: what is sent twice changes nothing the second time.
    """
    with transaction.atomic():
        Organisation.objects.select_for_update(no_key=True).get(pk=organisation.pk)
        source = _source(content, file, licence, now)
        source.save()
        reading = _read(content, source, now)
        write(reading.merge)
        said = {"file": file, "new": len(reading.merge.new), "changed": len(reading.merge.changed)}
        if said["new"] or said["changed"]:
            record("ACCOUNTS_BROUGHT_IN", source, organisation=organisation, actor=by, now=now, **said)
        else:
            source.delete()
    return reading


def _read(content: bytes, source: Source, now: datetime) -> Reading:
    found = table(*sheet.read(content, most_rows=MOST_ROWS))
    return Reading(found, merge(understand(found, Bodies.of_the_directory()), source, now=now))


def _source(content: bytes, file: str, licence: str, now: datetime) -> Source:
    return Source(
        kind="file",
        title=file[-200:],
        licence=licence,
        vintage=now.date().isoformat(),
        sha256=sha256(content).hexdigest(),
        read_at=now,
    )
