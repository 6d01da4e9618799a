"""A request reaches a thread when it has come whole, and what is too large or never ends reaches none."""

import asyncio
from typing import Any

from beffroi.site.whole_bodies import WholeBodies


class Behind:
    """The application that is guarded: keeps the bodies that it was given."""

    def __init__(self) -> None:
        self.bodies: list[bytes] = []

    async def __call__(self, _scope: Any, receive: Any, send: Any) -> None:
        body, more = b"", True
        while more:
            message = await receive()
            body, more = body + message["body"], message["more_body"]
        self.bodies.append(body)
        await send({"type": "http.response.start", "status": 200, "headers": []})


async def sent(behind: Behind, pieces: list[bytes | float | None], *, length: int | None = None, **limits: Any) -> int:
    """The status that the sender of `pieces` gets: a number is a pause in seconds, None is going away; 0 for none."""
    waiting, statuses = iter(pieces), [0]
    left = len([piece for piece in pieces if isinstance(piece, bytes)])

    async def receive() -> dict[str, Any]:
        nonlocal left
        piece = next(waiting, None)
        if isinstance(piece, float):
            await asyncio.sleep(piece)
            piece = next(waiting, None)
        if piece is None:
            return {"type": "http.disconnect"}
        assert isinstance(piece, bytes)
        left -= 1
        return {"type": "http.request", "body": piece, "more_body": left > 0}

    async def send(message: dict[str, Any]) -> None:
        if message["type"] == "http.response.start":
            statuses.append(message["status"])

    headers = [(b"content-length", str(length).encode())] if length is not None else []
    await WholeBodies(behind, **limits)({"headers": headers}, receive, send)
    return statuses[-1]


def test_a_body_in_pieces_arrives_whole() -> None:
    behind = Behind()
    assert asyncio.run(sent(behind, [b"a" * 100_000, b"b" * 200_000, b""])) == 200
    assert asyncio.run(sent(behind, [b""])) == 200
    assert behind.bodies == [b"a" * 100_000 + b"b" * 200_000, b""]


def test_what_is_larger_than_any_form_is_not_taken_in() -> None:
    behind = Behind()
    assert asyncio.run(sent(behind, [b"x" * 60, b"x" * 60, b"x"], largest=100)) == 413
    assert asyncio.run(sent(behind, [b"x"], length=101, largest=100)) == 413
    assert behind.bodies == []
    assert asyncio.run(sent(behind, [b"x" * 100], length=100, largest=100)) == 200


def test_a_sender_who_falls_silent_holds_no_thread() -> None:
    behind = Behind()
    assert asyncio.run(sent(behind, [b"x", 5.0, b"x"], silence=0.05)) == 408
    assert asyncio.run(sent(behind, [b"x", 0.2, b"x", 0.2, b"x", b"x"], silence=5.0, longest=0.3)) == 408
    assert behind.bodies == []


def test_a_sender_who_goes_away_is_nobodys_request() -> None:
    behind = Behind()
    assert asyncio.run(sent(behind, [b"x", None, b"x"])) == 0
    assert behind.bodies == []
