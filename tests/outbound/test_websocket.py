"""Streams over WebSocket: the same check, text messages, limits, and an end."""

import logging
import socket
import ssl
import threading
import time
import traceback
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from dataclasses import replace
from http import HTTPStatus
from pathlib import Path

import pytest
from websockets.http11 import Request, Response
from websockets.sync.server import Server, ServerConnection, serve

from beffroi import outbound
from beffroi.outbound import Blocked, Policy, Reason, TooLarge, TooSlow, Unreachable

LOCAL = Policy(allow=("127.0.0.1",))
SECRET = "s3cr3t-t0ken"
Streaming = Callable[..., str]


@pytest.fixture
def streaming() -> Iterator[Streaming]:
    """streaming(handler, …) starts a WebSocket server and gives its address."""
    with ExitStack() as stack:

        def start(handler: Callable[[ServerConnection], None], **options: object) -> str:
            server: Server = serve(handler, "127.0.0.1", 0, **options)  # type: ignore[arg-type]  # passed on
            thread = threading.Thread(target=server.serve_forever)
            thread.start()
            stack.callback(thread.join)
            stack.callback(server.shutdown)
            return f"ws://127.0.0.1:{server.socket.getsockname()[1]}/"

        yield start


def echo(connection: ServerConnection) -> None:
    for message in connection:
        connection.send(message)


def until_closed(connection: ServerConnection) -> None:
    for _ in connection:
        pass


def test_text_comes_and_goes(streaming: Streaming) -> None:
    with outbound.websocket(streaming(echo), LOCAL) as messages:
        messages.send("première")
        messages.send("deuxième")
        stream = iter(messages)
        assert [next(stream), next(stream)] == ["première", "deuxième"]


def test_the_stream_ends_when_the_server_has_said_everything(streaming: Streaming) -> None:
    def three(connection: ServerConnection) -> None:
        for number in range(3):
            connection.send(str(number))

    with outbound.websocket(streaming(three), LOCAL) as messages:
        assert list(messages) == ["0", "1", "2"]


def test_another_thread_may_end_a_quiet_stream(streaming: Streaming) -> None:
    with outbound.websocket(streaming(until_closed), LOCAL) as messages:
        threading.Timer(0.1, messages.close).start()
        assert list(messages) == []


def test_our_name_and_the_given_headers_are_sent(streaming: Streaming) -> None:
    def tell(connection: ServerConnection) -> None:
        assert connection.request is not None
        connection.send(connection.request.headers["User-Agent"])
        connection.send(connection.request.headers["Authorization"])

    url = streaming(tell)
    with outbound.websocket(url, LOCAL, headers={"Authorization": "Bearer x"}) as messages:
        assert list(messages) == [LOCAL.user_agent, "Bearer x"]


@pytest.mark.parametrize("compression", ["deflate", None])
def test_a_message_that_is_too_large_ends_the_stream(streaming: Streaming, compression: str | None) -> None:
    def flood(connection: ServerConnection) -> None:
        connection.send("small")
        connection.send("x" * 50 * 2**20)

    got = []
    with (
        outbound.websocket(streaming(flood, compression=compression), LOCAL) as messages,
        pytest.raises(TooLarge) as large,
    ):
        for message in messages:
            got.append(message)
    assert got == ["small"]
    assert large.value.reason == Reason.TOO_LARGE


def test_a_message_that_is_not_text_is_told_plainly(streaming: Streaming) -> None:
    url = streaming(lambda connection: connection.send(b"\x00\x01"))
    with outbound.websocket(url, LOCAL) as messages, pytest.raises(Unreachable) as garbled:
        list(messages)
    assert garbled.value.reason == Reason.GARBLED


def test_a_connection_that_breaks_is_told_plainly(streaming: Streaming) -> None:
    def vanish(connection: ServerConnection) -> None:
        connection.socket.shutdown(socket.SHUT_RDWR)

    with outbound.websocket(streaming(vanish), LOCAL) as messages, pytest.raises(Unreachable) as broken:
        list(messages)
    assert broken.value.reason == Reason.BROKEN


def test_what_cannot_be_said_any_more_is_told_plainly(streaming: Streaming) -> None:
    with outbound.websocket(streaming(lambda connection: None), LOCAL) as messages:
        assert list(messages) == []
        with pytest.raises(Unreachable):
            messages.send("too late")


def test_a_server_that_does_not_answer_pings_is_given_up(streaming: Streaming) -> None:
    over = threading.Event()

    def deaf(connection: ServerConnection) -> None:
        connection.recv_flow_control.acquire()  # reads nothing more, so that no ping is answered
        over.wait(10)
        connection.recv_flow_control.release()

    url = streaming(deaf)
    hasty = replace(LOCAL, connect_seconds=1.0)
    with outbound.websocket(url, hasty, ping_seconds=0.2) as messages, pytest.raises(Unreachable) as lost:
        list(messages)
    over.set()
    assert lost.value.reason == Reason.BROKEN


