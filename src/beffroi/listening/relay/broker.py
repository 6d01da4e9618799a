"""The relay's server, NATS with JetStream, spoken to from threads: asyncio stays inside.

A connection that breaks is not mended here: everything then raises RelayTrouble, and whoever uses it opens another.
"""

import asyncio
import logging
import ssl
import threading
from collections.abc import Coroutine, Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from functools import partial
from typing import Any, TypeVar

from django.utils.translation import gettext_noop
from nats.aio.client import Client
from nats.aio.msg import Msg
from nats.errors import AuthorizationError, ConnectionClosedError, MsgAlreadyAckdError
from nats.errors import Error as NatsError
from nats.errors import TimeoutError as NatsTimeout
from nats.js.api import AckPolicy, ConsumerConfig, DiscardPolicy, RetentionPolicy, StorageType, StreamConfig
from nats.js.errors import APIError, NotFoundError

from beffroi.connectors.contract import NetworkTrouble
from beffroi.listening.relay.address import Address

log = logging.getLogger("beffroi.relay")

INGEST = "INGEST"
HEARERS = "hearers"
PARCEL = "Beffroi-Parcel"
ENVELOPE = 4096  # bytes left for headers and the outside of a parcel
ANSWER = 10.0  # seconds
ASK_AFTER = 20  # seconds of silence until we ask whether the server is there; twice without answer, and it is not
ACK_WAIT = 10.0  # seconds without a sign of life until another hearer gets the parcel
SIGN_OF_LIFE = 3.0  # seconds
HOUR = 3600.0
NO_ROOM = 10077  # JetStream's number for "the stream is full"
T = TypeVar("T")

# Whoever comes first makes them; an administrator may have made them with other limits, and then those hold.
STREAM = StreamConfig(
    name=INGEST,
    subjects=["ingest.>"],
    retention=RetentionPolicy.WORK_QUEUE,  # what is settled is forgotten: posts of citizens do not pile up there
    discard=DiscardPolicy.NEW,  # full: the reader waits, nothing is thrown away
    max_bytes=512 * 2**20,
    max_age=24 * HOUR,
    duplicate_window=120.0,
    storage=StorageType.FILE,
)
CONSUMER = ConsumerConfig(durable_name=HEARERS, ack_policy=AckPolicy.EXPLICIT, ack_wait=ACK_WAIT)


class RelayTrouble(NetworkTrouble):
    """The relay does not do its part now; the sentence says why. Nothing is lost: it is tried again."""


@dataclass(frozen=True)
class Message:
    subject: str
    key: str  # the same for every try of the same parcel: the server keeps one
    parcel: int
    body: bytes


@dataclass(frozen=True)
class Held:
    """What the relay holds: of which store, from which number to which, and up to which all were settled."""

    store: str
    first: int
    last: int
    settled: int
    waiting: int  # for a hearer
    in_hands: int  # of hearers

    def may_hold(self, store: str, number: int) -> bool:
        return store == self.store and max(self.first, self.settled + 1) <= number <= self.last


class Delivery:
    """One message in our hands. `tries` counts from 1; `parcel` is None when nobody says which one it is."""

    def __init__(self, message: Msg) -> None:
        self.message = message
        self.body: bytes = message.data
        self.tries: int = message.metadata.num_delivered or 1
        said = (message.headers or {}).get(PARCEL, "")
        self.parcel = int(said) if said.isdecimal() else None


