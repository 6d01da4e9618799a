"""The X connector on the model of X. Where X's own description is at hand, every request and answer is held to it."""

from datetime import UTC, datetime
from typing import Any

import httpx

from beffroi.connectors.contract import Keep
from beffroi.connectors.x import new_key
from beffroi.connectors.x.connector import XConnector, connect
from beffroi.vocabulary import Outgoing
from tests.network import x_description
from tests.network.x_model import Person, XModel

NOW = datetime(2026, 11, 18, 20, 15, 30, 123000, tzinfo=UTC)


def forget(credentials: Any) -> None:
    """A `keep` for who does not look at it."""


def connected(model: XModel, person: Person, keep: Keep = forget, **credentials: str) -> XConnector:
    return connect({**model.credentials(person), **credentials}, keep, over=wire(model))


def wire(model: XModel) -> httpx.MockTransport:
    def answer(request: httpx.Request) -> httpx.Response:
        response = model.answer(request)
        x_description.check_request(request)
        if "meant" in response.extensions:
            x_description.check_answer(request, response)
        return response

    return httpx.MockTransport(answer)


def outgoing(text: str = "Le conseil commence à 20 h.", **more: Any) -> Outgoing:
    return Outgoing(new_key(NOW), text, NOW, lang="fr", **more)


def failing(method: str, path: str, response: httpx.Response) -> Any:
    """A fault of one call only."""
    return lambda request: response if (request.method, request.url.path) == (method, path) else None
