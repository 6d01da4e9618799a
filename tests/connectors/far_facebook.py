"""The Facebook connector on the model of Facebook."""

from datetime import UTC, datetime
from typing import Any

import httpx

from beffroi.connectors.facebook import new_key
from beffroi.connectors.facebook.connector import FacebookConnector, connect
from beffroi.vocabulary import Outgoing
from tests.network.facebook_model import VERSION, FacebookModel, Someone

NOW = datetime(2026, 11, 18, 20, 15, 30, 123000, tzinfo=UTC)


def forget(credentials: Any) -> None:
    """A `keep` for who does not look at it."""


def connected(model: FacebookModel, page: Someone, **credentials: str) -> FacebookConnector:
    return connect({**model.credentials(page), **credentials}, forget, over=httpx.MockTransport(model.answer))


def outgoing(text: str = "Le conseil commence à 20 h.", **more: Any) -> Outgoing:
    return Outgoing(new_key(NOW), text, NOW, lang="fr", **more)


def failing(method: str, path: str, response: httpx.Response) -> Any:
    """A fault of one call only."""
    return lambda request: response if (request.method, request.url.path) == (method, f"{VERSION}{path}") else None
