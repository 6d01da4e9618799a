"""A duty rests while nobody writes, and wakes as soon as somebody does."""

import threading
from datetime import UTC, datetime

import pytest
from django.db import connection

from beffroi.work.models import Heartbeat
from beffroi.work.written import last_write

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


@pytest.fixture
def on_sqlite() -> None:
    if connection.vendor != "sqlite":
        pytest.skip("only SQLite can tell")


@pytest.mark.usefixtures("on_sqlite")
def test_what_another_connection_commits_is_noticed_once() -> None:
    before = last_write()
    assert last_write() == before
    somebody_writes()
    after = last_write()
    assert after != before
    assert last_write() == after


@pytest.mark.usefixtures("on_sqlite")
def test_a_database_that_is_away_is_no_reason_to_rest(monkeypatch: pytest.MonkeyPatch) -> None:
    connection.close()
    monkeypatch.setitem(connection.settings_dict, "NAME", "/nowhere/at/all.sqlite3")
    assert last_write() is None


@pytest.mark.skipif("connection.vendor == 'sqlite'", reason="SQLite can tell")
def test_a_server_cannot_tell_and_each_duty_looks_for_itself() -> None:
    assert last_write() is None
