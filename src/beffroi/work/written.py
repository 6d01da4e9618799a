"""Has anybody written since we looked? Both databases can tell for a fraction of the price of a query on tables."""

import threading

from django.db import Error, connection

from beffroi.work.bells import Bells

Mark = tuple[int, str]

GLANCE = 0.02  # seconds between two looks of a process: so much a row that is written due may wait beside a rest

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
    except Error:  # away for a moment
        connection.close()
        return None
    return id(connection.connection), str(mark)


def ring_when_written(bells: Bells, stop: threading.Event) -> None:
    """Rings for everybody as soon as somebody has written, until `stop` is set: one look for all the duties of a
    process, which would each ask the same."""
    known: Mark | None = None
    while not stop.wait(GLANCE):
        written = last_write()
        if written is not None and written != known:  # at first, and after the database was away, as well
            bells.ring_all()
        known = written
    connection.close()
