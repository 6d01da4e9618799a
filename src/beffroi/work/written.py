"""Has anybody written since we looked? Both databases can tell for a fraction of the price of a query on tables."""

from django.db import Error, connection

Mark = tuple[int, str]

# SQLite's counter is only comparable on one connection: https://sqlite.org/pragma.html#pragma_data_version
# PostgreSQL's snapshot names the transactions that run and the next one's number: every commit of a change alters it.
# https://www.postgresql.org/docs/current/functions-info.html#FUNCTIONS-INFO-SNAPSHOT
QUESTIONS = {"sqlite": "PRAGMA data_version", "postgresql": "SELECT pg_current_snapshot()::text"}


def last_write() -> Mark | None:
    """What changes as soon as another connection commits a change; None while nobody knows."""
    try:
        connection.ensure_connection()
        with connection.wrap_database_errors:
            [mark] = connection.connection.execute(QUESTIONS[connection.vendor]).fetchone()
    except Error:  # away for a moment: then the duty looks for itself
        return None
    return id(connection.connection), str(mark)
