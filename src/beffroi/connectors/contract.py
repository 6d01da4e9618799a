"""What a connector is: small protocols, told apart by isinstance, and three ways to fail.

A connector is built from credentials and gives back the vocabulary. It keeps no state of its own: a refreshed
login is handed to `keep`, which whoever built it stores. It never reads the clock and never retries by itself.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import asdict, dataclass, fields
from datetime import datetime
from decimal import Decimal
from typing import Any, Literal, Protocol, runtime_checkable

from beffroi.vocabulary import Field as Field  # what connecting asks for: part of this contract
from beffroi.vocabulary import Outgoing, Post, Profile, Receipt, Sentence

Credentials = Mapping[str, str]
Keep = Callable[[Credentials], None]


class NetworkTrouble(Exception):
    """Something went wrong between us and the network. `reason` is one sentence for the person concerned.

    Pass a Sentence where a value stands in it, so that it can be translated: the plain string is for fixed words.
    """

    def __init__(self, reason: str | Sentence) -> None:
        super().__init__(str(reason))
        self.reason = reason if isinstance(reason, Sentence) else Sentence(reason)


class TryLater(NetworkTrouble):
    """The network did not answer, is overloaded, or asks to wait.

    `seconds` is what the network asked for, or None when it said nothing. `delivered` says what is known of the
    effect: False when the request certainly had none (refused connection, 429), None when nobody can tell (a
    time-out after the request left).
    """

    def __init__(self, reason: str | Sentence, *, seconds: float | None = None, delivered: bool | None = None) -> None:
        super().__init__(reason)
        self.seconds = seconds
        self.delivered = delivered


@contextmanager
def nothing_sent_yet() -> Iterator[None]:
    """What fails while a post is prepared leaves nobody in doubt whether it left."""
    try:
        yield
    except TryLater as trouble:
        raise TryLater(trouble.reason, seconds=trouble.seconds, delivered=False) from trouble


class Refused(NetworkTrouble):
    """The network answered and will not take this content, however often it is sent."""


class AccessLost(NetworkTrouble):
    """The network no longer accepts our credentials: a person must connect the account again."""


@dataclass(frozen=True, slots=True)
class Price:
    """What a network asks for one post, in US dollars; a post with a link in it may cost more. `profile` is asked for
    one reading of a public profile."""

    post: Decimal
    with_link: Decimal
    profile: Decimal = Decimal(0)


@dataclass(frozen=True, slots=True)
class Capabilities:
    """What a network takes, as data that the pages follow. Sizes in bytes.

    `counts` names the unit of `max_length`: graphemes (UAX #29), characters (Unicode code points), or X's weighted
    characters. `url_length` is what every link counts, whatever its length; None: as it is written.
    """

    max_length: int
    max_images: int
    max_image_bytes: int
    idempotent: bool  # sending the same key twice makes one post
    counts: Literal["graphemes", "characters", "weighted"] = "graphemes"
    max_bytes: int | None = None
    url_length: int | None = None
    max_alt: int | None = None  # characters of a text alternative
    deletes: bool = True
    edits: bool = False
    replies_name: bool = False  # a reply reaches its person only when it names them
    private: bool = False  # a post can be for those whom it names, and for nobody else
    moderates: tuple[str, ...] = ()  # what of "hide", "block" and "report" our account can do there
    price: Price | None = None  # None: free


def as_json(capabilities: Capabilities) -> dict[str, Any]:
    """Capabilities as JSON can hold them; prices as strings, so that no cent is lost."""
    price = capabilities.price
    asked = {name: str(getattr(price, name)) for name in ("post", "with_link", "profile")} if price else None
    return {**asdict(capabilities), "moderates": list(capabilities.moderates), "price": asked}


def from_json(stored: Mapping[str, Any]) -> Capabilities:
    """What `as_json` made, from this or an earlier release: what a field was not stored for has its usual value."""
    price = stored.get("price")
    known = {each.name: stored[each.name] for each in fields(Capabilities) if each.name in stored}
    known["moderates"] = tuple(stored.get("moderates", ()))  # JSON has lists
    asked = Price(*(Decimal(price.get(name, 0)) for name in ("post", "with_link", "profile"))) if price else None
    return Capabilities(**{**known, "price": asked})


@dataclass(frozen=True, slots=True)
class Missed:
    """A stretch that a stream did not give, and why. None: from the last thing that was read, or up to now."""

    why: str
    since: datetime | None = None
    until: datetime | None = None


@dataclass(frozen=True, slots=True)
class StreamEvent:
    """One thing read from a stream: `post` is None for what says nothing new (a like, a broken line).

    `cursor` is opaque and non-empty; resuming from it gives everything after this event at least once.
    `trouble` says in words why a line was passed over; it is counted and shown. `at` is when the network saw it, where
    the stream says so. `changed`: the post stood already, these are its new words. `gone` is the native id of a post
    that was taken away. `missed` is what the stream could not give before this event. `polled`: nothing is streamed
    here, this came because we asked.
    """

    cursor: str
    post: Post | None = None
    trouble: str = ""
    at: datetime | None = None
    changed: bool = False
    gone: str = ""
    missed: Missed | None = None
    polled: bool = False


@runtime_checkable
class Connector(Protocol):
    """What every connector offers: who am I, and what does the network take.

    Where servers of one network differ, `capabilities` asks the server; reading it may then raise NetworkTrouble.
    """

    @property
    def capabilities(self) -> Capabilities: ...

    def whoami(self) -> Profile:
        """The account these credentials open. Raises AccessLost when they open nothing."""
        ...


@runtime_checkable
class Publishes(Protocol):
    def publish(self, outgoing: Outgoing) -> Receipt:
        """Sends one post. Sending the same `outgoing` again makes no second post where `idempotent` says so."""
        ...

    def delete(self, native_id: str) -> None:
        """Takes one of our own posts away; a post that is already gone is no error."""
        ...


@runtime_checkable
class Edits(Protocol):
    def edit(self, native_id: str, outgoing: Outgoing) -> Receipt:
        """Puts `outgoing` in the place of one of our own posts. The same edit twice changes nothing more."""
        ...


@runtime_checkable
class Reconciles(Protocol):
    def find(self, outgoing: Outgoing) -> Receipt | None:
        """The receipt of a post that may or may not have left, read back from the network; None if it is not there."""
        ...


@runtime_checkable
class ReadsMentions(Protocol):
    def mentions(self, cursor: str) -> tuple[Sequence[Post], str]:
        """Replies to us and mentions of us since `cursor` (empty: what the network still shows), oldest first, and
        the next cursor. May give a post twice; never forgets one."""
        ...


@runtime_checkable
class ReadsConversations(Protocol):
    """For what a network forgets to tell: a reply may arrive without any notification."""

    def own_posts(self, place: str, since: datetime) -> tuple[Sequence[tuple[Post, int]], str]:
        """One page of our own posts that are not older than `since`, newest first, each with how many replies and
        quotations the network counts, and the place of the next page. `place` is opaque; empty: the first page, and as
        an answer that there is none after this one."""
        ...

    def answers(self, native_id: str) -> Iterator[Sequence[Post]]:
        """What others said below one of our own posts, at any depth, and where it was quoted, a part at a time. Nothing
        for a post that is gone. May give a post twice."""
        ...


def own_posts(connector: ReadsConversations, since: datetime, *, pages: int) -> Iterator[tuple[Post, int]]:
    """All that `connector.own_posts` gives, from page to page, but of no more than so many. Raises NetworkTrouble."""
    place = ""
    for _page in range(pages):
        told, place = connector.own_posts(place, since)
        yield from told
        if not place:
            return


@runtime_checkable
class ReadsPast(Protocol):
    def past_mentions(self, place: str, since: datetime) -> tuple[Sequence[Post], str]:
        """One page of the mentions, replies and quotations that arrived since `since`, newest first, and the place of
        the next, older page. `place` is opaque; empty: the first page, and as an answer that there is none after this
        one. So few at a time that a page every twenty seconds is polite."""
        ...


@runtime_checkable
class ReadsProfiles(Protocol):
    def profiles(self, native_ids: Sequence[str]) -> Sequence[Profile]:
        """Public profiles as anyone sees them; an account that the network no longer shows is absent."""
        ...


@runtime_checkable
class ReadsSurfaces(Protocol):
    """Where people meet an account besides its profile. All of it as anyone sees it, and each raises Refused, with the
    reason, where the network cannot be asked."""

    def latest(self, native_id: str, limit: int) -> Sequence[Post]:
        """The newest public posts of an account, newest first, at most `limit`; not what it passed on."""
        ...

    def card(self, native_id: str) -> Profile:
        """What a link to the account shows elsewhere: the name and the handle on its public page's card."""
        ...

    def people(self, words: str, limit: int) -> Sequence[Profile]:
        """The accounts that the network's own search finds for `words`, its first first, at most `limit`."""
        ...


@runtime_checkable
class ReadsActivity(Protocol):
    def activity(self, native_id: str, limit: int) -> Sequence[Post]:
        """The newest of what an account did in public, newest first, at most `limit`: its posts, and what it passed on,
        which has `repost_of`, no text, and the moment at which it was passed on."""
        ...


@dataclass(frozen=True, slots=True)
class Measure:
    """What is done about something that somebody else said. `key` is as that of an `Outgoing`, `at` the moment that is
    written into it; both are the same at every try. `root` is the first post of the conversation."""

    key: str
    at: datetime
    native_id: str
    version: str
    root: str
    author_id: str
    reason: str = ""


@runtime_checkable
class Hides(Protocol):
    """Twice does no harm, here and in `Blocks`."""

    def hide(self, measure: Measure) -> None:
        """Takes it out of sight where our account has the right to. Raises Refused where it has not."""
        ...

    def show(self, measure: Measure) -> None:
        """What was hidden is seen again; what is not hidden, or gone, is no error."""
        ...


@runtime_checkable
class Blocks(Protocol):
    def block(self, measure: Measure) -> None:
        """From now on its author and our account do not reach each other."""
        ...

    def unblock(self, measure: Measure) -> None:
        """Undoes the block of the same key; where there is none, that is no error."""
        ...


@runtime_checkable
class Reports(Protocol):
    def report(self, measure: Measure) -> str:
        """Tells those who run the network, for `reason`; the number that they gave it, if any. Twice makes two."""
        ...


@runtime_checkable
class Streams(Protocol):
    def stream(self, cursor: str) -> Iterator[StreamEvent]:
        """Reads on from `cursor` (empty: from now). Ends or raises TryLater when the connection does.

        What lies after `cursor` and cannot be had any more is told as `missed`, never left out in silence."""
        ...


@runtime_checkable
class Searches(Protocol):
    def search(self, words: str, since: datetime, limit: int) -> Sequence[Post]:
        """Public posts not older than `since` that the network's own search finds for `words` (one word, #tag, @handle
        or from:handle), newest first, at most `limit`. Raises Refused where it cannot be asked."""
        ...


@dataclass(frozen=True, slots=True)
class Network:
    """One line of the registry: how a network is called, what connecting asks for, and how a connector is made."""

    name: str
    label: str
    fields: tuple[Field, ...]
    connect: Callable[[Credentials, Keep], Connector]
    capabilities: Capabilities
    new_key: Callable[[datetime], str]  # a fresh Outgoing.key; asks the network nothing
    stream: Callable[[Credentials], str]  # the address of the stream that these credentials can read; empty: none
    fictional: bool = False  # says so wherever a person could take it for real
    unverified: bool = False  # never run against the real service: the connection page and the docs say so

    @property
    def has_stream(self) -> bool:
        """Whether there is a stream to listen to, with what is asked for left as it usually is."""
        return bool(self.stream({field.name: field.initial for field in self.fields}))
