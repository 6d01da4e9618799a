"""The only long-running reader: streams in, matches and mentions out.

Each batch commits its matches and its cursor together: after a crash the stream is read again from the last commit,
and what was noted twice is stored once.
"""

import hashlib
import logging
import queue
import threading
from collections.abc import Callable, Generator, Iterable, Iterator, Sequence
from contextlib import closing
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from django.conf import settings
from django.db import close_old_connections, connection, transaction
from django.utils import timezone

from beffroi.archive.models import Mention, OwnPost
from beffroi.archive.models import Post as ArchivedPost
from beffroi.connectors.contract import NetworkTrouble, ReadsProfiles, StreamEvent, Streams
from beffroi.directory.models import Account
from beffroi.listening.changes import follow
from beffroi.listening.finding import document_of, note_found
from beffroi.listening.hearing import Hearing
from beffroi.listening.models import SampledPost, SavedSearch, Stream
from beffroi.vocabulary import Post

log = logging.getLogger("beffroi.listening")

BATCH = 500  # events
PATIENCE = 0.25  # seconds: how soon a quiet reader looks whether it should stop
PAUSE = 2.0  # seconds before a broken stream is opened again
REFRESH = timedelta(seconds=1)  # how soon a saved search is heard
Reader = Callable[[Stream, threading.Event], None]  # reads until it is stopped; raises what breaks the connection


class Ear:
    """What one stream is listened to for: the searches and accounts of the organisations that are on it."""

    def __init__(self, stream: Stream) -> None:
        self.stream = stream
        self.searches: dict[int, SavedSearch] = {}
        self._hearing = Hearing(_seed())
        self.accounts: list[Account] = []
        self._read_at: datetime | None = None

    def refresh(self, now: datetime) -> None:
        if self._read_at is not None and now - self._read_at < REFRESH:
            return
        self._read_at = now
        self.accounts = [a for a in Account.objects.filter(network=self.stream.network) if self._on_this_stream(a)]
        here = {account.organisation_id for account in self.accounts}
        active = SavedSearch.objects.filter(paused_at=None, organisation__in=here).select_related("organisation")
        self.searches = {search.pk: search for search in active}
        self._hearing.listen_for({number: search.text for number, search in self.searches.items()})

    def _on_this_stream(self, account: Account) -> bool:
        return account.stream == self.stream.service

    def heard_in(self, posts: Iterable[Post]) -> "list[Heard]":
        """The posts that one of our accounts makes, that speak to one or that match a search; the others are
        forgotten."""
        posts = list(posts)
        detects = self._hearing.asks_language
        found = self._hearing.found([document_of(post, detects_language=detects) for post in posts])
        asked = (
            Heard(post, self._spoken_to(post), self._of_others(post, numbers), self._made_by(post))
            for post, numbers in zip(posts, found, strict=True)
        )
        return [heard for heard in asked if heard.accounts or heard.searches or heard.own]

    def _made_by(self, post: Post) -> list[Account]:
        return [account for account in self.accounts if account.shown_by(post.author)]

    def _of_others(self, post: Post, found: list[int]) -> list[int]:
        """The searches among those that find `post` whose own accounts did not make it: nobody is alerted by what they
        say themselves."""
        own = {account.organisation_id for account in self._made_by(post)} if found else set()
        return [number for number in found if self.searches[number].organisation_id not in own]

    def keep(self, heard: "Heard", now: datetime) -> None:
        for account in heard.accounts:
            Mention.note(heard.post, account, now=now)
        for account in heard.own:
            OwnPost.note(ArchivedPost.store(heard.post, now=now), account, now=now)
        for number in heard.searches:
            note_found(self.searches[number], heard.post, now=now)

    def _spoken_to(self, post: Post) -> list[Account]:
        """Our accounts that `post` mentions, or whose published post it answers or quotes."""
        spoken_to = set(post.mentions)
        if answered := {ref.native_id for ref in (post.reply_to, post.root, post.quote_of) if ref}:
            ours = [account.native_id for account in self.accounts]
            archived = ArchivedPost.objects.filter(network=post.network, native_id__in=answered, author_id__in=ours)
            spoken_to |= set(archived.values_list("author_id", flat=True))
        return [account for account in self.accounts if account.native_id in spoken_to]


def _seed() -> int:
    """This installation's own: without the secret key nobody can write posts that slow the index down."""
    return int.from_bytes(hashlib.sha256(f"percolator {settings.SECRET_KEY}".encode()).digest()[:8])


@dataclass(frozen=True)
class Heard:
    """A post worth keeping, with the accounts it speaks to, the searches (by key) that found it, and those of our
    accounts that made it."""

    post: Post
    accounts: list[Account]
    searches: list[int]
    own: list[Account]


def take_in(ear: Ear, events: Sequence[StreamEvent], now: datetime, *, directory: object = None) -> None:
    """One batch: matches, mentions and cursor in one transaction. `directory` is asked for names before it opens."""
    found = hear(ear, [event.post for event in events if event.post is not None], now, directory=directory)
    with transaction.atomic():
        if not ear.stream.advance(list(events), now=now):
            raise Overtaken(ear.stream)
        SampledPost.take(ear.stream, (event.post for event in events), document_of, now=now)
        for heard in found:
            ear.keep(heard, now)
        follow(events, ear.stream.network, now)


