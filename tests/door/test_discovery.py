"""What is known of an identity provider that does not always answer: a real server on loopback."""

import json
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, HTTPServer

import pytest
from pytest_django import Settings

from beffroi.door.provider import discovery
from beffroi.door.provider.discovery import NotBelieved, known

ADDRESSES = ("authorization_endpoint", "token_endpoint", "userinfo_endpoint", "jwks_uri")


class Provider(HTTPServer):
    asked, answers = 0, True

    @property
    def issuer(self) -> str:
        return f"http://localhost:{self.server_port}"


class Handler(BaseHTTPRequestHandler):
    server: Provider

    def do_GET(self) -> None:  # its name is that of the standard library
        self.server.asked += 1
        said = {"issuer": self.server.issuer, **dict.fromkeys(ADDRESSES, f"{self.server.issuer}/x")}
        self.send_response(200 if self.server.answers else 503)
        self.send_header("Content-Type", "application/json")
        self.end_headers()
        self.wfile.write(json.dumps(said).encode())

    def log_message(self, format: str, *args: object) -> None:  # as above
        pass


@pytest.fixture
def provider(settings: Settings) -> Iterator[Provider]:
    with Provider(("127.0.0.1", 0), Handler) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        settings.OIDC_ISSUER = server.issuer
        yield server
        server.shutdown()


def older(provider: Provider, seconds: float) -> None:
    discovery._KNOWN[provider.issuer].at -= seconds


def test_a_provider_that_does_not_answer_is_not_asked_at_every_sign_in(provider: Provider) -> None:
    provider.answers = False
    for _ in range(3):
        with pytest.raises(NotBelieved, match="503"):
            known()
    assert provider.asked == 1
    at, error = discovery._FAILED[provider.issuer]
    discovery._FAILED[provider.issuer] = at - 31, error
    provider.answers = True
    assert known().said["issuer"] == provider.issuer


def test_what_was_known_is_taken_for_a_day_where_nothing_newer_can_be_had(provider: Provider) -> None:
    before = known()
    provider.answers = False
    older(provider, 3601)
    assert known() is before
    assert known() is before
    assert provider.asked == 2
    older(provider, 86400)
    with pytest.raises(NotBelieved):
        known()
