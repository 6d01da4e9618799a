"""A program that calls the API, and what it would send: the smallest body that the OpenAPI document allows."""

import json
from dataclasses import dataclass
from typing import Any

from django.test import Client
from django.utils import timezone

from beffroi.access.models import ApiToken, User
from beffroi.site.api.application import Operation
from beffroi.site.api.documents import whole
from tests.cast import Feurs


@dataclass
class Program:
    """Calls with one token; the answer's JSON is in `.json()`."""

    client: Client
    token: str
    language: str = "en"

    def __call__(self, method: str, path: str, body: Any = None, **headers: str) -> Any:
        sent = {"authorization": f"Bearer {self.token}", "accept-language": self.language, **headers}
        given = {} if body is None else {"data": json.dumps(body), "content_type": "application/json"}
        return self.client.generic(method, path, headers=sent, **given)  # type: ignore[arg-type]  # of the test client

    def get(self, path: str, **headers: str) -> Any:
        return self("GET", f"/api/v1{path}", **headers)

    def post(self, path: str, body: Any = None, **headers: str) -> Any:
        return self("POST", f"/api/v1{path}", body, **headers)

    def put(self, path: str, body: Any) -> Any:
        return self("PUT", f"/api/v1{path}", body)

    def delete(self, path: str) -> Any:
        return self("DELETE", f"/api/v1{path}")


def program_of(feurs: Feurs, user: User, **narrowed: Any) -> Program:
    """A program that acts for `user`, in the town; `narrowed` as `ApiToken.make` takes it."""
    text = ApiToken.make(feurs.organisation, user, "essai", timezone.now(), **narrowed)[1]
    return Program(Client(enforce_csrf_checks=True), text)


def smallest_body(operation: Operation) -> Any:
    """What the operation takes, None where it takes nothing."""
    said = whole()["paths"][operation.path][operation.method.lower()]
    if "requestBody" not in said:
        return None
    return _made(said["requestBody"]["content"]["application/json"]["schema"])


def _made(schema: dict[str, Any]) -> Any:
    if "$ref" in schema:
        return _made(whole()["components"]["schemas"][schema["$ref"].rpartition("/")[2]])
    if schema.get("examples"):
        return schema["examples"][0]
    if "enum" in schema:
        return schema["enum"][0]
    if "anyOf" in schema:
        return _made(schema["anyOf"][0])
    kind = schema.get("type")
    if kind == "object":
        return {name: _made(schema["properties"][name]) for name in schema.get("required", [])}
    if kind == "array":
        return [_made(schema["items"])] * schema.get("minItems", 0)
    plain = {"string": "x" * schema.get("minLength", 1), "integer": max(1, schema.get("minimum", 1)), "boolean": True}
    return plain[str(kind)]
