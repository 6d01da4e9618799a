"""The signed stream of a server or a relay: com.atproto.sync.subscribeRepos. Every commit with a post is checked before
it is believed; what does not prove itself is passed over and told.

The directory of identities is asked once for each author, so this is for a server of one's own, or for a relay where
being sure is worth the asking. The cursor is the number that the server gives to an event.
https://atproto.com/specs/event-stream
"""

from collections.abc import Iterable, Iterator
from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

import libipld

from beffroi.connectors.bluesky import troubles
from beffroi.connectors.bluesky.addresses import POST, Addresses
from beffroi.connectors.bluesky.blocks import Block, Blocks
from beffroi.connectors.bluesky.posts import Malformed, post_of, stranger
from beffroi.connectors.bluesky.signed import (
    Keys,
    Unproven,
    as_json,
    blocks_of,
    check_signature,
    stands_at,
)
from beffroi.connectors.contract import Missed, StreamEvent, TryLater
from beffroi.connectors.values import at, count, items, words
from beffroi.outbound import OutboundError, Policy, websocket

LARGEST = 5 * 2**20  # bytes: what the network allows an event
PATIENCE = 100  # unreadable events in a row before a stream is given up
FROM_THE_BEGINNING = "0"

Json = Any


def read(url: str, cursor: str, addresses: Addresses, keys: Keys, policy: Policy) -> Iterator[StreamEvent]:
    """Every post after `cursor`; from now when it is empty. Raises TryLater at the end."""
    address = f"{url}?cursor={cursor}" if cursor else url
    try:
        with websocket(address, policy, max_message=LARGEST) as messages:
            yield from events(messages.frames(), cursor, addresses, keys)
    except OutboundError as error:
        raise troubles.not_reached(error) from error
    raise TryLater(troubles.STREAM_ENDED, delivered=False)


def events(frames: Iterable[bytes], cursor: str, addresses: Addresses, keys: Keys) -> Iterator[StreamEvent]:
    """An event that cannot be read has no number: it is told where the stream stands."""
    broken = 0
    for frame in frames:
        kind, body = message_in(frame)
        if kind == "error":
            yield from refused(body, cursor)
        if kind == "#info" and words(body, "name") == "OutdatedCursor" and cursor:
            yield StreamEvent(cursor, missed=Missed(troubles.PLACE_LOST, until=None))
        number = count(body, "seq")
        broken = 0 if number is not None or kind == "#info" else broken + 1
        if broken == PATIENCE:
            raise TryLater(troubles.NOT_A_STREAM, delivered=False)
        if broken and cursor:
            yield StreamEvent(cursor, trouble=troubles.BROKEN_EVENT)
        if number is not None:
            yield from numbered(kind, body, cursor or str(number - 1), addresses, keys)
            cursor = str(number)


def refused(body: Json, cursor: str) -> Iterator[StreamEvent]:
    """A place that lies ahead of a server that began anew: everything that it has is read."""
    if words(body, "error") == "FutureCursor" and cursor:
        yield StreamEvent(FROM_THE_BEGINNING, missed=Missed(troubles.WENT_BACK))
    raise TryLater(troubles.STREAM_ENDED, delivered=False)


def numbered(kind: str, body: Json, before: str, addresses: Addresses, keys: Keys) -> Iterator[StreamEvent]:
    """The posts of one event; only the last one carries its number, so that none is lost between them."""
    seen_at = moment(body)
    acts = [act for act in items(at(body, "ops")) if words(act, "path").startswith(f"{POST}/")]
    told = [StreamEvent(before)]
    if kind == "#commit" and acts:
        told = list(checked(body, acts, before, addresses, keys))
    last = str(body["seq"])
    yield from (replace(event, at=seen_at) for event in (*told[:-1], replace(told[-1], cursor=last)))


def checked(body: Json, acts: list[Json], cursor: str, addresses: Addresses, keys: Keys) -> Iterator[StreamEvent]:
    try:
        commit, blocks = proven(body, keys)
    except Unproven:
        yield StreamEvent(cursor, trouble=troubles.UNPROVEN)
        return
    for act in acts:
        try:
            yield event_of(body, act, commit, blocks, cursor, addresses)
        except Unproven:
            yield StreamEvent(cursor, trouble=troubles.UNPROVEN)
        except Malformed:
            yield StreamEvent(cursor, trouble=troubles.BROKEN_POST)


def proven(body: Json, keys: Keys) -> tuple[Block, Blocks]:
    """The commit and its blocks, once the signature is the account's; its key is asked for again when it is not."""
    did, car, root = words(body, "repo"), at(body, "blocks"), at(body, "commit")
    if not isinstance(car, bytes) or not isinstance(root, bytes):
        raise Unproven("an event without a commit")
    commit, blocks = blocks_of(car, root)
    try:
        check_signature(commit, did, keys.of(did))
    except Unproven:
        keys.forget(did)
        check_signature(commit, did, keys.of(did))
    return commit, blocks


def event_of(body: Json, act: Json, commit: Block, blocks: Blocks, cursor: str, addresses: Addresses) -> StreamEvent:
    path, did, action = words(act, "path"), words(body, "repo"), words(act, "action")
    standing, uri = stands_at(path, commit, blocks), f"at://{did}/{path}"
    if action == "delete" and standing is None:
        return StreamEvent(cursor, gone=uri)
    is_said = action in ("create", "update") and standing == at(act, "cid")
    if standing is None or not is_said or standing not in blocks:
        raise Unproven("the tree says something else")
    record, version = as_json(blocks[standing]), str(libipld.encode_cid(standing))
    post = post_of(uri, version, record, stranger(did, addresses), moment(body), addresses)
    return StreamEvent(cursor, post, changed=action == "update")


def message_in(frame: bytes) -> tuple[str, Json]:
    """The kind of an event and what it says: two pieces of DAG-CBOR."""
    try:
        header, body = libipld.decode_dag_cbor_multi(frame)
    except (ValueError, TypeError, RecursionError):
        return "", None
    return ("error" if at(header, "op") == -1 else words(header, "t")), body


def moment(body: Json) -> datetime:
    """When the server saw it; a server that does not say so in order saw it long ago."""
    try:
        return datetime.fromisoformat(words(body, "time")).astimezone(UTC)
    except (ValueError, OverflowError):
        return datetime(1970, 1, 1, tzinfo=UTC)
