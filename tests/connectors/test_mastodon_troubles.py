"""Every answer other than success, in the contract's errors and in the server's own words."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime
from typing import Any

import httpx
import pytest

from beffroi.connectors.contract import AccessLost, NetworkTrouble, Refused, TryLater
from beffroi.connectors.mastodon import troubles
from beffroi.connectors.mastodon.connector import MastodonConnector, connect
from beffroi.vocabulary import Outgoing
from tests.connectors.sides import MastodonSide, forget
from tests.network.mastodon_wire import Model

NOW = datetime(2026, 11, 18, 20, 15, 30, tzinfo=UTC)
POST = Outgoing("key", "Bonjour", NOW)
HTML = "<!doctype html><title>Oups</title>"
DATE = format_datetime(NOW, usegmt=True)


def answering(status: int, **answer: Any) -> MastodonConnector:
    def server(request: httpx.Request) -> httpx.Response:
        return httpx.Response(status, **answer)

    credentials = {"server": "social.feurs.example", "access_token": "t"}
    return connect(credentials, forget, over=httpx.MockTransport(server))


@pytest.mark.parametrize(
    ("status", "kind"),
    [
        (400, Refused),
        (401, AccessLost),
        (403, AccessLost),
        (404, Refused),
        (408, TryLater),
        (410, Refused),
        (413, Refused),
        (422, Refused),
        (429, TryLater),
        (500, TryLater),
        (503, TryLater),
        (520, TryLater),
    ],
)
@pytest.mark.parametrize("answer", [{"json": {"error": "Raison"}}, {"text": HTML}, {"json": ["?"]}, {"content": b""}])
def test_each_status_is_one_of_three_troubles(status: int, kind: type[NetworkTrouble], answer: dict[str, Any]) -> None:
    with pytest.raises(kind) as trouble:
        answering(status, **answer).publish(POST)
    assert "social.feurs.example" in str(trouble.value)
    assert "<" not in str(trouble.value)


@pytest.mark.parametrize("status", [400, 403, 404, 422])
def test_a_refusal_is_told_in_the_servers_own_words(status: int) -> None:
    with pytest.raises(NetworkTrouble, match="Validierung fehlgeschlagen"):
        answering(status, json={"error": "Validierung fehlgeschlagen"}).publish(POST)


def test_a_servers_own_words_are_not_endless_and_hold_no_braces_of_ours() -> None:
    with pytest.raises(Refused) as trouble:
        answering(422, json={"error": "{server} {0} " * 1000}).publish(POST)
    assert len(str(trouble.value)) < 500


@pytest.mark.parametrize(
    ("headers", "seconds"),
    [
        ({"Retry-After": "30"}, 30),
        ({"Date": DATE, "X-RateLimit-Reset": "2026-11-18T20:20:30.000000Z"}, 300),
        ({"Date": DATE, "X-RateLimit-Reset": str(int(NOW.timestamp()) + 60)}, 60),
        ({"Date": DATE, "Retry-After": format_datetime(NOW + timedelta(minutes=1), usegmt=True)}, 60),
        ({"Date": DATE, "X-RateLimit-Reset": "2026-11-18T20:00:00Z"}, 0),
        ({"X-RateLimit-Reset": "2026-11-18T20:20:30Z"}, None),
        ({"Date": DATE, "X-RateLimit-Reset": "soon"}, None),
        ({"Date": DATE, "X-RateLimit-Reset": "9" * 40}, None),
        ({"Date": "today", "Retry-After": "-1"}, None),
        ({}, None),
    ],
)
def test_a_server_says_how_long_to_wait_by_its_own_clock(headers: dict[str, str], seconds: float | None) -> None:
    with pytest.raises(TryLater) as trouble:
        answering(429, headers=headers).publish(POST)
    assert (trouble.value.seconds, trouble.value.delivered) == (seconds, False)


@pytest.mark.parametrize("answer", [{"text": HTML}, {"json": []}, {"json": {}}, {"json": {"id": None}}, {"json": "ok"}])
def test_a_success_that_cannot_be_read_leaves_in_doubt(answer: dict[str, Any]) -> None:
    with pytest.raises(TryLater, match="as a Mastodon server does") as trouble:
        answering(200, **answer).publish(POST)
    assert trouble.value.delivered is None


CALLS: list[Callable[[MastodonConnector], object]] = [
    lambda connector: connector.whoami(),
    lambda connector: connector.capabilities,
    lambda connector: connector.mentions(""),
    lambda connector: connector.profiles(["1"]),
    lambda connector: connector.find(POST),
]


@pytest.mark.parametrize("call", CALLS)
def test_a_page_that_is_no_server_of_this_kind_is_told_so(call: Callable[[MastodonConnector], object]) -> None:
    with pytest.raises(TryLater, match="as a Mastodon server does"):
        call(answering(200, text=HTML))


@pytest.mark.parametrize("server", ["", "http://", "pas une adresse", "https://[::1", "ftp://a.example", "localhost:x"])
def test_an_address_that_is_none_is_said_to_be_none(server: str) -> None:
    with pytest.raises(TryLater) as trouble:
        connect({"server": server, "access_token": "t"}, forget).whoami()
    assert trouble.value.delivered is False


@pytest.mark.parametrize("token", ["é", "a\nb", "", "a\x00", "😀"])
def test_a_token_that_cannot_be_one_opens_nothing(model: Model, token: str) -> None:
    ana = MastodonSide(model).join("Ana")
    with pytest.raises(AccessLost):
        connect({**ana.credentials, "access_token": token}, forget).whoami()


def test_what_is_not_there_is_a_refusal_of_its_own() -> None:
    assert isinstance(troubles.answered(404, None, {}, "a"), troubles.NotThere)
    assert not isinstance(troubles.answered(422, None, {}, "a"), troubles.NotThere)
