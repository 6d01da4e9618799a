"""In front of Django: a request reaches one of its few threads when it has come whole.

A thread that waited for a slow sender would be one that makes no page, and eight slow senders would be all of them.
Nothing that is larger than any form of ours is taken in at all.
"""

import asyncio
from tempfile import SpooledTemporaryFile

from beffroi.site.live import Receive, Scope, Send
from beffroi.site.open_cache import Asgi

LARGEST = 100 * 2**20  # bytes: four pictures of 20 MiB and what is around them
IN_MEMORY = 2**20
PIECE = 2**16
SILENCE = 20.0  # seconds without a byte
LONGEST = 900.0  # seconds for all of it: 20 MiB over a line of 25 kB/s
TOO_LARGE = (413, "Ce qui a été envoyé est trop volumineux. / What was sent is too large.")
TOO_SLOW = (408, "L’envoi a été interrompu. Recommencez. / The sending was cut off. Send it again.")


class WholeBodies:
    """Wraps `pages`. `largest` is in bytes, the others in seconds."""

    def __init__(
        self, pages: Asgi, *, largest: int = LARGEST, silence: float = SILENCE, longest: float = LONGEST
    ) -> None:
        self._pages, self._largest, self._silence, self._longest = pages, largest, silence, longest

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if _says_length(scope) > self._largest:
            await _refuse(send, *TOO_LARGE)
            return
        with SpooledTemporaryFile(max_size=IN_MEMORY) as body:
            try:
                came = await self._take_in(receive, body)
            except TimeoutError:
                await _refuse(send, *TOO_SLOW)
                return
            if came > self._largest:
                await _refuse(send, *TOO_LARGE)
            elif came >= 0:
                body.seek(0)
                await self._pages(scope, Again(body, receive), send)

    async def _take_in(self, receive: Receive, body: "SpooledTemporaryFile[bytes]") -> int:
        """How many bytes came; more than the largest where it was given up, less than nothing where the sender went."""
        clock = asyncio.get_running_loop().time
        came, more, until = 0, True, clock() + self._longest
        while more and came <= self._largest:
            async with asyncio.timeout(min(self._silence, until - clock())):
                message = await receive()
            if message["type"] == "http.disconnect":
                return -1
            body.write(piece := message.get("body", b""))
            came, more = came + len(piece), message.get("more_body", False)
        return came


class Again:
    """Gives what was taken in, then what comes besides: that the sender has gone."""

    def __init__(self, body: "SpooledTemporaryFile[bytes]", receive: Receive) -> None:
        self._body, self._receive, self._is_over = body, receive, False

    async def __call__(self) -> dict[str, object]:
        if self._is_over:
            return await self._receive()
        piece = self._body.read(PIECE)
        self._is_over = len(piece) < PIECE
        return {"type": "http.request", "body": piece, "more_body": not self._is_over}


def _says_length(scope: Scope) -> int:
    said = dict(scope["headers"]).get(b"content-length", b"0")
    return int(said) if said.isdigit() and len(said) < 20 else 0


async def _refuse(send: Send, status: int, words: str) -> None:
    """The connection is closed: nobody reads the rest of what is being sent."""
    headers = [(b"content-type", b"text/plain; charset=utf-8"), (b"connection", b"close")]
    await send({"type": "http.response.start", "status": status, "headers": headers})
    await send({"type": "http.response.body", "body": f"{words}\n".encode()})
