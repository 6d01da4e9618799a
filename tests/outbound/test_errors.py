"""What a failed call says: plain English, nothing secret, and whether it may have had its effect."""

import logging
import socket
import struct
import traceback
from collections.abc import Callable
from contextlib import closing

import httpx
import pytest
from atproto_client.exceptions import InvokeTimeoutError, NetworkError
from atproto_client.request import Request

from beffroi import outbound
from beffroi.outbound import Blocked, OutboundError, Policy, Reason, TooLarge, TooSlow, Unreachable
from tests.outbound.conftest import Server

LOCAL = Policy(allow=("127.0.0.1",))
SECRET = "s3cr3t-t0ken"


def closed_port() -> int:
    with closing(socket.create_server(("127.0.0.1", 0))) as gone:
        return int(gone.getsockname()[1])


def hang_up(sock: socket.socket) -> None:
    sock.recv(65536)


def reset(sock: socket.socket) -> None:
    sock.recv(65536)
    sock.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))


def break_off(sock: socket.socket) -> None:
    sock.recv(65536)
    sock.sendall(b"HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\nhalf")


def babble(sock: socket.socket) -> None:
    sock.recv(65536)
    sock.sendall(b"220 mail.example ESMTP ready\r\n")


@pytest.mark.parametrize("reason", Reason)
def test_every_reason_is_a_plain_sentence(reason: Reason) -> None:
    assert reason[0].isupper()
    assert reason.endswith(".")
    assert "{" not in reason and "%" not in reason, "a sentence that is translated is complete"
    assert not any(jargon in reason for jargon in ("SSRF", "DNS", "TLS", "HTTP ", "timeout", "exception"))


def test_a_server_that_is_not_there_certainly_received_nothing() -> None:
    with outbound.client(LOCAL) as http, pytest.raises(Unreachable) as lost:
        http.post(f"http://127.0.0.1:{closed_port()}/", content=b"a post")
    assert (lost.value.reason, lost.value.sent) == (Reason.NOT_REACHED, False)
    assert str(lost.value) == "127.0.0.1: The server cannot be reached."


@pytest.mark.parametrize("talk", [hang_up, reset, break_off, babble])
def test_a_connection_that_broke_may_have_carried_the_request(
    listen: Callable[..., int], talk: Callable[[socket.socket], None]
) -> None:
    port = listen(talk)
    with outbound.client(LOCAL) as http, pytest.raises(Unreachable) as broken:
        http.post(f"http://127.0.0.1:{port}/", content=b"a post")
    assert (broken.value.reason, broken.value.sent) == (Reason.BROKEN, None)


def silent(sock: socket.socket) -> None:
    sock.recv(65536)
    sock.recv(65536)


FAILURES: dict[str, tuple[str, dict[str, str]]] = {
    "private": ("http://10.0.0.1/", {}),
    "port": ("http://[2e00::1]:22/", {}),
    "scheme": ("ftp://social.example/", {}),
    "no address": (f"http://ana:{SECRET}/x@127.0.0.1/", {}),
    "userinfo": (f"http://ana:{SECRET}@127.0.0.1/", {}),
    "closed port": ("http://127.0.0.1:1/", {}),
    "header": ("http://127.0.0.1:{port}/", {"X-Key": f"{SECRET}\n"}),
    "silence": ("http://127.0.0.1:{port}/", {}),
}


@pytest.mark.parametrize("failure", FAILURES)
def test_no_error_repeats_a_secret(listen: Callable[..., int], caplog: pytest.LogCaptureFixture, failure: str) -> None:
    address, headers = FAILURES[failure]
    port = listen(silent)
    policy = Policy(allow=("127.0.0.1",), total_seconds=0.3)
    with (
        caplog.at_level(logging.DEBUG),
        outbound.client(policy, headers={"Authorization": f"Bearer {SECRET}"}) as http,
        pytest.raises(OutboundError) as failed,
    ):
        http.get(f"{address.format(port=port)}?access_token={SECRET}", headers=headers)
    whole = "".join(traceback.format_exception(failed.value))
    assert failed.value.reason in whole
    for told in (str(failed.value), repr(failed.value), failed.value.reason, failed.value.host, whole, caplog.text):
        assert SECRET not in told


