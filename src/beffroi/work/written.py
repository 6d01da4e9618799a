"""Has anybody written since we looked? SQLite can tell for a hundredth of the price of a query."""

from django.db import Error, connection

Mark = tuple[int, int]


def last_write() -> Mark | None:
    """What changes as soon as another connection commits; None where the database cannot tell (PostgreSQL).

    It is only comparable on one connection, hence the first half. https://sqlite.org/pragma.html#pragma_data_version
    """
    if connection.vendor != "sqlite":
        return None
    try:
        connection.ensure_connection()
        with connection.wrap_database_errors:
            [version] = connection.connection.execute("PRAGMA data_version").fetchone()
    except Error:  # away for a moment: then nobody knows, and the duty looks for itself
        return None
    return id(connection.connection), version
