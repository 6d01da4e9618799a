"""X's own OpenAPI description, to check our requests with."""

import json
import lzma
import re
from functools import cache
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs

import httpx
from jsonschema import Draft202012Validator

Json = dict[str, Any]

FILE = Path(__file__).parent / "descriptions" / "x-api-v2.json.xz"
UNDESCRIBED = {("POST", "/2/oauth2/token")}  # the description has no sign-in


@cache
def description() -> Json:
    return json.loads(lzma.decompress(FILE.read_bytes()))  # type: ignore[no-any-return]  # JSON


def check_request(request: httpx.Request) -> None:
    """Raises AssertionError or ValidationError for a request that X's description does not allow."""
    if (request.method, request.url.path) in UNDESCRIBED:
        return
    path, operation = operation_of(request)
    parameters = [resolved(one) for one in operation.get("parameters", [])]
    check_path(path, request, parameters)
    check_query(request, parameters)
    check_body(request, operation)


def check_answer(request: httpx.Request, response: httpx.Response) -> None:
    """The same for a successful answer of the model."""
    if (request.method, request.url.path) in UNDESCRIBED or not response.is_success:
        return
    _, operation = operation_of(request)
    told = operation["responses"][str(response.status_code)]["content"]["application/json"]["schema"]
    validate(told, response.json())


def operation_of(request: httpx.Request) -> tuple[str, Json]:
    exact = sorted(description()["paths"].items(), key=lambda pair: pair[0].count("{"))
    for path, operations in exact:
        if re.fullmatch(re.sub(r"{\w+}", "[^/]+", path), request.url.path) and request.method.lower() in operations:
            return path, operations[request.method.lower()]
    raise AssertionError(f"X has no {request.method} {request.url.path}")


def check_path(path: str, request: httpx.Request, parameters: list[Json]) -> None:
    names = re.findall(r"{(\w+)}", path)
    values = re.fullmatch(re.sub(r"{\w+}", "([^/]+)", path), request.url.path)
    assert values
    for name, value in zip(names, values.groups(), strict=True):
        validate(next(one for one in parameters if one["name"] == name)["schema"], value)


def check_query(request: httpx.Request, parameters: list[Json]) -> None:
    known = {one["name"]: one for one in parameters if one["in"] == "query"}
    for name, value in request.url.params.multi_items():
        assert name in known, f"{request.url.path} takes no {name}"
        validate(known[name]["schema"], as_typed(value, resolved(known[name]["schema"])))
    missing = {name for name, one in known.items() if one.get("required")} - set(request.url.params)
    assert not missing, f"{request.url.path} wants {missing}"


def check_body(request: httpx.Request, operation: Json) -> None:
    content = operation.get("requestBody", {}).get("content", {})
    if not request.content:
        assert not operation.get("requestBody", {}).get("required")
        return
    kind = request.headers["content-type"].partition(";")[0]
    assert kind in content, f"{request.url.path} takes no {kind}"
    validate(content[kind]["schema"], form_in(request) if "form" in kind else json.loads(request.content))


def form_in(request: httpx.Request) -> Json:
    """The fields of a form, as far as a schema can look at them: a file is its name."""
    if request.headers["content-type"].startswith("application/x-www-form-urlencoded"):
        return {name: values[0] for name, values in parse_qs(request.content.decode()).items()}
    fields = re.findall(rb'name="(\w+)"(; filename="[^"]*")?[^\r]*(?:\r\n[^\r]+)*\r\n\r\n([^\r]*)', request.content)
    return {name.decode(): "a file" if file else value.decode() for name, file, value in fields}


def as_typed(value: str, schema: Json) -> Any:
    match schema.get("type"):
        case "integer":
            return int(value)
        case "array":
            return value.split(",")
    return value


def resolved(schema: Json) -> Json:
    if "$ref" not in schema:
        return schema
    found: Any = description()
    for step in schema["$ref"].removeprefix("#/").split("/"):
        found = found[step]
    return found  # type: ignore[no-any-return]  # JSON


def validate(schema: Json, value: Any) -> None:
    whole = {**schema, "components": description()["components"]}
    Draft202012Validator(whole, format_checker=Draft202012Validator.FORMAT_CHECKER).validate(value)
