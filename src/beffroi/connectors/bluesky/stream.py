"""The posts of the whole network as they are written: a stream of JSON lines in the shape of Jetstream v1."""

import json
from collections.abc import Iterable, Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

from beffroi.connectors.bluesky import troubles
from beffroi.connectors.bluesky.addresses import POST, Addresses
from beffroi.connectors.bluesky.posts import Malformed, post_of, stranger
from beffroi.connectors.contract import Missed, StreamEvent, TryLater
from beffroi.connectors.values import at, count, words
from beffroi.outbound import OutboundError, Policy, websocket

REWIND = 5_000_000  # microseconds: servers behind one address do not stamp the same event alike
PATIENCE = 100  # broken lines in a row before a stream is given up
EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
OPERATIONS = ("create", "update", "delete")

Json = Any


def read(url: str, cursor: str, addresses: Addresses, policy: Policy) -> Iterator[StreamEvent]:
    """What was posted, changed and deleted after `cursor`, a time in microseconds; from now when it is empty. Raises
    TryLater at the end."""
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
    """A line that cannot be read has no time of its own: it is told when the next one that has comes.

    A resumed stream begins with what we have read already; the cursor stays where it was until that has passed.
    """
    broken, begun = 0, False
    for line in lines:
        message = message_in(line)
        if message is None:
            broken += 1
            if broken == PATIENCE:
                raise TryLater(troubles.NOT_A_STREAM, delivered=False)
            continue
        for _ in range(broken):
            yield StreamEvent(cursor or str(message["time_us"] - 1), trouble=troubles.BROKEN_LINE)
        missed = stretch(cursor, message["time_us"], begun)
        cursor = str(message["time_us"] if missed else max(message["time_us"], int(cursor or 0)))
        yield replace(event_of(message, cursor, addresses), missed=missed)
        broken, begun = 0, True


def stretch(cursor: str, time: int, begun: bool) -> Missed | None:
    """What lies between the place we had reached and `time`, where the stream goes on.

    A server that still has our place begins before it. Servers behind one address differ by less than REWIND: one that
    goes further back has had its clock set, and its new time is ours.
    """
    reached = int(cursor or time)
    if not begun and time > reached + REWIND:
        return Missed(troubles.PLACE_LOST, moment(reached), moment(time))
    if time < reached - REWIND:
        return Missed(troubles.WENT_BACK, moment(time), moment(reached))
    return None


def moment(time_us: int) -> datetime:
    return EPOCH + timedelta(microseconds=time_us)


def message_in(line: str) -> Json | None:
    try:
        message = json.loads(line)
    except (ValueError, RecursionError):
        return None
    time = count(message, "time_us")
    return message if time and time < 2**53 else None


def event_of(message: Json, cursor: str, addresses: Addresses) -> StreamEvent:
    commit, seen_at = at(message, "commit"), moment(message["time_us"])
    operation, did = at(commit, "operation"), words(message, "did")
    if at(commit, "collection") != POST or operation not in OPERATIONS:
        return StreamEvent(cursor, at=seen_at)
    uri = f"at://{did}/{POST}/{words(commit, 'rkey')}"
    if operation == "delete":
        return StreamEvent(cursor, at=seen_at, gone=uri)
    try:
        author = stranger(did, addresses)
        post = post_of(uri, words(commit, "cid"), at(commit, "record"), author, seen_at, addresses)
    except Malformed:
        return StreamEvent(cursor, trouble=troubles.BROKEN_POST, at=seen_at)
    return StreamEvent(cursor, post, at=seen_at, changed=operation == "update")
