"""TLS: although the connection goes to an address, the certificate must bear the name."""

import socket
import ssl
import time
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from beffroi import outbound
from beffroi.outbound import Policy, Reason, TooSlow, Unreachable
from beffroi.outbound.pool import trusted
from tests.outbound.conftest import Server

LOCAL = Policy(allow=("127.0.0.1",))


def at_home(host: str, port: int) -> list[str]:
    return ["127.0.0.1"]


@pytest.fixture
def secure(serve: Callable[..., Server], certificate: Path) -> Server:
    tls = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    tls.load_cert_chain(certificate)
    return serve(tls=tls)


def test_a_certificate_that_bears_the_name_is_accepted(secure: Server, certificate: Path) -> None:
    trust = ssl.create_default_context(cafile=str(certificate))
    with outbound.client(LOCAL, resolve=at_home, tls=trust) as http:
        assert http.get(f"https://social.example:{secure.port}/").text == "ok"
        assert http.get(f"https://social.example:{secure.port}/").text == "ok"
    assert secure.connections == 1


@pytest.mark.parametrize("host", ["eve.example", "127.0.0.1"])
def test_a_certificate_for_another_name_is_refused(secure: Server, certificate: Path, host: str) -> None:
    trust = ssl.create_default_context(cafile=str(certificate))
    with outbound.client(LOCAL, resolve=at_home, tls=trust) as http, pytest.raises(Unreachable) as doubt:
        http.post(f"https://{host}:{secure.port}/", content=b"a post")
    assert (doubt.value.reason, doubt.value.sent) == (Reason.CERTIFICATE, False)
    assert secure.seen == []


def test_a_certificate_that_nobody_vouches_for_is_refused(secure: Server) -> None:
    with outbound.client(LOCAL, resolve=at_home) as http, pytest.raises(Unreachable) as doubt:
        http.get(f"https://social.example:{secure.port}/")
    assert doubt.value.reason == Reason.CERTIFICATE


def test_an_administrator_names_an_authority_of_their_own(
    secure: Server, certificate: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SSL_CERT_FILE", str(certificate))
    trusted.cache_clear()
    try:
        with outbound.client(LOCAL, resolve=at_home) as http:
            assert http.get(f"https://social.example:{secure.port}/").text == "ok"
    finally:
        trusted.cache_clear()


def test_a_server_without_tls_is_told_plainly(serve: Callable[..., Server]) -> None:
    server = serve()
    with outbound.client(LOCAL) as http, pytest.raises(Unreachable) as doubt:
        http.get(f"https://127.0.0.1:{server.port}/")
    assert (doubt.value.reason, doubt.value.sent) == (Reason.NO_TLS, False)


def test_a_handshake_that_never_ends_is_given_up_before_anything_is_sent(listen: Callable[..., int]) -> None:
    heard: list[bytes] = []

    def mute(sock: socket.socket) -> None:
        heard.append(sock.recv(65536))
        sock.recv(65536)

    port = listen(mute)
    began = time.monotonic()
    hasty = replace(LOCAL, connect_seconds=0.3)
    with outbound.client(hasty) as http, pytest.raises(TooSlow) as late:
        http.post(f"https://127.0.0.1:{port}/", content=b"a post")
    assert time.monotonic() - began < 5
    assert (late.value.reason, late.value.sent) == (Reason.NO_CONNECTION, False)
    assert b"a post" not in heard[0]
