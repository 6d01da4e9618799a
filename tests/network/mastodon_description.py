"""The published OpenAPI description of the Mastodon API, to hold our requests and the model's answers to.

It was written from documentation, and a real server was seen to differ from it: EXCEPTIONS.
"""

import json
import lzma
import re
from functools import cache
from pathlib import Path
from typing import Any

from jsonschema import Draft202012Validator

from tests.network.mastodon_routes import Call

Json = Any

FILE = Path(__file__).parent / "descriptions" / "mastodon-4.7.json.xz"
EXCEPTIONS = {
    ("DELETE", "/api/v1/statuses/{id}"): "a deleted post comes back with `text`, which the description calls `content`"
}


@cache
def description() -> Json:
    return json.loads(lzma.decompress(FILE.read_bytes()))


def operation_of(method: str, path: str) -> tuple[str, Json]:
    for known, operations in sorted(description()["paths"].items(), key=lambda pair: pair[0].count("{")):
        if re.fullmatch(re.sub(r"{\w+}", "[^/]+", known), path) and method.lower() in operations:
            return known, operations[method.lower()]
    raise AssertionError(f"there is no {method} {path}")


def check_request(call: Call) -> None:
    """Raises AssertionError or ValidationError for a request that the description does not allow."""
    _, operation = operation_of(call.method, call.path)
    known = {one["name"]: one["schema"] for one in operation.get("parameters", []) if one["in"] == "query"}
    for name, values in call.query.items():
        plain = name.removesuffix("[]")
        assert plain in known, f"{call.method} {call.path} takes no {name}"
        validate(known[plain], values if name.endswith("[]") else as_typed(values[0], known[plain]))
    check_body(call, operation)


def check_body(call: Call, operation: Json) -> None:
    content = operation.get("requestBody", {}).get("content", {})
    if not call.body:
        assert not operation.get("requestBody", {}).get("required"), f"{call.method} {call.path} wants a body"
        return
    kind = call.headers["content-type"].partition(";")[0]
    assert kind in content, f"{call.method} {call.path} takes no {kind}"
    value = {name: "as it is" for name in call.parts} if kind.startswith("multipart") else call.fields
    schema = content[kind]["schema"]
    either = {"anyOf": schema["oneOf"]} if "oneOf" in schema else schema  # a text and images are both kinds at once
    validate(either, value)
    assert set(value) <= properties(either), (
        f"{call.method} {call.path} knows none of {set(value) - properties(either)}"
    )


def check_answer(call: Call) -> None:
    """The same for what was answered."""
    path, operation = operation_of(call.method, call.path)
    told = operation["responses"][str(call.status)].get("content", {}).get("application/json", {}).get("schema")
    if told and (call.method, path) not in EXCEPTIONS:
        validate(told, call.answer)


def properties(schema: Json) -> set[str]:
    """Every field that a schema names, whatever it is made of."""
    schema = resolved(schema)
    parts = [*schema.get("anyOf", []), *schema.get("allOf", []), *schema.get("oneOf", [])]
    return set(schema.get("properties", {})).union(*(properties(part) for part in parts))


def resolved(schema: Json) -> Json:
    found = description()
    for step in schema["$ref"].removeprefix("#/").split("/") if "$ref" in schema else ():
        found = found[step]
    return found if "$ref" in schema else schema


def as_typed(value: str, schema: Json) -> Any:
    match schema.get("type"):
        case "integer":
            return int(value)
        case "boolean":
            return {"true": True, "false": False}[value]
    return value


def validate(schema: Json, value: Any) -> None:
    whole = {**schema, "components": description()["components"]}
    Draft202012Validator(whole, format_checker=Draft202012Validator.FORMAT_CHECKER).validate(value)