@pytest.mark.parametrize(
    ("address", "reason"),
    [
        ("ws://127.0.0.1:{port}/", Reason.NOT_PUBLIC),
        ("ws://localhost:{port}/", Reason.NOT_PUBLIC),
        ("ws://[::1]:{port}/", Reason.NOT_PUBLIC),
        ("ws://[::ffff:127.0.0.1]:{port}/", Reason.NOT_PUBLIC),
        ("ws://2130706433:{port}/", Reason.BAD_ADDRESS),
        ("ws://ana:word@127.0.0.1:{port}/", Reason.USERINFO),
        ("http://127.0.0.1:{port}/", Reason.STREAM_SCHEME),
        ("wss://[2e00::1]:22/", Reason.PORT),
        ("ws://[::1:{port}/", Reason.BAD_ADDRESS),
        ("ws://127.0.0.1:0/", Reason.BAD_ADDRESS),
    ],
)
def test_a_stream_inside_the_house_is_refused(address: str, reason: Reason) -> None:
    with socket.create_server(("127.0.0.1", 0)) as inside:
        port = inside.getsockname()[1]
        refusing = pytest.raises(Blocked)
        with refusing as refused, outbound.websocket(address.format(port=port), Policy(ports=(port,))):
            pass
        assert refused.value.reason == reason
        inside.setblocking(False)
        with pytest.raises(BlockingIOError):  # nobody came
            inside.accept()


def test_a_name_is_looked_up_once_and_its_checked_address_used(streaming: Streaming) -> None:
    port = streaming(echo).split(":")[-1]
    answers = [["127.0.0.1"], ["10.0.0.1"]]
    url = f"ws://stream.example:{port}"
    with outbound.websocket(url, LOCAL, resolve=lambda host, port: answers.pop(0)) as messages:
        messages.send("ok")
        assert next(iter(messages)) == "ok"
    assert len(answers) == 1


@pytest.mark.parametrize("location", ["ws://10.0.0.1/", "http://10.0.0.1/", f"/elsewhere?access_token={SECRET}"])
def test_a_redirect_is_not_followed(streaming: Streaming, location: str) -> None:
    def onwards(connection: ServerConnection, request: Request) -> Response:
        response = connection.respond(HTTPStatus.FOUND, "")
        response.headers["Location"] = location
        return response

    url = streaming(echo, process_request=onwards)
    with pytest.raises(Unreachable) as refused, outbound.websocket(url, LOCAL):
        pass
    assert refused.value.reason == Reason.STREAM_REFUSED
    assert SECRET not in "".join(traceback.format_exception(refused.value))


def test_a_refusal_tells_its_status_and_no_secret(streaming: Streaming, caplog: pytest.LogCaptureFixture) -> None:
    url = streaming(echo, process_request=lambda connection, request: connection.respond(HTTPStatus.UNAUTHORIZED, ""))
    headers = {"Authorization": f"Bearer {SECRET}"}
    opening = outbound.websocket(f"{url}?access_token={SECRET}", LOCAL, headers=headers)
    with caplog.at_level(logging.DEBUG), pytest.raises(Unreachable) as refused, opening:
        pass
    assert (refused.value.reason, refused.value.status) == (Reason.STREAM_REFUSED, 401)
    assert SECRET not in "".join(traceback.format_exception(refused.value)) + caplog.text


@pytest.mark.parametrize("said", [b"", b"HTTP/1.1 101 Switching Protocols\r\nX-Slow: " + b"x" * 100])
def test_a_handshake_that_does_not_end_is_given_up(listen: Callable[..., int], said: bytes) -> None:
    def slowly(sock: socket.socket) -> None:
        sock.recv(65536)
        for byte in said:
            sock.sendall(bytes([byte]))
            time.sleep(0.05)
        sock.recv(65536)

    began = time.monotonic()
    hasty = replace(LOCAL, connect_seconds=0.3)
    with pytest.raises(TooSlow) as late, outbound.websocket(f"ws://127.0.0.1:{listen(slowly)}/", hasty):
        pass
    assert time.monotonic() - began < 5
    assert (late.value.reason, late.value.sent) == (Reason.NO_CONNECTION, False)


@pytest.mark.parametrize("said", [b"", b"220 mail.example ESMTP ready\r\n", b"HTTP/1.1 200 OK\r\n\r\n"])
def test_a_server_that_speaks_no_websocket_is_told_plainly(listen: Callable[..., int], said: bytes) -> None:
    def answer(sock: socket.socket) -> None:
        sock.recv(65536)
        sock.sendall(said)

    with pytest.raises(Unreachable), outbound.websocket(f"ws://127.0.0.1:{listen(answer)}/", LOCAL):
        pass


def test_over_tls_the_certificate_must_bear_the_name(streaming: Streaming, certificate: Path) -> None:
    tls = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    tls.load_cert_chain(certificate)
    port = streaming(echo, ssl=tls).split(":")[-1]
    trust = ssl.create_default_context(cafile=str(certificate))

    def at_home(host: str, port: int) -> list[str]:
        return ["127.0.0.1"]

    with outbound.websocket(f"wss://social.example:{port}", LOCAL, resolve=at_home, tls=trust) as messages:
        messages.send("ok")
        assert next(iter(messages)) == "ok"
    stranger = outbound.websocket(f"wss://eve.example:{port}", LOCAL, resolve=at_home, tls=trust)
    with pytest.raises(Unreachable) as doubt, stranger:
        pass
    assert doubt.value.reason == Reason.CERTIFICATE
