"""What a source is: an address, what a person fills in, how often it may be asked; and what asking gives.

A source fetches and never judges: what a reading says is thought out in `engines.procedure`, under the same kind.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from beffroi.vocabulary import Field, Sentence, in_utc

Parameters = Mapping[str, str]

MINUTES_15 = timedelta(minutes=15)
MEBIBYTE = 2**20


@dataclass(frozen=True, slots=True)
class Source:
    """One line of the registry. `kind` is also the name under which `engines.procedure.judge` knows it.

    `pace` is the shortest time between two readings. `max_age` is how old an answer may be before it says nothing:
    longer where the source itself is rebuilt once a night. `address` is None for what is not fetched but handed in,
    like a post; it raises BadParameters for what a person filled in wrongly.
    """

    kind: str
    label: str
    help: str
    fields: tuple[Field, ...]
    pace: timedelta
    official: bool
    address: Callable[[Parameters], str] | None
    max_age: timedelta = MINUTES_15
    max_bytes: int = 20 * MEBIBYTE
    judged_as: str = ""  # under which kind it is judged, when not under its own
    plays: "Callable[[Parameters, datetime], Reading] | None" = None  # a fictional source: what takes the server's part


@dataclass(frozen=True, slots=True)
class Validators:
    """What the server said of its last answer, to ask whether it still holds."""

    etag: str = ""
    last_modified: str = ""


@dataclass(frozen=True, slots=True)
class Reading:
    """An answer as it came, kept as evidence. `headers` have small names; `sha256` is of `body`, in hexadecimal."""

    kind: str
    url: str
    taken_at: datetime
    status: int
    headers: Mapping[str, str]
    body: bytes = field(repr=False)
    sha256: str

    def __post_init__(self) -> None:
        object.__setattr__(self, "taken_at", in_utc(self.taken_at))

    @property
    def validators(self) -> Validators:
        return Validators(self.headers.get("etag", ""), self.headers.get("last-modified", ""))


@dataclass(frozen=True, slots=True)
class NotModified:
    """The last reading still holds, says the server."""

    kind: str
    url: str
    taken_at: datetime
    headers: Mapping[str, str]


class BadParameters(ValueError):
    """What a person filled in cannot be meant; `field` is the name of the field, `reason` says why."""

    def __init__(self, field: str, reason: str | Sentence) -> None:
        super().__init__(str(reason))
        self.field = field
        self.reason = reason if isinstance(reason, Sentence) else Sentence(reason)


class SourceTrouble(Exception):
    """The source could not be read. `reason` is one sentence for the person concerned."""

    def __init__(self, reason: str | Sentence) -> None:
        super().__init__(str(reason))
        self.reason = reason if isinstance(reason, Sentence) else Sentence(reason)


class TryLater(SourceTrouble):
    """It may answer later. `seconds` is what it asked for, None when it said nothing: how long to wait is the
    caller's to choose."""

    def __init__(self, reason: str | Sentence, *, seconds: float | None = None) -> None:
        super().__init__(reason)
        self.seconds = seconds


class NotPublishedYet(TryLater):
    """The address answers that there is nothing: official lists appear shortly before the sitting."""


class Refused(SourceTrouble):
    """It answered and will not give this, however often it is asked; a person must look at the address."""
