"""`/live/`: server-sent events that say which room changed, read from the journal.

Pure ASGI in front of Django: three hundred open pages cost one thread, not three hundred. One reader per process asks
the journal twice a second; the events of an organisation are numbered in the order in which they were committed, so
"everything after the last number" misses nothing. A page brings the number at which it was made, so that what happens
while its stream is being opened reaches it too; `Last-Event-ID` does the same for a tab that slept.
"""

import asyncio
import json
import logging
from collections.abc import Awaitable, Callable, Iterable
from typing import Any, TypeVar
from urllib.parse import parse_qs

from django.core import signing
from django.db import DatabaseError, close_old_connections
from django.db.models import Max, Q

from beffroi.access.models import Membership
from beffroi.journal.models import Chain, Event

log = logging.getLogger("beffroi.live")

Scope = dict[str, Any]
Receive = Callable[[], Awaitable[dict[str, Any]]]
Send = Callable[[dict[str, Any]], Awaitable[None]]
Answer = TypeVar("Answer")
News = tuple[int, str]  # the event's number and its room

SALT = "beffroi.live"
TICKET_SECONDS = 12 * 3600
POLL = 0.5
PING = 15.0
LIFE = 3600.0  # a stream ends after an hour, so that rights are checked again when the page reconnects
REPLAY = 200
END: News = (0, "")  # not news: the last word on a stream


def ticket(membership: Membership, heard: int) -> str:
    """What a page shows to open its stream: who reads, for which organisation, and the last event that it shows."""
    said = {"user": membership.user_id, "organisation": membership.organisation_id, "heard": heard}
    return signing.dumps(said, salt=SALT)


class Journal:
    """The one reader of this process: hands the news of each organisation to the streams that asked for it."""

    def __init__(self) -> None:
        self._ears: dict[int, set[asyncio.Queue[News]]] = {}
        self._heard: dict[int, int] = {}
        self._task: asyncio.Task[None] | None = None
        self._ended = False

    async def subscribe(self, organisation: int, after: int) -> asyncio.Queue[News]:
        ear: asyncio.Queue[News] = asyncio.Queue()
        self._ears.setdefault(organisation, set()).add(ear)
        try:
            if organisation not in self._heard:
                self._heard[organisation] = await _in_a_thread(_end_of, organisation)
            for news in await _in_a_thread(_missed, organisation, after):
                ear.put_nowait(news)
        except BaseException:  # the page too may have gone meanwhile
            self.unsubscribe(organisation, ear)
            raise
        if self._ended:
            ear.put_nowait(END)
        if self._task is None or self._task.done():
            self._task = asyncio.create_task(self._read())
        return ear

    def unsubscribe(self, organisation: int, ear: asyncio.Queue[News]) -> None:
        self._ears[organisation].discard(ear)
        if not self._ears[organisation]:
            del self._ears[organisation]
            self._heard.pop(organisation, None)

    @property
    def open(self) -> int:
        """How many streams are open in this process."""
        return sum(len(ears) for ears in list(self._ears.values()))

    def end_all(self) -> None:
        """Ends every stream, and each that is still being opened: a server that stops would wait for them in vain."""
        self._ended = True
        for ears in self._ears.values():
            for ear in ears:
                ear.put_nowait(END)

    async def _read(self) -> None:
        while self._ears:
            await asyncio.sleep(POLL)
            try:
                events = await _in_a_thread(_events, dict(self._heard))
            except DatabaseError:  # nobody else would begin to read again for the pages that are open
                log.exception("the journal cannot be read for live pages; it is tried again")
                continue
            for organisation, number, room in events:
                if organisation not in self._ears:
                    continue
                self._heard[organisation] = number
                for ear in self._ears[organisation]:
                    ear.put_nowait((number, room))


def _end_of(organisation: int) -> int:
    return Chain.objects.filter(organisation=organisation).values_list("number", flat=True).first() or 0


def _missed(organisation: int, after: int) -> list[News]:
    """The last event of each room after that number: a reader only asks what changed, however long they slept."""
    missed = Event.objects.filter(organisation=organisation, number__gt=after)
    last = missed.order_by().values_list("subject_kind").annotate(last=Max("number"))
    return sorted((number, kind.partition(".")[0]) for kind, number in last)


