"""The listener's side: what a stream brings leaves in parcels, and the cursor follows once the relay holds them.

The order is everything. A parcel's row is written, then its message is sent; when the server says that it holds it,
one transaction moves the cursor and says so on the row. Whatever dies in between, the cursor is still before it.
"""

import threading
from collections.abc import Iterator, Sequence
from contextlib import closing
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from functools import cached_property

from django.conf import settings
from django.db import transaction
from django.utils import timezone

from beffroi.connectors.contract import StreamEvent, Streams
from beffroi.listening.intake import Ear, Overtaken, batches, read_here, take_in
from beffroi.listening.models import Parcel, Relay, Stream
from beffroi.listening.relay import wire
from beffroi.listening.relay.broker import Broker, Message, RelayTrouble, opened

POSTS = 100  # of a parcel
LINGER = 0.2  # seconds in which a quiet stream's next posts gather to share a parcel
LOOK = timedelta(seconds=5)  # how often we ask whether the relay still holds what it took


def carry(stream: Stream, stop: threading.Event) -> None:
    """Reads one stream and hands it to the relay, until `stop` is set or something breaks."""
    connector = stream.account.connect() if stream.account else None
    if not isinstance(connector, Streams):
        return
    with opened(settings.NATS) as broker:
        carrier = Carrier(stream, broker, connector)
        carrier.go_back_for_what_is_lost(timezone.now())
        with closing(batches(connector.stream(stream.cursor), stop, quiet=True)) as read:
            for batch in read:
                carrier.take(batch, timezone.now())
                if carrier.looks_again(timezone.now()):
                    return
                if len(batch) < POSTS:
                    stop.wait(LINGER)


def read_here_again(stream: Stream, stop: threading.Event) -> None:
    """Without a relay, when there was one: what is still on its way there is read again and matched here."""
    Parcel.recall(stream, list(stream.parcels.on_their_way().order_by("pk")))
    read_here(stream, stop)


@dataclass
class Load:
    """Written posts that fit into one message, and the stretch of the stream they come from."""

    after: str
    cursor: str
    posts: list[bytes] = field(default_factory=list)


class Carrier:
    """Hands one stream over."""

    def __init__(self, stream: Stream, broker: Broker, connector: object) -> None:
        self.stream = stream
        self.broker = broker
        self.connector = connector
        self._looked_at: datetime | None = None

    @cached_property
    def ear(self) -> Ear:
        """For what we match ourselves. Made when it is needed: on a first start that takes seconds, and the stream is
        open by then."""
        return Ear(self.stream)

    def take(self, events: Sequence[StreamEvent], now: datetime) -> None:
        """All of a batch. Raises RelayTrouble, and Overtaken when another reader has moved the cursor."""
        start = 0
        for place, event in enumerate(events):
            if self._stays_here(event):
                self._send(events[start:place], now)
                take_in(self.ear, [event], now, directory=self.connector)
                start = place + 1
        self._send(events[start:], now)

    def _stays_here(self, event: StreamEvent) -> bool:
        """Whether we match it ourselves: the first of all, before which there is no cursor to go back to, what was
        changed or deleted on the network, and what does not travel."""
        if not self.stream.cursor or event.changed or event.gone:
            return True
        written = wire.write(event.post) if event.post else b""
        return written is None or len(written) > self.broker.room

    def _send(self, events: Sequence[StreamEvent], now: datetime) -> None:
        if not events:
            return
        parcels = [self._parcel(load, now) for load in loads(events, self.stream.cursor, self.broker.room)]
        rows = Parcel.objects.bulk_create([parcel for parcel, _body in parcels])
        messages = [message(self.stream, row, body) for row, (_parcel, body) in zip(rows, parcels, strict=True)]
        for row, number in zip(rows, self._numbers(rows, messages), strict=True):
            row.store, row.number = self.broker.store, number
        with transaction.atomic():
            if not self.stream.advance(list(events), now=now):
                raise Overtaken(self.stream)
            Parcel.objects.bulk_update(rows, ["store", "number"])  # those that were not settled meanwhile

    def _numbers(self, rows: Sequence[Parcel], messages: Sequence[Message]) -> list[int]:
        """Hands the messages over. When that fails the cursor stays and all is read again: the rows say nothing more,
        and a message that has arrived all the same is passed over."""
        try:
            return self.broker.send(messages) if messages else []
        except RelayTrouble:
            Parcel.objects.filter(pk__in=[row.pk for row in rows]).delete()
            raise

    def _parcel(self, load: Load, now: datetime) -> tuple[Parcel, bytes]:
        stretch = {"after": load.after, "cursor": load.cursor, "posts": len(load.posts)}
        return Parcel(stream=self.stream, packed_at=now, **stretch), wire.bundle(load.posts)

    def looks_again(self, now: datetime) -> bool:
        """From time to time: True when the stream went back and is to be opened anew."""
        if self._looked_at is not None and now - self._looked_at < LOOK:
            return False
        return self.go_back_for_what_is_lost(now)

    def go_back_for_what_is_lost(self, now: datetime) -> bool:
        """Goes back to before what the relay took and holds no longer, though no hearer settled it.

        The rows are read first, then the relay is asked, then the rows are looked at again: what is settled in between
        leaves the relay after its row is gone, and is not taken for lost.
        """
        self._looked_at = now
        self.stream.parcels.tidy(now)
        sent = list(self.stream.parcels.on_their_way().order_by("pk"))
        if not sent:
            return False
        held = self.broker.held()
        lost = [parcel for parcel in sent if not held.may_hold(parcel.store, parcel.number or 0)]
        if not lost or not Parcel.recall(self.stream, lost):
            return False
        Relay.count("read_again")
        return True


def loads(events: Sequence[StreamEvent], after: str, room: int) -> Iterator[Load]:
    """The posts of `events` in messages of at most POSTS posts and `room` bytes. What is no post does not travel."""
    load = Load(after, after)
    for event in events:
        written = wire.write(event.post) if event.post else None
        if written is not None:
            if load.posts and (len(load.posts) == POSTS or sum(map(len, load.posts)) + len(written) > room):
                yield load
                load = Load(load.cursor, load.cursor)
            load.posts.append(written)
        load.cursor = event.cursor
    if load.posts:
        yield load


def message(stream: Stream, parcel: Parcel, body: bytes) -> Message:
    """Its key holds the row's number: a stretch that is read again is another parcel, or the server would take it for
    one that it had, and nobody would settle its row."""
    source = f"{stream.network}.{stream.pk}"
    key = f"{source}:{parcel.after}-{parcel.cursor}:{parcel.pk}"
    return Message(f"ingest.{source}", key, parcel.pk, body)
