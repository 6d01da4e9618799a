"""The log: one line for each request, in JSON where machines read it, and nothing of a person in it."""

import json
import logging
import logging.config
from io import StringIO
from typing import Any

import psycopg
import pytest
from django.db import OperationalError, connection, transaction
from django.test import Client

from beffroi.site.logs import configured
from tests.cast import Feurs
from tests.postgres import free_port

pytestmark = pytest.mark.django_db


@pytest.fixture
def lines() -> Any:
    """What is written, as JSON."""
    written = StringIO()
    config = configured("json", "INFO")
    config["handlers"]["stderr"]["stream"] = written
    logging.config.dictConfig(config)
    yield lambda: [json.loads(line) for line in written.getvalue().splitlines()]
    logging.config.dictConfig(configured("plain", ""))


def test_a_request_has_a_name_that_its_line_and_its_answer_share(client: Client, lines: Any) -> None:
    answer = client.get("/welcome?email=ana@feurs.example", headers={"x-request-id": "proxy-12345678"})
    assert answer["X-Request-ID"] == "proxy-12345678"
    [line] = [line for line in lines() if line["logger"] == "beffroi.access_log"]
    assert (line["request"], line["method"], line["route"], line["status"]) == (
        "proxy-12345678",
        "GET",
        "/welcome",
        200,
    )
    assert "ana@" not in json.dumps(line)


@pytest.mark.parametrize("given", ["short", "with space and more", "x" * 65, "line\tbreak-0123", "<script>alert(1)"])
def test_a_name_that_could_be_anything_is_replaced(client: Client, given: str) -> None:
    assert client.get("/welcome", headers={"x-request-id": given})["X-Request-ID"] != given


def test_the_secret_of_a_link_stands_in_no_line(client: Client, lines: Any) -> None:
    client.get("/join/a-secret-of-an-invitation")
    said = json.dumps(lines())
    assert "/join/<str:secret>" in said
    assert "a-secret-of-an-invitation" not in said


def test_a_line_names_the_organisation_by_its_number_and_no_person(feurs: Feurs, client: Client, lines: Any) -> None:
    client.force_login(feurs.ana)
    client.get("/settings")
    [line] = [line for line in lines() if line["logger"] == "beffroi.access_log"]
    assert line["organisation"] == feurs.organisation.pk
    assert not any(word in json.dumps(line) for word in ("Ana", "ana@", "Feurs"))


def test_a_monitor_that_asks_every_second_fills_no_disk(client: Client, lines: Any) -> None:
    for path in ("/healthz", "/readyz", "/metrics"):
        client.get(path)
    assert [line for line in lines() if line["logger"] == "beffroi.access_log"] == []


def test_a_failure_is_one_line_of_json_with_its_traceback(lines: Any) -> None:
    try:
        raise RuntimeError("a bug")
    except RuntimeError:
        logging.getLogger("beffroi.work").exception("duty %s failed", "notify.send_due")
    [line] = lines()
    assert (line["event"], line["level"]) == ("duty notify.send_due failed", "error")
    assert "RuntimeError: a bug" in line["exception"]


def lost(port: int) -> None:
    """As a duty that is done when the server of the database is away."""
    try:
        with psycopg.connect(host="127.0.0.1", port=port):
            pass
    except psycopg.OperationalError as error:
        try:
            raise OperationalError("wrapped, as Django does") from error
        except OperationalError:
            logging.getLogger("beffroi.work").exception("duty %s failed", "notify.send_due")


def test_a_database_that_is_away_is_told_in_one_line_and_not_at_every_try(lines: Any, monkeypatch: Any) -> None:
    nobody = free_port()
    for _ in range(5):
        lost(nobody)
    [line] = lines()
    assert "exception" not in line
    assert line["event"].startswith("duty notify.send_due failed: ")
    assert "refused" in line["event"] and "\n" not in line["event"]
    monkeypatch.setattr("beffroi.site.logs.SAID_AGAIN", 0.0)
    lost(nobody)
    assert len(lines()) == 2


@pytest.mark.parametrize("wrong", ["SELECT 1 / 0", "SELECT nothing FROM nowhere"])
def test_a_question_that_was_wrong_keeps_its_traceback_however_often(lines: Any, wrong: str) -> None:
    for _ in range(2):
        try:
            with connection.cursor() as cursor, transaction.atomic():
                cursor.execute(f"{wrong} WHERE nothing = 1")
        except Exception:
            logging.getLogger("beffroi.work").exception("duty failed")
    assert ["Traceback" in line["exception"] for line in lines()] == [True, True]
