"""What reading a feed gives, and how it can fail."""

from dataclasses import dataclass, field
from datetime import datetime

from beffroi.connectors.contract import Refused
from beffroi.vocabulary import Post, Sentence

NETWORK = "feed"
IDENTITY = 12  # characters of a mark that say which entry it is; the others say how it reads


class NoFeed(Refused):
    """What came is no feed. `page` is the web page that came in its place, if one did; `address` where it stands."""

    def __init__(self, reason: str | Sentence, *, page: str = "", address: str = "") -> None:
        super().__init__(reason)
        self.page = page
        self.address = address


class Gone(Refused):
    """The server says that the feed will never come back (410)."""


@dataclass(frozen=True, slots=True)
class Since:
    """The validators of the last reading, for a conditional question; empty for what the server did not give."""

    etag: str = ""
    last_modified: str = ""


@dataclass(frozen=True, slots=True)
class Asked:
    """What the server says beside the entries. `moved_to` is where it says for good that the feed now is, empty when
    it says nothing; `wait` how many seconds it wants between two readings, 0 when it does not say."""

    moved_to: str = ""
    wait: int = 0


@dataclass(frozen=True, slots=True)
class Entry:
    """One entry. `mark` changes when its text does, so that a changed entry is asked about again; `title` is empty
    when it has none, `is_dated` False when its date is missing or cannot be: then it counts as published now."""

    post: Post
    mark: str
    title: str = ""
    is_dated: bool = True


@dataclass(frozen=True, slots=True)
class Read:
    """A feed as it stands: `entries` in its own order, mostly the newest first.

    `passed_over` counts entries in which there is nothing to read. `note` says in words why not all of it was read.
    `hub` is where news of it can be ordered (WebSub), `topic` the name under which.
    """

    address: str
    title: str
    site: str
    entries: tuple[Entry, ...]
    asked: Asked
    since: Since = field(default_factory=Since)
    passed_over: int = 0
    note: Sentence | None = None
    hub: str = ""
    topic: str = ""


@dataclass(frozen=True, slots=True)
class Unchanged:
    """The server says that nothing changed since the last reading."""

    asked: Asked


@dataclass(frozen=True, slots=True)
class Raw:
    """An entry before it is a post: texts may be HTML, addresses are absolute, `at` is None where no date is given."""

    guid: str
    title: str
    text: str
    link: str
    at: datetime | None
    lang: str = ""


@dataclass(frozen=True, slots=True)
class RawFeed:
    """A feed before its entries are posts. `ttl` in seconds."""

    title: str
    site: str
    lang: str
    entries: list[Raw]
    ttl: int = 0
    note: Sentence | None = None
    hub: str = ""
    topic: str = ""
