"""The tables of a first start on SQLite, laid at once.

Django draws all models anew at each step of a migration: from nothing that is half a minute of a core, in which whoever
tries Beffroi sees nothing. `first_tables.sql` holds what the migrations leave, and their names as done; what is newer
than the file is migrated as ever, so that an old file costs time and nothing else. `python -m tools.first_tables`
writes it; a test holds it against the migrations.
"""

import sqlite3
from collections.abc import Iterable, Iterator
from pathlib import Path

FILE = Path(__file__).with_suffix(".sql")


def lay() -> bool:
    """Whether there was nothing yet, so that they were laid: all of them or none."""
    from django.db import connection, transaction

    if connection.vendor != "sqlite":
        return False
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM sqlite_master")
        if cursor.fetchone()[0]:
            return False
        for statement in statements(FILE.read_text(encoding="utf-8").splitlines(keepends=True)):
            cursor.execute(statement)
    return True


def statements(lines: Iterable[str]) -> Iterator[str]:
    """Each whole statement, of which a trigger has several ends."""
    gathered = ""
    for line in lines:
        gathered += line
        if sqlite3.complete_statement(gathered):
            yield gathered
            gathered = ""
