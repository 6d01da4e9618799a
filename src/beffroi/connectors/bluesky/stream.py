"""New posts of the whole network as they are written: a stream of JSON lines in the shape of Jetstream v1."""

import json
from collections.abc import Iterable, Iterator
from datetime import UTC, datetime, timedelta
from typing import Any

from beffroi.connectors.bluesky import troubles
from beffroi.connectors.bluesky.addresses import POST, Addresses
from beffroi.connectors.bluesky.posts import Malformed, post_of, stranger
from beffroi.connectors.contract import StreamEvent, TryLater
from beffroi.connectors.values import at, words
from beffroi.outbound import OutboundError, Policy, websocket

REWIND = 5_000_000  # microseconds: servers behind one address do not stamp the same event alike
PATIENCE = 100  # broken lines in a row before a stream is given up
EPOCH = datetime(1970, 1, 1, tzinfo=UTC)

Json = Any


def read(url: str, cursor: str, addresses: Addresses, policy: Policy) -> Iterator[StreamEvent]:
    """Every new post after `cursor`, a time in microseconds; from now when it is empty. Raises TryLater at the end."""
    try:
        with websocket(address(url, cursor), policy) as lines:
            yield from events(lines, cursor, addresses)
    except OutboundError as error:
        raise troubles.not_reached(error) from error
    raise TryLater(troubles.STREAM_ENDED, delivered=False)


def address(url: str, cursor: str) -> str:
    if not url:
        raise TryLater(troubles.NO_STREAM, delivered=False)
    since = f"&cursor={max(0, int(cursor) - REWIND)}" if cursor else ""
    return f"{url}?wantedCollections={POST}{since}"


def events(lines: Iterable[str], cursor: str, addresses: Addresses) -> Iterator[StreamEvent]:
    """A line that cannot be read has no time of its own: it is told when the next one that has comes."""
    broken = 0
    for line in lines:
        message = message_in(line)
        if message is None:
            broken += 1
            if broken == PATIENCE:
                raise TryLater(troubles.NOT_A_STREAM, delivered=False)
            continue
        for _ in range(broken):
            yield StreamEvent(cursor or str(message["time_us"] - 1), trouble=troubles.BROKEN_LINE)
        broken, cursor = 0, str(message["time_us"])
        yield event_of(message, cursor, addresses)


def message_in(line: str) -> Json | None:
    try:
        message = json.loads(line)
    except (ValueError, RecursionError):
        return None
    time = at(message, "time_us")
    return message if isinstance(time, int) and 0 < time < 2**53 else None


def event_of(message: Json, cursor: str, addresses: Addresses) -> StreamEvent:
    commit = at(message, "commit")
    if (at(commit, "operation"), at(commit, "collection")) != ("create", POST):
        return StreamEvent(cursor)
    did, key, cid = words(message, "did"), words(commit, "rkey"), words(commit, "cid")
    seen_at = EPOCH + timedelta(microseconds=message["time_us"])
    try:
        author = stranger(did, addresses)
        post = post_of(f"at://{did}/{POST}/{key}", cid, at(commit, "record"), author, seen_at, addresses)
    except Malformed:
        return StreamEvent(cursor, trouble=troubles.BROKEN_POST)
    return StreamEvent(cursor, post)
