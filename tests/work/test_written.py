"""A duty rests while nobody writes, and wakes as soon as somebody does."""

import threading
from contextlib import suppress
from datetime import UTC, datetime

import pytest
from django.db import Error, connection, transaction

from beffroi.work.bells import Bells
from beffroi.work.models import Heartbeat
from beffroi.work.written import last_write, ring_when_written
from tests.patience import until

pytestmark = pytest.mark.django_db(transaction=True)

NOW = datetime(2026, 11, 28, 9, 0, tzinfo=UTC)


def somebody_writes() -> None:
    """From another connection, as another process would."""

    def write() -> None:
        Heartbeat.beat("web", NOW)
        connection.close()

    thread = threading.Thread(target=write)
    thread.start()
    thread.join()


def nobody_writes() -> bool:
    """Two looks show the same. PostgreSQL numbers what all databases of a server write, those of other tests too."""
    return any(last_write() == last_write() for _ in range(100))


def test_what_another_connection_commits_is_noticed_once() -> None:
    before = last_write()
    assert nobody_writes()
    somebody_writes()
    assert last_write() != before
    assert nobody_writes()


def test_what_is_not_committed_yet_is_noticed_when_it_is() -> None:
    begun, commit = threading.Event(), threading.Event()

    def write() -> None:
        with transaction.atomic():
            Heartbeat.beat("web", NOW)
            begun.set()
            commit.wait(10)
        connection.close()

    thread = threading.Thread(target=write)
    thread.start()
    assert begun.wait(10)
    before = last_write()
    commit.set()
    thread.join()
    assert last_write() != before


def lose_the_database(monkeypatch: pytest.MonkeyPatch) -> None:
    if connection.vendor == "sqlite":
        connection.close()
        monkeypatch.setitem(connection.settings_dict, "NAME", "/nowhere/at/all.sqlite3")
        return
    with connection.cursor() as cursor, suppress(Error):
        cursor.execute("SELECT pg_terminate_backend(pg_backend_pid())")


def test_a_database_that_is_away_is_no_reason_to_rest(monkeypatch: pytest.MonkeyPatch) -> None:
    connection.ensure_connection()
    lose_the_database(monkeypatch)
    assert last_write() is None
    connection.close()


def test_one_look_rings_for_everybody_when_somebody_has_written() -> None:
    bells, stop = Bells(), threading.Event()
    first, second = bells["a duty"], bells["another duty"]
    looking = threading.Thread(target=ring_when_written, args=(bells, stop))
    looking.start()
    try:
        until(lambda: first.rung, every=0.01)  # at the beginning, for what was written before anybody looked
        rung = first.rung, second.rung
        somebody_writes()
        until(lambda: first.rung > rung[0] and second.rung > rung[1], every=0.01)
    finally:
        stop.set()
        looking.join(timeout=20)
    assert not looking.is_alive()
