"""Many open pages: each holds a live stream, as a browser does."""

import asyncio
import time
from collections.abc import Callable
from dataclasses import dataclass
from urllib.parse import urlencode, urlsplit

HEARD_WITHIN = 10.0  # seconds


@dataclass(frozen=True, slots=True)
class Heard:
    """How many streams opened, how many of them heard one act, and the seconds until the first and the last did."""

    opened: int
    heard: int
    first: float
    last: float


def open_streams(
    address: str, ticket: str, number: int, meanwhile: Callable[[], None], act: Callable[[], None]
) -> Heard:
    """Opens `number` streams, runs `meanwhile` while all are quiet, then `act`, and waits until they have heard it."""
    return asyncio.run(_open_streams(address, ticket, number, meanwhile, act))


async def _open_streams(
    address: str, ticket: str, number: int, meanwhile: Callable[[], None], act: Callable[[], None]
) -> Heard:
    streams = [await _open(address, ticket) for _ in range(number)]
    await asyncio.to_thread(meanwhile)
    began = time.monotonic()
    waiting = [asyncio.create_task(_hear(reader)) for reader, _writer in streams]
    await asyncio.to_thread(act)
    done, late = await asyncio.wait(waiting, timeout=HEARD_WITHIN)
    for task in late:
        task.cancel()
    moments = sorted(task.result() - began for task in done)
    for _reader, writer in streams:
        writer.close()
    return Heard(len(streams), len(moments), moments[0] if moments else 0.0, moments[-1] if moments else 0.0)


async def _open(address: str, ticket: str) -> tuple[asyncio.StreamReader, asyncio.StreamWriter]:
    where = urlsplit(address)
    reader, writer = await asyncio.open_connection(where.hostname, where.port)
    query = urlencode({"ticket": ticket})
    writer.write(f"GET /live/?{query} HTTP/1.1\r\nHost: {where.netloc}\r\nAccept: text/event-stream\r\n\r\n".encode())
    status = await reader.readline()
    if b" 200 " not in status:
        raise RuntimeError(f"a live stream answered {status!r}")
    await reader.readuntil(b": open")
    return reader, writer


async def _hear(reader: asyncio.StreamReader) -> float:
    await reader.readuntil(b"data: ")
    return time.monotonic()
