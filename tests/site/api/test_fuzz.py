"""schemathesis against the real application: every operation, strange values, all its checks."""

import base64
import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import schemathesis
from django.core.signals import request_finished, request_started
from django.core.wsgi import get_wsgi_application
from django.db import close_old_connections
from schemathesis.core.failures import Failure, FailureGroup

from beffroi.access.models import ApiToken
from tests.cast import Feurs
from tests.site.api.fuzzing import CORPUS, NAMES, excluded, operations_of, strange_calls
from tests.site.api.program import program_of
from tests.site.api.test_walk import KINDS
from tests.site.test_doors import eves_town, things  # noqa: F401  # fixtures

EXAMPLES = 6  # of each operation: the whole stays below two minutes; tools/fuzz_api.py goes on for as long as one says


@pytest.fixture
def schema(db: None, settings: Any) -> Iterator[Any]:
    """The real application; only that it does not close the connection of the test, as Django's own client."""
    settings.API_PER_MINUTE = 10**9
    settings.ALLOWED_HOSTS = ["*"]
    for signal in (request_started, request_finished):
        signal.disconnect(close_old_connections)
    yield schemathesis.openapi.from_wsgi("/api/v1/openapi.json", get_wsgi_application())
    for signal in (request_started, request_finished):
        signal.connect(close_old_connections)


def test_no_strange_call_is_answered_as_none_should_be(
    schema: Any,
    feurs: Feurs,
    things: dict[str, int],  # noqa: F811  # the fixture
) -> None:
    token = program_of(feurs, feurs.ana).token
    headers = {"Authorization": f"Bearer {token}"}
    leave_out, found = excluded(), []
    for operation in operations_of(schema):
        try:
            strange_calls(
                operation,
                lambda case: case.call_and_validate(headers=headers, excluded_checks=leave_out),
                examples=EXAMPLES,
                numbers={name: things[kind] for name, kind in KINDS.items()},
            )
        except (FailureGroup, Failure, BaseExceptionGroup) as failure:
            found.append(f"{operation.label}: {failure}")
    assert found == [], "\n\n".join(found)


@pytest.mark.parametrize("file", sorted(CORPUS.glob("*.json")), ids=lambda file: file.stem)
def test_what_was_answered_wrongly_once_is_not_again(file: Path, feurs: Feurs) -> None:
    said = json.loads(file.read_text())
    program = program_of(feurs, feurs.ana)
    answer = program.client.generic(
        said["method"],
        said["address"],
        base64.b64decode(said["body"]),
        "application/json",
        query_params=said["query"],
        headers={"authorization": f"Bearer {program.token}"},
    )
    assert answer.status_code < 500
    assert answer.status_code == 204 or answer["Content-Type"] == "application/json"


def test_the_fuzzer_knows_every_kind_of_thing() -> None:
    assert set(NAMES) == set(KINDS)


def test_the_fuzzer_would_notice_an_answer_that_breaks(schema: Any, feurs: Feurs, monkeypatch: Any) -> None:
    """A guard for the test above: a door that gives what it does not promise is found."""
    program = program_of(feurs, feurs.ana)
    monkeypatch.setattr(ApiToken, "opens", lambda _self, _act: 1 / 0)
    operation = next(each for each in operations_of(schema) if each.label == "GET /api/v1/token")
    headers = {"Authorization": f"Bearer {program.token}"}
    with pytest.raises(BaseExceptionGroup, match="Server error"):
        strange_calls(
            operation,
            lambda case: case.call_and_validate(headers=headers, excluded_checks=excluded()),
            examples=3,
            numbers={},
        )
