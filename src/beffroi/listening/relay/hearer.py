"""The hearer's side: takes parcels from the relay, matches their posts, keeps what is worth it, and then says so.

A parcel is settled by the transaction that removes its row; the relay hears of it afterwards. Whatever dies in between,
the relay gives the parcel to another hearer, who finds the row gone and passes it over.
"""

import logging
import threading
from collections.abc import Sequence
from datetime import datetime, timedelta

from django.conf import settings
from django.db import IntegrityError, InterfaceError, OperationalError, connection, models, transaction
from django.utils import timezone
from django.utils.translation import gettext_noop

from beffroi.connectors.contract import NetworkTrouble
from beffroi.listening.finding import document_of
from beffroi.listening.intake import PAUSE, Ear, hear
from beffroi.listening.models import Parcel, Relay, SampledPost, Stream
from beffroi.listening.relay import wire
from beffroi.listening.relay.broker import Broker, Delivery, RelayTrouble, opened
from beffroi.vocabulary import Post, Sentence
from beffroi.work.loop import beat, farewell

log = logging.getLogger("beffroi.relay")

AT_ONCE = 4  # parcels in our hands
QUIET = 1.0  # seconds: how soon a hearer without work looks whether it should stop
AT_THE_SAME_TIME = 3  # tries to note what another hearer notes just now
TRIES = 5  # of a parcel as a whole; after that its posts are heard one by one
LAST_TRY = 10  # it ends every hearer that opens it
BETWEEN_TRIES = 1.0  # seconds
CONNECT_AGAIN = timedelta(minutes=1)  # accounts come and go
BEAT = timedelta(seconds=2)
DEADLY = gettext_noop("Every hearer that opened it ended.")
UNREADABLE = gettext_noop("Its message cannot be read: {why}")
DATABASE_AWAY = (OperationalError, InterfaceError)


def keep_hearing(stop: threading.Event) -> None:
    """Hears what comes until `stop` is set; a relay that is away is asked again every two seconds."""
    hearer = Hearer(stop)
    while not stop.is_set():
        beat("hearer")
        try:
            with opened(settings.NATS) as broker:
                Relay.well()
                hearer.work(broker)
        except RelayTrouble as trouble:
            hearer.note(trouble)
        except Exception:
            log.exception("hearing failed; it is tried again")
            connection.close()
        stop.wait(PAUSE)
    farewell("hearer")


class Stretch:
    """What is kept in mind of one stream between two of its parcels."""

    def __init__(self, stream: Stream) -> None:
        self.ear = Ear(stream)
        self.directory: object = None
        self.connected_at: datetime | None = None

    def ready(self, stream: Stream, now: datetime) -> "Stretch":
        if self.connected_at is None or now - self.connected_at > CONNECT_AGAIN:
            self.connected_at = now
            try:
                self.directory = stream.account.connect() if stream.account else None
            except NetworkTrouble as trouble:
                log.info("no names for the authors of %s: %s", stream, trouble)
                self.directory = None
        return self


class Hearer:
    def __init__(self, stop: threading.Event) -> None:
        self.stop = stop
        self._stretches: dict[int, Stretch] = {}
        self._beat_at: datetime | None = None

    def work(self, broker: Broker) -> None:
        while not self.stop.is_set():
            for delivery in broker.fetch(AT_ONCE, QUIET):
                if delivery.tries > 1:
                    Relay.count("redelivered")
                self._patiently(broker, delivery)
            self._say_that_we_live(timezone.now())

    def note(self, trouble: RelayTrouble) -> None:
        log.warning("%s", trouble)
        try:
            Relay.stopped_by(trouble, now=timezone.now())
        except DATABASE_AWAY:
            connection.close()

    def _say_that_we_live(self, now: datetime) -> None:
        if self._beat_at is None or now - self._beat_at >= BEAT:
            self._beat_at = now
            beat("hearer")

    def _patiently(self, broker: Broker, delivery: Delivery) -> None:
        """A database that is away is no fault of the parcel: we hold it until it is back."""
        while not self.stop.is_set():
            try:
                return self.take(broker, delivery, timezone.now())
            except DATABASE_AWAY as error:
                log.warning("the database does not answer: %s", error)
                connection.close()
                self.stop.wait(BETWEEN_TRIES)
        broker.give_back(delivery, 0.0)

    def take(self, broker: Broker, delivery: Delivery, now: datetime) -> None:
        """One message: matched and committed, then settled."""
        parcel = Parcel.objects.select_related("stream__account").filter(pk=delivery.parcel or 0, dead_at=None).first()
        if parcel is None:
            if delivery.parcel is None:
                Relay.count("strange")
            return broker.settle(delivery)
        try:
            self._open(parcel, delivery, now)
        except DATABASE_AWAY:
            raise
        except Exception:
            log.exception("parcel %s failed, at try %s", parcel.pk, delivery.tries)
            return broker.give_back(delivery, BETWEEN_TRIES * delivery.tries)
        broker.settle(delivery)

    def _open(self, parcel: Parcel, delivery: Delivery, now: datetime) -> None:
        if delivery.tries > LAST_TRY:
            parcel.bury(Sentence(DEADLY), now=now)
            return
        try:
            posts = wire.opened(delivery.body)
        except wire.Unreadable as error:
            log.error("parcel %s cannot be opened: %s", parcel.pk, error)
            parcel.bury(Sentence(UNREADABLE, {"why": str(error)}), now=now)
            return
        stretch = self._stretches.setdefault(parcel.stream_id, Stretch(parcel.stream)).ready(parcel.stream, now)
        if delivery.tries > TRIES:
            self._one_by_one(stretch, parcel, posts, now)
        else:
            keep(stretch, posts, parcel, now)

    def _one_by_one(self, stretch: Stretch, parcel: Parcel, posts: Sequence[Post], now: datetime) -> None:
        """So that a post that nobody can keep takes no other with it; it is counted among the lines passed over."""
        passed_over = 0
        for post in posts:
            try:
                keep(stretch, [post], None, now)
            except DATABASE_AWAY:
                raise
            except Exception:
                log.exception("post %s of parcel %s is passed over", post.native_id, parcel.pk)
                passed_over += 1
        with transaction.atomic():
            if parcel.arrive():
                more = models.F("lines_passed_over") + passed_over
                Stream.objects.filter(pk=parcel.stream_id).update(lines_passed_over=more)


def keep(stretch: Stretch, posts: Sequence[Post], parcel: Parcel | None, now: datetime) -> None:
    """Matches, mentions and the end of the parcel in one transaction; nothing when another hearer was faster."""
    found = hear(stretch.ear, posts, now, directory=stretch.directory)
    for one_more in reversed(range(AT_THE_SAME_TIME)):
        try:
            with transaction.atomic():
                if parcel is None or parcel.arrive():
                    SampledPost.take(stretch.ear.stream, posts, document_of, now=now)
                    for heard in found:
                        stretch.ear.keep(heard, now)
            return
        except IntegrityError:  # another hearer opened the same alert: at the next try we see it
            if not one_more:
                raise