def test_a_call_that_goes_well_writes_no_address_into_the_log(
    serve: Callable[..., Server], caplog: pytest.LogCaptureFixture
) -> None:
    server = serve()
    with caplog.at_level(logging.DEBUG), outbound.client(LOCAL) as http:
        http.get(f"{server.url}/?access_token={SECRET}", headers={"Authorization": f"Bearer {SECRET}"})
    assert SECRET not in caplog.text


@pytest.mark.parametrize(
    ("foreign", "ours", "sent"),
    [
        (httpx.ConnectError("x"), Unreachable, False),
        (httpx.ConnectTimeout("x"), TooSlow, False),
        (httpx.PoolTimeout("x"), TooSlow, False),
        (httpx.ReadTimeout("x"), TooSlow, None),
        (httpx.WriteTimeout("x"), TooSlow, None),
        (httpx.ReadError("x"), Unreachable, None),
        (httpx.RemoteProtocolError("x"), Unreachable, None),
        (httpx.UnsupportedProtocol("x"), Blocked, False),
        (httpx.DecodingError("x"), Unreachable, None),
    ],
    ids=lambda value: type(value).__name__ if isinstance(value, Exception) else str(value),
)
def test_a_fake_far_side_may_fail_as_httpx_does(
    foreign: Exception, ours: type[OutboundError], sent: bool | None
) -> None:
    def fail(request: httpx.Request) -> httpx.Response:
        raise foreign

    with outbound.client(Policy(), over=httpx.MockTransport(fail)) as http, pytest.raises(ours) as failed:
        http.get("https://social.example/")
    assert failed.value.sent is sent
    assert failed.value.host == "social.example"


def test_an_error_after_a_redirect_may_have_had_its_effect() -> None:
    def far(request: httpx.Request) -> httpx.Response:
        if request.url.path == "/":
            return httpx.Response(307, headers={"Location": "/next"})
        raise httpx.ConnectError("refused")

    with outbound.client(Policy(), over=httpx.MockTransport(far)) as http, pytest.raises(Unreachable) as failed:
        http.post("https://social.example/", content=b"a post")
    assert failed.value.sent is None


@pytest.mark.parametrize(
    ("error", "kind"),
    [
        (Blocked(Reason.PORT), httpx.ConnectError),
        (TooSlow(Reason.NO_ANSWER), httpx.TimeoutException),
        (Unreachable(Reason.BROKEN), httpx.NetworkError),
        (TooLarge(Reason.TOO_LARGE), httpx.TransportError),
    ],
)
def test_an_sdk_recognises_each_error_as_one_of_httpx(error: OutboundError, kind: type[Exception]) -> None:
    assert isinstance(error, kind)


def test_the_bluesky_sdk_wraps_our_errors_and_we_find_them_again(listen: Callable[..., int]) -> None:
    policy = Policy(allow=("127.0.0.1",), total_seconds=0.3)
    sdk = Request(transport=outbound.transport(policy), trust_env=False)
    with closing(sdk):
        with pytest.raises(NetworkError) as refused:
            sdk.get(f"http://127.0.0.1:{closed_port()}/")
        with pytest.raises(NetworkError) as blocked:
            sdk.get("http://10.0.0.1/")
        with pytest.raises(InvokeTimeoutError) as late:
            sdk.get(f"http://127.0.0.1:{listen(silent)}/")
    found = [outbound.behind(wrapped.value) for wrapped in (refused, blocked, late)]
    assert [type(error) for error in found] == [Unreachable, Blocked, TooSlow]
    assert [error.sent for error in found if error] == [False, False, None]


def test_behind_another_error_there_is_nothing_of_ours() -> None:
    assert outbound.behind(ValueError("something else")) is None