def _events(after: dict[int, int]) -> list[tuple[int, int, str]]:
    """(organisation, number, room) of what happened after each organisation's last number, in order."""
    if not after:
        return []
    since = Q()
    for organisation, number in after.items():
        since |= Q(organisation=organisation, number__gt=number)
    rows = Event.objects.filter(since).order_by("organisation", "number")
    return [
        (o, n, kind.partition(".")[0])
        for o, n, kind in rows.values_list("organisation", "number", "subject_kind")[:REPLAY]
    ]


async def _in_a_thread(question: Callable[..., Answer], *given: Any) -> Answer:
    """Asks the database elsewhere than in the loop, and lets its connection go: the loop's threads are as many as the
    machine has cores and more, and each would keep one of the few that this process has (CONN_MAX_AGE is 0 there)."""

    def answered() -> Answer:
        close_old_connections()
        try:
            return question(*given)
        finally:
            close_old_connections()

    return await asyncio.to_thread(answered)


JOURNAL = Journal()


async def live(scope: Scope, receive: Receive, send: Send) -> None:
    """One stream, for the holder of a ticket whose membership still stands."""
    admitted = await _in_a_thread(_admitted, scope)
    if admitted is None:
        await _refuse(send)
        return
    organisation, heard = admitted
    ear = await JOURNAL.subscribe(organisation, _last_event_id(scope) or heard)
    gone = asyncio.create_task(_wait_until_gone(receive))
    try:
        await send({"type": "http.response.start", "status": 200, "headers": HEADERS})  # now that nothing is missed
        await _tell(ear, gone, send)
    finally:
        gone.cancel()
        JOURNAL.unsubscribe(organisation, ear)


HEADERS = [
    (b"content-type", b"text/event-stream; charset=utf-8"),
    (b"cache-control", b"no-store"),
    (b"x-accel-buffering", b"no"),
]


async def _tell(ear: asyncio.Queue[News], gone: "asyncio.Task[None]", send: Send) -> None:
    loop = asyncio.get_running_loop()
    ends = loop.time() + LIFE
    await _say(send, b": open\n\n")
    while not gone.done() and loop.time() < ends:
        next_news = asyncio.create_task(ear.get())
        await asyncio.wait({next_news, gone}, timeout=PING, return_when=asyncio.FIRST_COMPLETED)
        if next_news.done():
            news = [next_news.result(), *_rest(ear)]
            if END in news:
                break
            await _say(send, _message(news))
        else:
            next_news.cancel()
            if not gone.done():
                await _say(send, b": still here\n\n")
    if not gone.done():
        await send({"type": "http.response.body", "body": b"", "more_body": False})


def _rest(ear: asyncio.Queue[News]) -> Iterable[News]:
    while not ear.empty():
        yield ear.get_nowait()


def _message(news: list[News]) -> bytes:
    """One message per room that changed, with the number of its last event."""
    last = {room: number for number, room in news}
    rooms = sorted(last.items(), key=lambda item: item[1])
    return "".join(f"id: {number}\ndata: {json.dumps({'topic': room})}\n\n" for room, number in rooms).encode()


async def _say(send: Send, body: bytes) -> None:
    await send({"type": "http.response.body", "body": body, "more_body": True})


async def _refuse(send: Send) -> None:
    # 204 tells an EventSource to stay closed
    await send({"type": "http.response.start", "status": 204, "headers": []})
    await send({"type": "http.response.body", "body": b""})


async def _wait_until_gone(receive: Receive) -> None:
    while (await receive())["type"] != "http.disconnect":
        pass


def _admitted(scope: Scope) -> tuple[int, int] | None:
    """The organisation, and the last event that the page has shown."""
    given = parse_qs(scope.get("query_string", b"").decode("latin-1")).get("ticket", [""])[0]
    try:
        said = signing.loads(given, salt=SALT, max_age=TICKET_SECONDS)
    except signing.BadSignature:
        return None
    stands = Membership.objects.filter(
        user=said["user"], organisation=said["organisation"], user__is_active=True
    ).exists()
    return (said["organisation"], said["heard"]) if stands else None


def _last_event_id(scope: Scope) -> int:
    for name, value in scope["headers"]:
        if name == b"last-event-id" and value.isdigit() and len(value) < 19:
            return int(value)
    return 0
