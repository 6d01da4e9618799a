"""What somebody can do who owns the database: change the ledger behind the back of Beffroi."""

from collections.abc import Iterator
from contextlib import contextmanager
from importlib import import_module

from django.db import connection

MADE = import_module("beffroi.journal.migrations.0002_erasable_detail")


@contextmanager
def behind_its_back() -> Iterator[None]:
    """The database refuses nothing in here."""
    is_sqlite = connection.vendor == "sqlite"
    for statement in MADE.BACK[connection.vendor]:
        _run(statement)
    yield
    for statement in MADE.SQLITE if is_sqlite else MADE.POSTGRESQL:
        _run(statement)


def _run(statement: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute(statement)