class Broker:
    """A connection in a thread of its own. Use `opened`."""

    def __init__(self, loop: asyncio.AbstractEventLoop) -> None:
        self._loop = loop
        self._nats = Client()
        self._held: dict[str, Msg] = {}  # by the address that their settling goes to
        self._pulling: Any = None
        self._signs: asyncio.Task[None] | None = None
        self.store = ""

    @property
    def room(self) -> int:
        """Bytes of posts that one message can carry."""
        return max(int(self._nats.max_payload) - ENVELOPE, 0)

    def send(self, messages: Sequence[Message]) -> list[int]:
        """Hands all over, and returns their numbers in the store, once the server says that it holds them."""
        return self._run(self._send(messages), 3 * ANSWER)

    def held(self) -> Held:
        return self._run(self._ask(), 3 * ANSWER)

    def fetch(self, most: int, seconds: float) -> list[Delivery]:
        """Takes up to `most` messages; empty after `seconds` without any. What is held is kept from other hearers
        until it is settled, given back, or until this process dies."""
        return self._run(self._fetch(most, seconds), seconds + ANSWER)

    def settle(self, delivery: Delivery) -> None:
        """Only after the commit of what it brought."""
        self._run(self._let_go(delivery.message, delivery.message.ack()), ANSWER)

    def give_back(self, delivery: Delivery, seconds: float) -> None:
        self._run(self._let_go(delivery.message, delivery.message.nak(delay=seconds or None)), ANSWER)

    def _run(self, act: Coroutine[Any, Any, T], seconds: float) -> T:
        future = asyncio.run_coroutine_threadsafe(act, self._loop)
        try:
            return future.result(seconds)
        except (NatsError, OSError, TimeoutError) as error:
            future.cancel()
            raise told(error) from error

    async def connect(self, address: Address) -> None:
        let_in: dict[str, Any] = {}
        if address.let_in:
            # the token is empty, and has the client speak of who it is at all
            let_in = {"token": lambda: "", "signature_cb": address.let_in.sign}
            let_in["user_jwt_cb"] = partial(str.encode, address.let_in.token)
        tls = ssl.create_default_context() if address.is_sealed else None
        await self._nats.connect(
            list(address.servers),
            name="beffroi",
            allow_reconnect=False,
            ping_interval=ASK_AFTER,
            tls=tls,
            error_cb=note,
            **let_in,
        )
        await self._make_what_is_missing()
        self._signs = asyncio.create_task(self._say_that_we_live())

    async def close(self) -> None:
        if self._signs:
            self._signs.cancel()
        with suppress(NatsError, OSError):
            await self._nats.close()

    async def _make_what_is_missing(self) -> None:
        jet = self._nats.jetstream(timeout=ANSWER)
        try:
            found = await jet.stream_info(INGEST)
        except NotFoundError:
            found = await jet.add_stream(STREAM)
        self.store = str(found.created)
        try:
            await jet.consumer_info(INGEST, HEARERS)
        except NotFoundError:
            await jet.add_consumer(INGEST, CONSUMER)

    async def _send(self, messages: Sequence[Message]) -> list[int]:
        return await asyncio.gather(*map(self._send_one, messages))

    async def _send_one(self, message: Message) -> int:
        """Twice at most, under the same key: when only the answer was lost, the server keeps one."""
        jet = self._nats.jetstream(timeout=ANSWER)
        headers = {"Nats-Msg-Id": message.key, PARCEL: str(message.parcel)}
        for last_try in (False, True):
            try:
                return (await jet.publish(message.subject, message.body, stream=INGEST, headers=dict(headers))).seq
            except NatsTimeout:
                if last_try:
                    raise
        raise AssertionError

    async def _ask(self) -> Held:
        jet = self._nats.jetstream(timeout=ANSWER)
        consumer = await jet.consumer_info(INGEST, HEARERS)
        stream = await jet.stream_info(INGEST)
        settled = consumer.ack_floor.stream_seq if consumer.ack_floor else 0
        waiting, in_hands = consumer.num_pending or 0, consumer.num_ack_pending or 0
        return Held(str(stream.created), stream.state.first_seq, stream.state.last_seq, settled or 0, waiting, in_hands)

    async def _fetch(self, most: int, seconds: float) -> list[Delivery]:
        if self._pulling is None:
            jet = self._nats.jetstream(timeout=ANSWER)
            self._pulling = await jet.pull_subscribe_bind(HEARERS, stream=INGEST)
        if self._nats.is_closed:
            raise ConnectionClosedError
        try:
            messages = await self._pulling.fetch(most, timeout=seconds)
        except TimeoutError:  # theirs too
            return []
        self._held.update((message.reply, message) for message in messages)
        return [Delivery(message) for message in messages]

    async def _let_go(self, message: Msg, word: Coroutine[Any, Any, None]) -> None:
        self._held.pop(message.reply, None)
        await word

    async def _say_that_we_live(self) -> None:
        """What takes us long is not given to somebody else."""
        while True:
            await asyncio.sleep(SIGN_OF_LIFE)
            for message in list(self._held.values()):
                with suppress(NatsError, OSError, MsgAlreadyAckdError):
                    await message.in_progress()


@contextmanager
def opened(address: Address | None) -> Iterator[Broker]:
    """A connection to the relay, with what we need there. Raises RelayTrouble."""
    if address is None:
        raise RelayTrouble(gettext_noop("There is no relay: BEFFROI_NATS is not set."))
    loop = asyncio.new_event_loop()
    thread = threading.Thread(target=loop.run_forever, daemon=True, name="relay")
    thread.start()
    broker = Broker(loop)
    try:
        broker._run(broker.connect(address), 3 * ANSWER)
        yield broker
    finally:
        with suppress(TimeoutError):
            asyncio.run_coroutine_threadsafe(broker.close(), loop).result(ANSWER)
        loop.call_soon_threadsafe(loop.stop)
        thread.join(ANSWER)
        if not loop.is_running():
            loop.close()


async def note(error: Exception) -> None:
    log.info("relay: %s", type(error).__name__)


def told(error: Exception) -> RelayTrouble:
    """What went wrong, in words; never with the address, in which a password may stand."""
    log.info("relay: %s", type(error).__name__)
    if isinstance(error, AuthorizationError) or "authorization" in str(error).lower():
        return RelayTrouble(gettext_noop("The relay does not let us in: look at BEFFROI_NATS."))
    if isinstance(error, ssl.SSLError):
        return RelayTrouble(gettext_noop("The relay shows a certificate that we do not trust."))
    if isinstance(error, APIError) and error.err_code == NO_ROOM:
        return RelayTrouble(gettext_noop("The relay is full: no hearer takes what waits there."))
    if isinstance(error, APIError):
        return RelayTrouble(gettext_noop("The relay does not do what we ask: is JetStream switched on?"))
    return RelayTrouble(gettext_noop("The relay does not answer."))
