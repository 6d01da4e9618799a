"""The OpenAPI document, the page made of it, and the reference."""

import json
from collections import Counter
from pathlib import Path
from typing import Any

import jsonschema
import pytest
from django.test import Client

from beffroi.access.api import Cursor, Said, Shown
from beffroi.site.api.application import operations
from beffroi.site.api.documents import whole
from tests.cast import Feurs
from tools.api_reference import REFERENCE, table

DIALECT = "https://json-schema.org/draft/2020-12/schema"


def every_operation() -> list[tuple[str, str, dict[str, Any]]]:
    return [(path, method, said) for path, ways in whole()["paths"].items() for method, said in ways.items()]


def test_the_document_is_given_to_anybody_and_holds_no_secret(db: None, client: Client) -> None:
    answer = client.get("/api/v1/openapi.json")
    assert answer.json()["openapi"].startswith("3.1")
    assert answer["Content-Type"] == "application/json"
    assert "beffroi_" not in answer.content.decode().replace("beffroi_session", "")


def test_every_address_of_the_document_is_served_and_every_one_served_is_in_it() -> None:
    documented = {(method.upper(), path) for path, method, _said in every_operation()}
    assert documented == {(each.method, each.path) for each in operations()}


def test_every_operation_says_what_it_does_what_it_asks_and_how_it_may_fail() -> None:
    for path, method, said in every_operation():
        assert said["summary"], path
        if path == "/api/v1/verify":
            continue
        assert said["security"] == [{"token": []}], path
        assert said["x-act"] in said["description"], path
        assert said["x-scope"] in said["description"], path
        answers = {str(status) for status in said["responses"]}
        assert {"401", "403", "429", "503"} <= answers, (path, method)
        assert "413" in answers or "requestBody" not in said, (path, method)


def test_every_schema_is_one_and_every_reference_leads_somewhere() -> None:
    text = json.dumps(whole())
    for name, schema in whole()["components"]["schemas"].items():
        jsonschema.Draft202012Validator.check_schema(schema)
        assert name
    for reference in {part.partition('"')[0] for part in text.split('"#/components/schemas/')[1:]}:
        assert reference in whole()["components"]["schemas"], reference


def kinds_below(kind: type[Any]) -> set[type[Any]]:
    found = {kind}
    for below in kind.__subclasses__():
        found |= kinds_below(below)
    return found


def test_no_two_schemas_have_the_same_name() -> None:
    """They would stand in each other's place in the document. What is asked in an address has no name there."""
    ours = [each for each in kinds_below(Said) | kinds_below(Shown) if not issubclass(each, Cursor)]
    named = Counter(each.__name__ for each in ours)
    assert [name for name, times in named.items() if times > 1] == []


def test_examples_are_what_their_schemas_take() -> None:
    definitions = {"components": whole()["components"]}
    for name, schema in whole()["components"]["schemas"].items():
        for field, said in schema.get("properties", {}).items():
            for example in said.get("examples", []):
                jsonschema.validate(example, {**said, **definitions}, cls=jsonschema.Draft202012Validator)
                assert example != "", (name, field)


@pytest.mark.parametrize("language", ["fr", "en"])
def test_the_page_shows_every_operation_and_calls_nobody(feurs: Feurs, client: Client, language: str) -> None:
    page = client.get("/api/v1/docs", headers={"accept-language": language}).content.decode()
    for each in operations():
        assert f"<code>{each.method} {each.path}</code>" in page
    assert "<script" not in page.partition("<main")[2]
    assert "https://" not in page.partition("<main")[2].partition("</main>")[0].replace("https://le-pays.example", "")


def test_the_reference_is_of_this_version() -> None:
    assert table() in Path(REFERENCE).read_text(), "run: python -m tools.api_reference"
