"""What a program is told when the house itself is in trouble: JSON, like everything else."""

from typing import Any

import pytest
from django.db import OperationalError, connection

from beffroi.directory.models import Connection
from tests.cast import Feurs
from tests.site.api.program import Program, program_of


@pytest.fixture
def program(feurs: Feurs) -> Program:
    program = program_of(feurs, feurs.ana)
    program.client.raise_request_exception = False
    return program


def locked(execute: Any, sql: str, *asked: Any) -> Any:
    """Another process writes and does not end."""
    raise OperationalError("database is locked")


def broken(execute: Any, sql: str, *asked: Any) -> Any:
    raise ZeroDivisionError


def test_a_database_that_is_busy_is_said_in_json_with_when_to_ask_again(program: Program) -> None:
    with connection.execute_wrapper(locked):
        answer = program.get("/drafts")
    assert (answer.status_code, answer["Retry-After"]) == (503, "10")
    assert answer.json() == {"error": "The database is away or busy: ask again."}


def test_a_fault_is_said_in_json_with_its_name_in_the_log(program: Program) -> None:
    with connection.execute_wrapper(broken):
        answer = program.get("/drafts")
    assert answer.status_code == 500
    assert answer.json()["error"].startswith("Beffroi met an error; its reference is ")


def test_a_row_without_its_companion_is_a_fault_and_not_what_the_program_asked_for(
    program: Program, feurs: Feurs
) -> None:
    Connection.objects.filter(account=feurs.account).delete()
    answer = program.get("/accounts")
    assert answer.status_code == 500
    assert answer.json()["error"].startswith("Beffroi met an error; its reference is ")
    assert program.get(f"/accounts/{feurs.account.pk + 1}").status_code == 404


def test_a_reader_s_page_stays_one_for_readers(program: Program) -> None:
    with connection.execute_wrapper(locked):
        answer = program.get("/drafts", accept="text/html,*/*")
    assert answer["Content-Type"].startswith("text/html")
