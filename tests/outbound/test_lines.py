"""A text that goes on and on: it may last, but not in silence, and no line of it is without end."""

import socket
import threading
from collections.abc import Callable, Iterator
from http.server import BaseHTTPRequestHandler
from itertools import islice

import pytest

from beffroi import outbound
from beffroi.outbound import Policy, Reason, TooLarge, TooSlow, Unreachable
from beffroi.outbound.lines import whole
from tests.outbound.conftest import Server, reply

LOCAL = Policy(allow=("127.0.0.1",), total_seconds=0.3)
HEAD = b"HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\n\r\n"


@pytest.fixture
def over() -> Iterator[threading.Event]:
    """Set at the end of the test, so that no server waits for longer."""
    ended = threading.Event()
    yield ended
    ended.set()


@pytest.mark.parametrize("size", [1, 2, 3, 7, 1000])
def test_lines_are_whole_however_they_arrive(size: int) -> None:
    text = "première\r\nà 20 h\n\n:beat\nfin de ligne\ncoupée".encode()
    pieces = [text[start : start + size] for start in range(0, len(text), size)]
    assert list(whole(pieces, 100, "a.example")) == ["première", "à 20 h", "", ":beat", "fin de ligne"]


def test_what_is_no_text_breaks_nothing() -> None:
    assert list(whole([b"\xff\xfe\n", b"\xc3", b"\n"], 100, "a.example")) == ["\ufffd\ufffd", "\ufffd"]


def test_a_line_without_end_is_too_large() -> None:
    with pytest.raises(TooLarge):
        list(whole([b"x" * 60, b"x" * 60], 100, "a.example"))


def test_many_lines_together_may_be_larger_than_one_answer() -> None:
    assert len(list(whole([b"x" * 60 + b"\n"] * 100, 100, "a.example"))) == 100


def test_a_stream_may_last_longer_than_any_silence(listen: Callable[..., int], over: threading.Event) -> None:
    def beat(sock: socket.socket) -> None:
        sock.recv(65536)
        sock.sendall(HEAD)
        for number in range(10):
            over.wait(0.35)
            sock.sendall(f":{number}\n".encode())

    with outbound.lines(f"http://127.0.0.1:{listen(beat)}/", LOCAL, silence_seconds=3) as lines:
        assert list(lines) == [f":{number}" for number in range(10)]


def test_a_silence_ends_it(listen: Callable[..., int], over: threading.Event) -> None:
    def fall_silent(sock: socket.socket) -> None:
        sock.recv(65536)
        sock.sendall(HEAD + b":)\n")
        over.wait(20)

    with outbound.lines(f"http://127.0.0.1:{listen(fall_silent)}/", LOCAL, silence_seconds=0.3) as lines:
        assert next(lines) == ":)"
        with pytest.raises(TooSlow) as late:
            next(lines)
    assert late.value.reason == Reason.NO_ANSWER


@pytest.mark.parametrize("status", [401, 404, 429, 503])
def test_a_refusal_tells_its_status(serve: Callable[..., Server], status: int) -> None:
    server = serve(lambda request: reply(request, b"no", status=status))
    with pytest.raises(Unreachable) as refused, outbound.lines(server.url, LOCAL):
        pass
    assert (refused.value.status, refused.value.reason) == (status, Reason.STREAM_REFUSED)


def test_headers_are_sent_and_an_event_stream_is_asked_for(serve: Callable[..., Server]) -> None:
    def speak(request: BaseHTTPRequestHandler) -> None:
        reply(request, b"un\ndeux\n")

    server = serve(speak)
    with outbound.lines(server.url, LOCAL, headers={"Authorization": "Bearer t"}) as lines:
        assert list(islice(lines, 2)) == ["un", "deux"]
    assert server.seen[0].headers["Authorization"] == "Bearer t"
    assert server.seen[0].headers["Accept"] == "text/event-stream"


def test_a_private_address_is_not_listened_to(serve: Callable[..., Server]) -> None:
    server = serve(lambda request: reply(request))
    with pytest.raises(outbound.Blocked), outbound.lines(server.url, Policy()):
        pass
    assert server.connections == 0
