"""How long we wait and how much we take, whatever the other side does."""

import gzip
import socket
import time
import tracemalloc
import zlib
from collections.abc import Callable, Iterator
from dataclasses import replace
from http.server import BaseHTTPRequestHandler

import httpx
import pytest

from beffroi import outbound
from beffroi.outbound import Policy, Reason, TooLarge, TooSlow, Unreachable
from tests.outbound.conftest import Server, reply

LOCAL = Policy(allow=("127.0.0.1",))
HASTY = replace(LOCAL, total_seconds=0.4)
ENOUGH = 5.0  # seconds within which a limit of 0.4 must have struck, on a machine that is busy with other things
BOMB = gzip.compress(bytes(50 * 2**20))


def drip(sock: socket.socket, head: bytes, drop: bytes) -> None:
    sock.recv(65536)
    sock.sendall(head)
    for _ in range(200):
        time.sleep(0.05)
        sock.sendall(drop)


def packed(body: bytes, packing: str = "gzip") -> Callable[[BaseHTTPRequestHandler], None]:
    return lambda request: reply(request, body, headers={"Content-Encoding": packing})


@pytest.mark.parametrize(
    ("head", "drop"),
    [
        (b"HTTP/1.1 200 OK\r\nContent-Length: 1000\r\n\r\n", b"x"),
        (b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n", b"1\r\nx\r\n"),
        (b"HTTP/1.1 200 OK\r\n", b"X-Drop: 1\r\n"),
        (b"", b"HTTP/1.1 100 Continue\r\n\r\n"),
    ],
    ids=["body", "chunks", "headers", "interim answers"],
)
def test_an_answer_that_drips_ends_when_the_time_is_over(listen: Callable[..., int], head: bytes, drop: bytes) -> None:
    port = listen(lambda sock: drip(sock, head, drop))
    began = time.monotonic()
    with outbound.client(HASTY) as http, pytest.raises(TooSlow) as late:
        http.get(f"http://127.0.0.1:{port}/")
    assert 0.4 <= time.monotonic() - began < ENOUGH
    assert (late.value.reason, late.value.sent) == (Reason.NO_ANSWER, None)


def test_a_dripping_body_ends_for_an_sdk_too(listen: Callable[..., int]) -> None:
    port = listen(lambda sock: drip(sock, b"HTTP/1.1 200 OK\r\nContent-Length: 1000\r\n\r\n", b"x"))
    with httpx.Client(transport=outbound.transport(HASTY), timeout=60) as sdk, pytest.raises(httpx.TimeoutException):
        sdk.get(f"http://127.0.0.1:{port}/")


def test_the_time_is_that_of_the_whole_exchange_and_not_of_each_hop(serve: Callable[..., Server]) -> None:
    def slowly_onwards(request: BaseHTTPRequestHandler) -> None:
        time.sleep(0.25)
        reply(request, status=302, headers={"Location": "/next"})

    server = serve(slowly_onwards)
    with outbound.client(HASTY) as http, pytest.raises(TooSlow):
        http.get(server.url)


def test_a_server_that_does_not_read_what_we_send_is_given_up(listen: Callable[..., int]) -> None:
    port = listen(lambda sock: time.sleep(0.8))
    with outbound.client(HASTY) as http, pytest.raises(TooSlow) as late:
        http.post(f"http://127.0.0.1:{port}/", content=bytes(30 * 2**20))
    assert late.value.sent is None


def test_the_next_exchange_on_the_same_connection_has_its_own_time(serve: Callable[..., Server]) -> None:
    server = serve()
    with outbound.client(replace(LOCAL, total_seconds=1.0)) as http:
        http.get(server.url)
        time.sleep(1.1)
        assert http.get(server.url).text == "ok"
    assert server.connections == 1


def test_a_large_answer_is_given_up(serve: Callable[..., Server]) -> None:
    server = serve(lambda request: reply(request, bytes(2**20 + 1)))
    with outbound.client(replace(LOCAL, max_bytes=2**20)) as http, pytest.raises(TooLarge) as large:
        http.get(server.url)
    assert (large.value.reason, large.value.sent) == (Reason.TOO_LARGE, None)


def test_an_answer_of_just_the_size_is_taken(serve: Callable[..., Server]) -> None:
    server = serve(lambda request: reply(request, bytes(2**20)))
    with outbound.client(replace(LOCAL, max_bytes=2**20)) as http:
        assert len(http.get(server.url).content) == 2**20


def test_a_bomb_of_fifty_megabytes_is_given_up_and_never_held_in_memory(serve: Callable[..., Server]) -> None:
    server = serve(packed(BOMB))
    with outbound.client(replace(LOCAL, max_bytes=2**20)) as http:
        tracemalloc.start()
        try:
            with pytest.raises(TooLarge):
                http.get(server.url)
            peak = tracemalloc.get_traced_memory()[1]
        finally:
            tracemalloc.stop()
    assert len(BOMB) < 100_000
    assert peak < 5 * 2**20


def test_a_bomb_is_given_up_by_the_usual_limit_of_twenty_megabytes_for_an_sdk_too(serve: Callable[..., Server]) -> None:
    server = serve(packed(BOMB))
    with httpx.Client(transport=outbound.transport(LOCAL)) as sdk, pytest.raises(TooLarge):
        sdk.get(server.url)


def test_a_streamed_answer_is_limited_as_well(serve: Callable[..., Server]) -> None:
    server = serve(packed(BOMB))
    taken = 0
    with (
        outbound.client(replace(LOCAL, max_bytes=2**20)) as http,
        pytest.raises(TooLarge),
        http.stream("GET", server.url) as response,
    ):
        for piece in response.iter_bytes():
            taken += len(piece)
    assert 0 < taken <= 2**20


def test_a_packed_answer_is_unpacked(serve: Callable[..., Server]) -> None:
    server = serve(packed(gzip.compress("Chloé a validé".encode())))
    with outbound.client(LOCAL) as http:
        response = http.get(server.url)
    assert response.text == "Chloé a validé"
    assert "content-encoding" not in response.headers
    assert server.seen[0].headers["Accept-Encoding"] == "gzip"


def test_a_packed_answer_of_several_members_is_unpacked_to_its_end(serve: Callable[..., Server]) -> None:
    server = serve(packed(gzip.compress(b"first ") + gzip.compress(b"second")))
    with outbound.client(LOCAL) as http:
        assert http.get(server.url).text == "first second"


@pytest.mark.parametrize(
    "answer",
    [
        packed(gzip.compress(b"cut short" * 100)[:-12]),
        packed(b"not gzip at all"),
        packed(gzip.compress(gzip.compress(b"twice")), "gzip, gzip"),
        packed(zlib.compress(b"deflate"), "deflate"),
        packed(b"whatever", "br"),
    ],
    ids=["cut short", "not packed", "packed twice", "deflate", "brotli"],
)
def test_an_answer_packed_otherwise_than_we_asked_is_told_plainly(
    serve: Callable[..., Server], answer: Callable[[BaseHTTPRequestHandler], None]
) -> None:
    server = serve(answer)
    with outbound.client(LOCAL) as http, pytest.raises(Unreachable) as garbled:
        http.get(server.url)
    assert garbled.value.reason == Reason.GARBLED


def test_an_answer_without_a_body_may_call_itself_packed(serve: Callable[..., Server]) -> None:
    server = serve(packed(gzip.compress(b"ok")))
    with outbound.client(LOCAL) as http:
        assert http.head(server.url).status_code == 200


def test_a_fake_far_side_is_timed_and_measured_too() -> None:
    def drops() -> Iterator[bytes]:
        for _ in range(10):
            time.sleep(0.1)
            yield b"x"

    slow = httpx.MockTransport(lambda request: httpx.Response(200, content=drops()))
    large = httpx.MockTransport(lambda request: httpx.Response(200, content=bytes(21 * 2**20)))
    with outbound.client(HASTY, over=slow) as http, pytest.raises(TooSlow):
        http.get("https://social.example/")
    with outbound.client(LOCAL, over=large) as http, pytest.raises(TooLarge):
        http.get("https://social.example/")
