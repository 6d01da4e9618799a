"""The OpenAPI document, and the page that shows it."""

from functools import cache
from typing import Any

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from beffroi.access.roles import SCOPE_WORDS, SCOPES
from beffroi.site.api.application import api

BEARER = {
    "type": "http",
    "scheme": "bearer",
    "description": "A token made under Settings, Tokens for programs. It acts for the person who made it.",
}
WHEN = {
    "400": "It cannot be read.",
    "304": "It is what `If-None-Match` names.",
    "401": "There is no valid token.",
    "403": "The token's person may not do this, or its scopes do not reach so far.",
    "404": "There is nothing at this address, or it is another organisation's.",
    "409": "It is not, or no longer, in such a state; or somebody was first.",
    "412": "It is not, or no longer, what `If-Match` names.",
    "413": "It is more than is read at once: 2 MB.",
    "422": "A value is wrong: `places` says which, and why.",
    "429": "Too many calls: wait as many seconds as `Retry-After` says.",
    "503": "The database is away or busy: wait as many seconds as `Retry-After` says.",
}
WORDS = {
    "400": "What was sent is not JSON that can be read.",
    "401": "Send a valid token: “Authorization: Bearer …”. Tokens are made in Settings.",
    "403": "The person this token acts for may not do this.",
    "404": "There is nothing at this address.",
    "409": "Somebody saved a newer version meanwhile: read it first.",
    "413": "This is more than is read at once: 2 MB.",
    "429": "Too many calls: wait a little.",
    "503": "The database is away or busy: ask again.",
}
SENT = "application/json"


@require_safe
@login_not_required
def document(request: HttpRequest) -> JsonResponse:
    answer = JsonResponse(whole(), json_dumps_params={"ensure_ascii": False})
    answer["Access-Control-Allow-Origin"] = "*"
    return answer


@require_safe
@login_not_required
def page(request: HttpRequest) -> HttpResponse:
    """The same document for reading, made here: no script, and nothing from elsewhere."""
    context = {"document": whole(), "parts": parts(), "scopes": [(name, SCOPE_WORDS[name]) for name in SCOPES]}
    return render(request, "api_docs.html", context)


@cache
def whole() -> dict[str, Any]:
    """OpenAPI 3.1, with the act and the scope of every operation."""
    said: dict[str, Any] = api.get_openapi_schema(path_prefix="/api/v1/")
    said["components"]["securitySchemes"] = {"token": BEARER}
    for ways in said["paths"].values():
        for operation in ways.values():
            _mend(operation)
    return said


def _mend(operation: dict[str, Any]) -> None:
    if "x-act" in operation:
        operation["security"] = [{"token": []}]
        description = operation.get("description", "").strip()
        right = f"Act: {operation['x-act']}. Scope: {operation['x-scope']}."
        operation["description"] = f"{description}\n\n{right}".strip()
    operation["responses"] = dict(sorted(operation["responses"].items()))
    for status, answer in operation["responses"].items():
        status = str(status)
        answer["description"] = WHEN.get(status, "Done.")
        if status in WORDS and "content" in answer:
            answer["content"][SENT]["example"] = {"error": WORDS[status]}


def parts() -> list[dict[str, Any]]:
    """The operations by their tag, as the page shows them."""
    found: dict[str, list[dict[str, Any]]] = {}
    for path, ways in whole()["paths"].items():
        for method, operation in ways.items():
            shown = {"method": method.upper(), "path": path, **_shown(operation)}
            found.setdefault(operation["tags"][0], []).append(shown)
    return [{"name": name, "operations": operations} for name, operations in found.items()]


def _shown(operation: dict[str, Any]) -> dict[str, Any]:
    answers = operation["responses"].items()
    return {
        "id": operation["operationId"],
        "summary": operation["summary"],
        "words": _plain(operation.get("description", "").split("\n\nAct:")[0]),
        "act": operation.get("x-act", ""),
        "scope": operation.get("x-scope", ""),
        "parameters": [_value(each, each["name"]) for each in operation.get("parameters", [])],
        "body": _fields(operation.get("requestBody", {}).get("content", {}).get(SENT, {}).get("schema", {})),
        "answers": [(str(status), _plain(answer["description"])) for status, answer in answers],
    }


def _plain(words: str) -> str:
    """The document's words are Markdown, whose marks of code a reader would see."""
    return words.replace("`", "")


def _value(said: dict[str, Any], name: str) -> dict[str, Any]:
    schema = said.get("schema", said)
    return {
        "name": name,
        "where": said.get("in", ""),
        "required": said.get("required", False),
        "kind": kind_of(schema),
        "words": _plain(said.get("description") or schema.get("description", "")),
    }


def _fields(schema: dict[str, Any]) -> list[dict[str, Any]]:
    schema = _resolved(schema)
    required = schema.get("required", [])
    return [{**_value(each, name), "required": name in required} for name, each in schema.get("properties", {}).items()]


def _resolved(schema: dict[str, Any]) -> dict[str, Any]:
    if "$ref" in schema:
        found: dict[str, Any] = whole()["components"]["schemas"][schema["$ref"].rpartition("/")[2]]
        return found
    return schema


def kind_of(schema: dict[str, Any]) -> str:
    """A JSON Schema in a few words: `string`, `list of integer`, `draft | sent`."""
    if "enum" in schema:
        return " | ".join(f"“{value}”" for value in schema["enum"])
    if "anyOf" in schema:
        return " or ".join(kind_of(each) for each in schema["anyOf"])
    if "$ref" in schema:
        return str(schema["$ref"].rpartition("/")[2])
    if schema.get("type") == "array":
        return f"list of {kind_of(schema.get('items', {}))}"
    return str(schema.get("format") or schema.get("const") or schema.get("type", ""))
