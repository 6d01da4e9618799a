"""What a list would change in the directory."""

from dataclasses import dataclass, field
from typing import Any

from beffroi.directory.bringing_in.listed import Listed, Wrong
from beffroi.directory.bringing_in.people import People
from beffroi.directory.models import OfficialAccount
from beffroi.engines.tables.sheet import Row


@dataclass(frozen=True, slots=True)
class Kept:
    """A field that stays as it is, because what the directory has of it came from an origin of a higher rank."""

    field: str
    has: Any
    said: Any


@dataclass(slots=True)
class Change:
    """What becomes of one account: `fields` are those that would change. `account` is not saved yet."""

    listed: Listed
    account: OfficialAccount
    fields: list[str]
    kept: list[Kept]
    is_new: bool


@dataclass(slots=True)
class Merge:
    """A whole list against the directory."""

    people: People
    changes: list[Change] = field(default_factory=list)
    wrong: list[tuple[Row, list[Wrong]]] = field(default_factory=list)

    @property
    def new(self) -> list[Change]:
        return [change for change in self.changes if change.is_new]

    @property
    def changed(self) -> list[Change]:
        return [change for change in self.changes if change.fields and not change.is_new]

    @property
    def kept(self) -> list[Change]:
        """Accounts of which something was left because a stronger origin said otherwise."""
        return [change for change in self.changes if change.kept]

    @property
    def same(self) -> list[Change]:
        return [change for change in self.changes if not change.fields and not change.kept and not change.is_new]