def hear(ear: Ear, posts: Sequence[Post], now: datetime, *, directory: object = None) -> list[Heard]:
    """What of `posts` is worth keeping, with names; writes nothing. No transaction may be open: it asks the network."""
    ear.refresh(now)
    found = ear.heard_in(posts)
    return introduce(found, directory) if isinstance(directory, ReadsProfiles) else found


def introduce(found: list[Heard], directory: ReadsProfiles) -> list[Heard]:
    """Gives a name to authors whom the stream knows by number only; they keep their number when nobody answers."""
    authors = [heard.post.author for heard in found]
    strangers = sorted({author.native_id for author in authors if author.handle == author.native_id})
    try:
        profiles = {profile.native_id: profile for profile in directory.profiles(strangers)} if strangers else {}
    except NetworkTrouble as trouble:
        log.info("no names for the authors of this batch: %s", trouble)
        return found
    return [
        replace(heard, post=replace(heard.post, author=profiles.get(heard.post.author.native_id, heard.post.author)))
        for heard in found
    ]


class Overtaken(Exception):
    """Another reader has moved this stream's cursor: we stop reading it."""


def batches(
    events: Iterator[StreamEvent], stop: threading.Event, *, quiet: bool = False
) -> Generator[list[StreamEvent], None, None]:
    """Groups events so that a busy stream costs few commits and a lone post does not wait for the next one.

    A thread reads the network, so that silence there does not hold back what was read already, from this call on:
    what is said while the caller makes ready is not missed. `quiet`: yields an empty batch in quiet moments too.
    """
    read: queue.Queue[StreamEvent | BaseException | None] = queue.Queue(maxsize=4 * BATCH)
    left = threading.Event()
    threading.Thread(target=_pump, args=(events, read, left), daemon=True).start()
    return _batches(read, left, stop, quiet)


def _batches(
    read: "queue.Queue[StreamEvent | BaseException | None]",
    left: threading.Event,
    stop: threading.Event,
    quiet: bool,
) -> Generator[list[StreamEvent], None, None]:
    try:
        while not stop.is_set():
            close_old_connections()
            batch = _gather(read)
            ending = batch.pop() if batch and not isinstance(batch[-1], StreamEvent) else ...
            if batch or (quiet and ending is ...):
                yield [event for event in batch if isinstance(event, StreamEvent)]
            if isinstance(ending, BaseException):
                raise ending
            if ending is None:
                return
    finally:
        left.set()


def _pump(
    events: Iterator[StreamEvent], read: "queue.Queue[StreamEvent | BaseException | None]", left: threading.Event
) -> None:
    ending: BaseException | None = None
    try:
        for event in events:
            if not _put(read, event, left):
                return
    except BaseException as trouble:  # handed over: the reader raises it
        ending = trouble
    _put(read, ending, left)


def _put(
    read: "queue.Queue[StreamEvent | BaseException | None]",
    what: StreamEvent | BaseException | None,
    left: threading.Event,
) -> bool:
    """False when the reader has left: nobody will make room any more."""
    while not left.is_set():
        try:
            read.put(what, timeout=PATIENCE)
            return True
        except queue.Full:
            continue
    return False


def _gather(read: "queue.Queue[StreamEvent | BaseException | None]") -> list[StreamEvent | BaseException | None]:
    """What has come: at once when there is something, at most BATCH; empty after a quiet moment."""
    batch: list[StreamEvent | BaseException | None] = []
    while len(batch) < BATCH:
        try:
            batch.append(read.get(timeout=PATIENCE if not batch else 0.0))
        except queue.Empty:
            break
        if not isinstance(batch[-1], StreamEvent):
            break
    return batch


def listen(stream: Stream, stop: threading.Event, read: Reader) -> None:
    """Reads one stream until `stop` is set; a broken connection is opened again from the last committed cursor.

    While it waits it keeps no connection of PostgreSQL's pool: there may be more streams than connections.
    """
    while not stop.is_set():
        try:
            stream.refresh_from_db()
            read(stream, stop)
        except Stream.DoesNotExist:
            break
        except NetworkTrouble as trouble:
            stream.stopped_by(trouble)
        except Overtaken:
            log.warning("another listener reads %s", stream)
        except Exception:
            log.exception("reading %s failed; it is tried again", stream)
            connection.close()
        close_old_connections()
        stop.wait(PAUSE)
    connection.close()


def read_here(stream: Stream, stop: threading.Event) -> None:
    """Matches in this process, until `stop` is set or the connection breaks."""
    connector = stream.account.connect() if stream.account else None
    if not isinstance(connector, Streams):
        return
    with closing(batches(connector.stream(stream.cursor), stop)) as read:
        ear = Ear(stream)  # on a first start the index is compiled: that takes seconds, and people speak meanwhile
        for batch in read:
            take_in(ear, batch, timezone.now(), directory=connector)
