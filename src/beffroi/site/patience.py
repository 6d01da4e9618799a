"""How long a page waits for one question to the database: nobody looks at a page that comes after a minute, and what is
asked meanwhile would take every connection, one after the other."""

from typing import Any
from weakref import WeakSet

from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.backends.signals import connection_created

SECONDS = 30.0
_told: "WeakSet[Any]" = WeakSet()


def limit_questions() -> None:
    """From now on, in this process: PostgreSQL ends a question that takes longer, and the page says that the database
    is busy (503). SQLite has no such limit."""
    connection_created.connect(_limit, dispatch_uid="the patience of pages")


def _limit(connection: BaseDatabaseWrapper, **_more: object) -> None:
    """Once for each connection: the pool lends the same one again and again."""
    lent = connection.connection
    if connection.vendor == "postgresql" and lent not in _told:
        lent.execute(f"SET statement_timeout = {SECONDS * 1000:.0f}")  # milliseconds
        _told.add(lent)
