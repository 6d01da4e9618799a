"""New public posts as they come: what was missed out of the timeline, then the server's own stream.

Mastodon speaks in server-sent events, some servers with the same interface through a WebSocket only: whoever does not
know the one is asked for the other. A server that lets nobody listen, and shows its timeline, is asked for what is new
again and again. Of all streams the public one holds most: those of hashtags are parts of it, and that of a user adds
only what was not meant for everybody.
"""

import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from dataclasses import replace
from itertools import takewhile
from urllib.parse import urlencode

from beffroi import outbound
from beffroi.connectors.contract import Missed, NetworkTrouble, Refused, StreamEvent, TryLater
from beffroi.connectors.mastodon import limits, troubles
from beffroi.connectors.mastodon.said import UNREADABLE, Said, from_lines, from_messages
from beffroi.connectors.mastodon.server import Server, json_in
from beffroi.connectors.mastodon.statuses import Malformed, post_of
from beffroi.connectors.values import Json, at, identifier, words

TIMELINE = "/api/v1/timelines/public"
STREAM = "/api/v1/streaming/public"
SOCKET = "/api/v1/streaming"
PAGE = "40"
PATIENCE = 100  # broken lines in a row before a stream is given up
PACE = 10.0  # seconds between two readings of a timeline: far below the 300 calls in 5 minutes that are usual
ROUNDS = 60  # readings after which the stream is tried again
LETS_NOBODY_LISTEN = (400, 401, 403, 404, 405, 406, 410, 422, 426, 501)  # our token was taken by the timeline
POSTS = ("update", "status.update")
NO_EVENTS_HERE = (400, 404, 405, 406, 410, 426, 501)


def read(server: Server, cursor: str, pause: Callable[[float], None] = time.sleep) -> Iterator[StreamEvent]:
    """Every public post after `cursor`, the id of one; from now when it is empty. Raises TryLater at the end, or ends
    where the server was asked long enough that it may have opened its stream."""
    cursor = cursor or newest(server)
    if cursor:
        yield StreamEvent(cursor)  # a sign of life: we are about to read
    for event in missed(server, cursor):
        cursor = event.cursor
        yield event
    try:
        with ExitStack() as held:
            try:
                coming = opened(server, held)
            except outbound.OutboundError as error:
                if not (cursor and error.status in LETS_NOBODY_LISTEN):
                    raise
                yield from polled(server, cursor, pause)
                return
            for event in missed(server, cursor):  # said between the last page and the first word of the stream
                cursor = event.cursor
                yield event
            yield from events(coming, cursor, server)
    except outbound.OutboundError as error:
        raise broken_off(error, server) from error
    raise TryLater(troubles.STREAM_ENDED, delivered=False)


def newest(server: Server) -> str:
    """The id of the latest public post; empty where there is none, or where the server shows no timeline."""
    try:
        latest = server.get(TIMELINE, ("limit", "1")).list
    except Refused:
        return ""
    return identifier(latest[0], "id") if latest else ""


def missed(server: Server, cursor: str) -> Iterator[StreamEvent]:
    """The timeline since `cursor`, oldest first. What it no longer shows, or never does, is told as missed."""
    seen = {cursor, ""}  # a server that does not know `min_id` goes on giving what was read
    jump: Json = None  # the oldest post of a page that does not reach back to what was read
    while cursor:
        try:
            page = server.get(TIMELINE, ("limit", PAGE), ("min_id", cursor)).list
        except Refused:
            yield StreamEvent(cursor, missed=Missed(troubles.NO_TIMELINE))
            return
        news = list(takewhile(lambda status: identifier(status, "id") not in seen, page))[::-1]
        if not news:
            if page and jump:
                until = troubles.moment(words(jump, "created_at"))
                yield StreamEvent(cursor, missed=Missed(troubles.PLACE_LOST, until=until))
            return
        jump = jump or (news[0] if len(news) == len(page) else None)
        for status in news:
            cursor = identifier(status, "id")
            seen.add(cursor)
            yield event_of(status, cursor, server)


def polled(server: Server, cursor: str, pause: Callable[[float], None]) -> Iterator[StreamEvent]:
    """What is new on the timeline, asked for every few seconds."""
    for _ in range(ROUNDS):
        for event in missed(server, cursor):
            cursor = event.cursor
            yield replace(event, polled=True)
        yield StreamEvent(cursor, polled=True)
        pause(PACE)


def opened(server: Server, held: ExitStack) -> Iterator[Said]:
    """What the server says from now on. `held` closes it."""
    base = limits.streaming_base(limits.document(server), server.address)
    try:
        lines = held.enter_context(outbound.lines(f"{base}{STREAM}", server.policy, headers=server.authorization))
    except outbound.OutboundError as error:
        if error.status not in NO_EVENTS_HERE:
            raise
    else:
        return from_lines(lines)
    asked = urlencode({"stream": "public", "access_token": server.token})  # where some look for it, and nowhere else
    socket = f"ws{base.removeprefix('http')}{SOCKET}?{asked}"
    return from_messages(held.enter_context(outbound.websocket(socket, server.policy, headers=server.authorization)))


def events(coming: Iterator[Said], cursor: str, server: Server) -> Iterator[StreamEvent]:
    """What comes before any post has no place of its own, and is passed over."""
    broken = 0
    for said in coming:
        event = heard(said, cursor, server)
        broken = broken + 1 if event.trouble else 0
        if broken == PATIENCE:
            raise TryLater(troubles.NOT_A_STREAM, delivered=False)
        cursor = event.cursor
        if cursor:
            yield event


def heard(said: Said, cursor: str, server: Server) -> StreamEvent:
    """One thing that was said: a new post, a changed one, a deletion. Anything else is a sign of life."""
    kind, data = said
    if kind == "delete":
        return StreamEvent(cursor, gone=data.strip())
    status = json_in(data) if kind in POSTS else None
    if kind == UNREADABLE or (kind in POSTS and status is None):
        return StreamEvent(cursor, trouble=troubles.BROKEN_LINE)
    if kind not in POSTS:
        return StreamEvent(cursor)
    event = event_of(status, cursor, server)
    return event if kind == "update" else replace(event, cursor=cursor, changed=True)


def event_of(status: Json, cursor: str, server: Server) -> StreamEvent:
    if at(status, "reblog"):  # somebody passing on what was said elsewhere
        return StreamEvent(identifier(status, "id") or cursor)
    try:
        post = post_of(status, server.name)
    except Malformed:
        return StreamEvent(cursor, trouble=troubles.BROKEN_POST)
    return StreamEvent(post.native_id, post, at=post.published_at)


def broken_off(error: outbound.OutboundError, server: Server) -> NetworkTrouble:
    if error.status is None:
        return troubles.not_reached(error)
    if error.status in (401, 403, 429) or error.status >= 500:
        trouble = troubles.answered(error.status, None, {}, server.name)
        return TryLater(trouble.reason, delivered=False) if isinstance(trouble, TryLater) else trouble
    return TryLater(troubles.said(troubles.STREAM_CLOSED, server.name), delivered=False)
