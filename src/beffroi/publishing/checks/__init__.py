"""What is looked at before a text may be submitted: one file per check, pure, all run every time.

A check sees a `Checked` and yields findings. Whatever it needs to know from elsewhere (what stands behind a link,
which windows concern an account) is in there already: no check asks a network, a database or the clock.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from decimal import Decimal
from typing import Any

from beffroi.connectors.contract import Capabilities
from beffroi.engines.times.blackout import Window


@dataclass(frozen=True, slots=True)
class Destination:
    """One account the text would leave from, as the checks see it. `posts` is what would leave there, in order."""

    handle: str
    network: str  # the name that people read
    capabilities: Capabilities
    posts: Sequence[str] = ()
    frozen: str = ""  # the reason, empty when it may speak
    lost: str = ""  # why its credentials no longer work, empty when they do
    windows: Sequence[Window] = ()  # those that cover the time at which it would leave
    leaves_at: datetime | None = None  # None: as soon as it is approved
    price: Decimal | None = None  # of all its posts, US dollars
    spent: Decimal | None = None  # this month
    ceiling: Decimal | None = None  # a month
    standing: int = 0  # posts that stand there of what is corrected or changed


@dataclass(frozen=True, slots=True)
class Attached:
    """One image, as the checks see it: `size` in bytes."""

    alt: str
    decorative: bool
    size: int


@dataclass(frozen=True, slots=True)
class LinkSeen:
    """What stood behind a link when it was last read: an HTTP status, or why nothing could be read. Neither: nothing is
    to be said of it."""

    status: int | None
    trouble: str = ""


@dataclass(frozen=True, slots=True)
class Awaited:
    """The fact that the text waits for."""

    statement: str
    subject: str
    came_otherwise: bool  # it was settled, and not as the text says


@dataclass(frozen=True, slots=True)
class Finding:
    """Something to mend (`blocks`) or to know, in the writer's words, at the `place` it is about.

    `about` names exactly what was found, so that the same finding is known again; `liftable` says that a named person
    may lift the block with a reason, and `lifted` who did and why.
    """

    check: str
    place: str  # "text", "images", "accounts", "time"
    words: Any
    blocks: bool = True
    about: str = ""
    liftable: bool = False
    lifted: str = ""
    asks: str = ""  # what the page that mends it is opened with, as an address carries it


@dataclass(frozen=True, slots=True)
class Checked:
    text: str
    images: Sequence[Attached]
    destinations: Sequence[Destination]
    lang: str = ""
    links: Mapping[str, LinkSeen] = field(default_factory=dict)  # by address; one that was not read yet is absent
    known_handles: frozenset[str] = frozenset()  # of our accounts and of those we have spoken with
    awaited: Awaited | None = None
    amendment: str = ""  # "correction" or "edit" of what was sent
    private_to: str = ""  # the handle of the one person who may read it; empty: it is for everybody
    similar: Sequence[tuple[str, str]] = ()  # (what, which draft) that says the same or leaves at the same time

    @property
    def texts(self) -> list[str]:
        """Every different text that would leave, or the text itself while no account is chosen."""
        return list(dict.fromkeys(post for each in self.destinations for post in each.posts)) or [self.text]


Check = Callable[[Checked], Iterator[Finding]]
