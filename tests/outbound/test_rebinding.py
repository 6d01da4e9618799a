"""A name is looked up once per connection, and the connection goes to the address that was checked."""

import socket
import threading
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace

import pytest

from beffroi import outbound
from beffroi.outbound import Blocked, Policy, Reason, TooSlow, Unreachable
from tests.outbound.conftest import Server, reply

LOCAL = Policy(allow=("127.0.0.1",))


class Rebinding:
    """A name server that tells the truth once and then points elsewhere."""

    def __init__(self, *answers: str) -> None:
        self.answers = list(answers)
        self.asked = 0

    def __call__(self, host: str, port: int) -> Sequence[str]:
        self.asked += 1
        return [self.answers.pop(0)]


def test_the_checked_address_is_the_one_connected_to(serve: Callable[..., Server]) -> None:
    checked = serve()
    inside = serve(host="127.0.0.2", port=checked.port)
    names = Rebinding("127.0.0.1", "127.0.0.2")
    with outbound.client(replace(LOCAL, ports=(checked.port,)), resolve=names) as http:
        http.get(f"http://eve.example:{checked.port}/")
    assert names.asked == 1
    assert (checked.connections, inside.connections) == (1, 0)
    assert checked.seen[0].headers["Host"] == f"eve.example:{checked.port}"


def test_a_name_that_points_inside_the_second_time_is_refused_then(serve: Callable[..., Server]) -> None:
    checked = serve(lambda request: reply(request, headers={"Connection": "close"}))
    inside = serve(host="127.0.0.2", port=checked.port)
    names = Rebinding("127.0.0.1", "127.0.0.2")
    with outbound.client(replace(LOCAL, ports=(checked.port,)), resolve=names) as http:
        http.get(f"http://eve.example:{checked.port}/")
        with pytest.raises(Blocked):
            http.get(f"http://eve.example:{checked.port}/")
    assert inside.connections == 0


@pytest.mark.parametrize("found", [["127.0.0.1", "127.0.0.9"], ["127.0.0.9", "127.0.0.1"]])
def test_the_first_address_that_answers_is_taken(serve: Callable[..., Server], found: list[str]) -> None:
    server = serve()
    with outbound.client(Policy(allow=("127.0.0.0/8",)), resolve=lambda host, port: found) as http:
        assert http.get(f"http://social.example:{server.port}/").status_code == 200


@contextmanager
def too_busy_to_accept(port: int) -> Iterator[None]:
    """127.0.0.2 does not answer: one connection waits to be accepted, and the queue has no second place."""
    with socket.socket() as listener, socket.socket() as waiting:
        listener.bind(("127.0.0.2", port))
        listener.listen(0)
        waiting.connect(("127.0.0.2", port))
        yield


def test_an_address_that_stays_silent_leaves_time_for_the_next(serve: Callable[..., Server]) -> None:
    server = serve()
    hasty = Policy(allow=("127.0.0.0/8",), connect_seconds=1.0)
    with (
        too_busy_to_accept(server.port),
        outbound.client(hasty, resolve=lambda host, port: ["127.0.0.2", "127.0.0.1"]) as http,
    ):
        assert http.get(f"http://social.example:{server.port}/").status_code == 200


def test_a_server_that_accepts_no_connection_is_given_up_before_anything_is_sent(serve: Callable[..., Server]) -> None:
    port = serve().port
    hasty = Policy(allow=("127.0.0.2",), connect_seconds=0.3)
    with too_busy_to_accept(port), outbound.client(hasty) as http, pytest.raises(TooSlow) as late:
        http.post(f"http://127.0.0.2:{port}/", content=b"a post")
    assert (late.value.reason, late.value.sent) == (Reason.NO_CONNECTION, False)


def test_an_unknown_name_is_told_plainly() -> None:
    def unknown(host: str, port: int) -> Sequence[str]:
        raise OSError("Name or service not known")

    with outbound.client(LOCAL, resolve=unknown) as http, pytest.raises(Unreachable) as lost:
        http.get("https://nowhere.example/")
    assert (lost.value.reason, lost.value.sent, lost.value.host) == (Reason.UNKNOWN_NAME, False, "nowhere.example")


def test_a_name_without_any_address_is_unknown() -> None:
    with outbound.client(LOCAL, resolve=lambda host, port: []) as http, pytest.raises(Unreachable) as lost:
        http.get("https://nowhere.example/")
    assert lost.value.reason == Reason.UNKNOWN_NAME


def test_a_name_server_that_does_not_answer_is_not_waited_for() -> None:
    over = threading.Event()

    def silent(host: str, port: int) -> Sequence[str]:
        over.wait(10)
        return []

    began = time.monotonic()
    with outbound.client(replace(LOCAL, connect_seconds=0.2), resolve=silent) as http, pytest.raises(TooSlow) as late:
        http.get("https://slow.example/")
    over.set()
    assert time.monotonic() - began < 5
    assert (late.value.reason, late.value.sent) == (Reason.NO_CONNECTION, False)
