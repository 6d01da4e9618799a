"""A page waits for one question of PostgreSQL only as long as somebody may wait for the page."""

from collections.abc import Iterator

import pytest
from django.db import OperationalError, connection

from beffroi.site import patience
from beffroi.site.starting import let_go_of_the_database

pytestmark = [
    pytest.mark.django_db(transaction=True),
    pytest.mark.skipif(connection.vendor != "postgresql", reason="SQLite has no limit for a question"),
]


@pytest.fixture(autouse=True)
def impatient(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Pages that wait a fifth of a second; what the other tests are lent has no limit."""
    monkeypatch.setattr(patience, "SECONDS", 0.2)
    monkeypatch.setitem(connection.settings_dict, "OPTIONS", {**connection.settings_dict["OPTIONS"]})
    let_go_of_the_database()
    patience.limit_questions()
    yield
    let_go_of_the_database()


def ask(seconds: float) -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_sleep(%s)", [seconds])


def test_a_question_that_takes_too_long_is_ended_as_a_busy_database() -> None:
    with pytest.raises(OperationalError, match="statement timeout"):
        ask(20)
    ask(0.001)


def test_a_connection_that_is_lent_again_keeps_the_limit() -> None:
    ask(0.001)
    connection.close()
    with pytest.raises(OperationalError, match="statement timeout"):
        ask(20)
