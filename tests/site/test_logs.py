"""The log: one line for each request, in JSON where machines read it, and nothing of a person in it."""

import json
import logging
import logging.config
from io import StringIO
from typing import Any

import pytest
from django.test import Client

from beffroi.site.logs import configured
from tests.cast import Feurs

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
