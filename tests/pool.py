"""PostgreSQL's pool of connections, as this process holds it."""

from typing import Any

from django.db import connection
from psycopg_pool import ConnectionPool

_TAKEN: set[Any] = set()


def taken() -> int:
    """How many connections somebody in this process has taken and not given back; 0 where there is no pool."""
    return len(_TAKEN)


def watch() -> None:
    """The pool's own figures count what it is just opening, too."""
    take, give_back = ConnectionPool.getconn, ConnectionPool.putconn

    def getconn(pool: Any, *given: Any, **named: Any) -> Any:
        found = take(pool, *given, **named)
        _TAKEN.add(found)
        return found

    def putconn(pool: Any, given: Any) -> None:
        _TAKEN.discard(given)
        give_back(pool, given)

    ConnectionPool.getconn, ConnectionPool.putconn = getconn, putconn  # type: ignore[assignment,method-assign]


if connection.vendor == "postgresql":
    watch()
