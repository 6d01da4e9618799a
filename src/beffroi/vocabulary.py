"""The words all rooms speak.

Names follow the W3C Activity vocabulary where it has one. Everything here is frozen, and every datetime is
aware and in UTC: a naive datetime is refused at construction, so that it cannot travel.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime


class NaiveDatetime(ValueError):
    """A datetime without a time zone reached the vocabulary."""


def in_utc(moment: datetime) -> datetime:
    """The same moment in UTC. Raises NaiveDatetime for a datetime without a zone."""
    if moment.tzinfo is None:
        raise NaiveDatetime(f"{moment!r} has no time zone")
    return moment.astimezone(UTC)


def said_at(header: str) -> datetime | None:
    """The moment in the Date header of an answer; None where it holds none that can be meant."""
    try:
        moment = parsedate_to_datetime(header)
    except (ValueError, TypeError, OverflowError):
        return None
    return moment if moment.tzinfo else None


def gettext_noop(words: str) -> str:
    """Marks a sentence for the catalogue where nothing may load Django: its own marker asks for the settings."""
    return words


@dataclass(frozen=True)
class Sentence:
    """Something said to a person, kept so that it can be said in the reader's language.

    `say` is an English message id with {named} places, `values` what goes there. Words that somebody typed are a
    sentence without values. Where a number is counted, `many` says it for more than one, and `by` names its value.
    """

    say: str
    values: Mapping[str, str | int] = field(default_factory=dict)
    many: str = ""
    by: str = ""

    def __str__(self) -> str:
        say = self.many if self.many and self.values[self.by] != 1 else self.say
        return say.format_map(self.values) if self.values else say

    def as_json(self) -> dict[str, object]:
        counted = {"many": self.many, "by": self.by} if self.many else {}
        return {"say": self.say, "values": dict(self.values), **counted} if self.values else {"say": self.say}


@dataclass(frozen=True, slots=True)
class Field:
    """One thing to ask a person who connects an account or sets up a source.

    `label` and `help` are English message ids, and so are the second halves of `choices`, whose first are the values.
    """

    name: str
    label: str
    help: str = ""
    secret: bool = False
    required: bool = True
    initial: str = ""
    choices: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class Link:
    """A stretch of a post's text that leads somewhere: `start` and `end` count UTF-8 bytes of the text."""

    start: int
    end: int
    href: str


@dataclass(frozen=True, slots=True)
class Media:
    """An image as it leaves or as it was seen.

    `content` is the file's bytes when the image is to be sent, None when it was only seen. `alt` is the text
    alternative; the empty string says that a person declared the image decorative.
    """

    mime: str
    alt: str
    content: bytes | None = field(default=None, repr=False)
    url: str = ""
    width: int = 0
    height: int = 0


@dataclass(frozen=True, slots=True)
class Card:
    """The preview of a linked page, for networks on which the sender provides it."""

    url: str
    title: str
    summary: str = ""
    image: Media | None = None


@dataclass(frozen=True, slots=True)
class Profile:
    """An account as its network shows it at one moment. `native_id` never changes (a DID, a numeric id)."""

    network: str
    native_id: str
    handle: str
    name: str
    summary: str = ""
    icon: str = ""
    url: str = ""
    followers: int | None = None
    posts: int | None = None
    following: int | None = None


@dataclass(frozen=True, slots=True)
class Ref:
    """What a reply must name: the network's own id of a post, and the version seen (Bluesky's cid, else empty)."""

    native_id: str
    version: str = ""


@dataclass(frozen=True, slots=True)
class Post:
    """One message as seen on a network.

    `native_id` is the network's own id (an at:// address, a status id) and an opaque string: never parsed as a
    number. `conversation` is the native id of the first post of its thread, its own when it starts one. `to` is whom
    it speaks to, by id and by handle as far as the network says: those it mentions and the author of what it answers.
    `tags` are the hashtags that do not stand in its text, `repost_of` what it passes on, `quote_of` what it quotes.
    `private`: it is for those it names, and not for everybody.
    """

    network: str
    native_id: str
    author: Profile
    text: str
    published_at: datetime
    url: str = ""
    version: str = ""
    lang: str = ""
    reply_to: Ref | None = None
    root: Ref | None = None
    mentions: tuple[str, ...] = ()
    links: tuple[Link, ...] = ()
    media: tuple[Media, ...] = ()
    to: tuple[str, ...] = ()
    tags: tuple[str, ...] = ()
    repost_of: Ref | None = None
    quote_of: Ref | None = None
    private: bool = False

    def __post_init__(self) -> None:
        object.__setattr__(self, "published_at", in_utc(self.published_at))

    @property
    def ref(self) -> Ref:
        return Ref(self.native_id, self.version)

    @property
    def conversation(self) -> str:
        return self.root.native_id if self.root else self.native_id


@dataclass(frozen=True, slots=True)
class Outgoing:
    """What is to leave: prepared once, stored, and sent byte for byte the same at every try.

    `key` is chosen before the first try and makes the sending idempotent: a record key on Bluesky, an
    Idempotency-Key elsewhere. `created_at` is the moment written into the post. `private`: only those whom the text
    names may read it.
    """

    key: str
    text: str
    created_at: datetime
    lang: str = ""
    reply_to: Ref | None = None
    root: Ref | None = None
    media: tuple[Media, ...] = ()
    card: Card | None = None
    private: bool = False

    def __post_init__(self) -> None:
        object.__setattr__(self, "created_at", in_utc(self.created_at))


@dataclass(frozen=True, slots=True)
class Receipt:
    """The network's own word that a post is there. `sent` is the body of the request, byte for byte as it left;
    empty when the post was found again after a cut."""

    native_id: str
    url: str
    version: str = ""
    sent: str = field(default="", repr=False, compare=False)
