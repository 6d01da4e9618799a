"""The body of an answer: unpacked in small pieces, counted and timed. No bomb and no drip gets through."""

import zlib
from collections.abc import Iterable, Iterator
from typing import cast

import httpx

from beffroi.outbound.errors import Reason, TooLarge, Unreachable
from beffroi.outbound.exchange import Exchange

PIECE = 64 * 1024  # bytes: all of a bomb that is ever in memory at once


def received(response: httpx.Response, host: str, exchange: Exchange) -> httpx.Response:
    """`response` with its body guarded and, when it came packed, unpacked: httpx would unpack without any limit."""
    packing = response.headers.get("content-encoding", "identity").strip().lower()
    if packing not in ("identity", "gzip", "x-gzip"):
        response.close()
        raise Unreachable(Reason.GARBLED, host=host)
    headers = response.headers.copy()
    if packing != "identity":
        del headers["content-encoding"]
        headers.pop("content-length", None)
    body = Body(response, host, exchange, packed=packing != "identity")
    return httpx.Response(response.status_code, headers=headers, stream=body, extensions=response.extensions)


class Body(httpx.SyncByteStream):
    def __init__(self, response: httpx.Response, host: str, exchange: Exchange, *, packed: bool) -> None:
        self._response = response
        self._host = host
        self._exchange = exchange
        self._packed = packed

    def __iter__(self) -> Iterator[bytes]:
        with self._exchange.told_plainly(self._host):
            yield from self._counted(self._pieces())

    def close(self) -> None:
        self._response.close()

    def _pieces(self) -> Iterable[bytes]:
        arriving = cast("httpx.SyncByteStream", self._response.stream)
        return unpacked(arriving) if self._packed else arriving

    def _counted(self, pieces: Iterable[bytes]) -> Iterator[bytes]:
        size = 0
        for piece in pieces:
            self._exchange.deadline.left()
            size += len(piece)
            if size > self._exchange.policy.max_bytes:
                raise TooLarge(Reason.TOO_LARGE, host=self._host)
            yield piece


def unpacked(packed: Iterable[bytes]) -> Iterator[bytes]:
    """Gunzips, in pieces of at most PIECE bytes. Raises zlib.error for what is not gzip or ends too early."""
    gunzip = zlib.decompressobj(zlib.MAX_WBITS | 16)
    begun = False
    for data in packed:
        while data:
            if gunzip.eof:  # a file of several members, one after the other
                gunzip = zlib.decompressobj(zlib.MAX_WBITS | 16)
            begun = True
            yield gunzip.decompress(data, PIECE)
            data = gunzip.unconsumed_tail or gunzip.unused_data
    if begun and not gunzip.eof:
        raise zlib.error("the packed answer ends too early")
