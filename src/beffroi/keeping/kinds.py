"""What a room declares in its `kept.py`: the kinds of things it keeps, and where one person is found in them."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from functools import cache
from importlib import import_module
from importlib.util import find_spec
from types import ModuleType
from typing import Any, Literal

from django.apps import apps
from django.db import models
from django.utils.functional import Promise

from beffroi.access.models import Organisation, User

Words = str | Promise
Fate = Literal["erased", "pseudonymised", "kept"]
LONG = 12  # characters of a number that a network gives: did:plc:…, and none that counts something
NOBODY = models.Q(pk__in=[])  # a kind of which nothing can be held


def nothing_held(_organisation: Organisation) -> models.Q:
    return NOBODY


@dataclass(frozen=True, slots=True)
class Kind:
    """One kind of thing that is kept. `days` is how long unless somebody says otherwise, within `least` and `most`.

    `going(organisation, days, now)` are the rows whose time is over after so many days, `at` the field of their day,
    `erase` lets a few of them go, `held` says which of them stand under a hold. Without `going` the period is that of
    the program: it is shown, and nobody changes it.
    """

    key: str
    name: Words
    why: Words
    basis: Words
    days: int
    least: int = 1
    most: int = 3650
    at: str = "at"
    going: Callable[[Organisation, int, datetime], "models.QuerySet[Any]"] | None = None
    erase: Callable[[Organisation, "models.QuerySet[Any]", datetime], int] | None = None
    held: Callable[[Organisation], models.Q] = nothing_held
    example: Callable[[Any], str] = str

    @property
    def is_chosen(self) -> bool:
        """Whether somebody can choose how long."""
        return self.going is not None


@dataclass(frozen=True)
class Person:
    """How one person is asked for. `names` are pairs of a network and a handle, `ids` of a network and its number."""

    names: frozenset[tuple[str, str]] = frozenset()
    ids: frozenset[tuple[str, str]] = frozenset()
    emails: frozenset[str] = frozenset()
    called: frozenset[str] = frozenset()  # as a display name
    users: frozenset[int] = frozenset()

    @classmethod
    def asked(cls, organisation: Organisation, *, network: str, handle: str, email: str, name: str) -> "Person":
        """The person with all names by which the rooms know them."""
        handle = handle.strip().removeprefix("@")
        email, name = email.strip(), name.strip()
        person = cls(
            names=frozenset({(network, handle)} if handle else ()),
            emails=frozenset({email} if email else ()),
            called=frozenset({name} if name else ()),
        )
        for know in declared("KNOWS"):
            person = know(organisation, person)
        return person

    def with_names(self, **more: Iterable[Any]) -> "Person":
        return replace(self, **{field_: getattr(self, field_) | frozenset(found) for field_, found in more.items()})

    @property
    def words(self) -> set[str]:
        """Every name, handle, address and long number: what is looked for in sentences."""
        numbers = {number for _network, number in self.ids if len(number) >= LONG}  # a short one is found in any sum
        return {handle for _network, handle in self.names} | set(self.emails) | set(self.called) | numbers

    def authored(self, prefix: str = "", *, number: str = "author_id", handle: str = "author_handle") -> models.Q:
        """The rows that say this author; of nobody, when no handle is known."""
        found = NOBODY
        for network, native_id in self.ids:
            found |= models.Q(**{f"{prefix}network": network, f"{prefix}{number}": native_id})
        if handle:
            for network, name in self.names:
                found |= models.Q(**{f"{prefix}network": network, f"{prefix}{handle}__iexact": name})
        return found

    def mailed(self, field_: str) -> models.Q:
        found = NOBODY
        for email in self.emails:
            found |= models.Q(**{f"{field_}__iexact": email})
        return found

    def named(self, field_: str) -> models.Q:
        found = NOBODY
        for name in self.called:
            found |= models.Q(**{f"{field_}__iexact": name})
        return found


@dataclass(frozen=True, slots=True)
class Part:
    """Where one person is found, and what an erasure does there: `fate`, and `because` in words.

    `erase(organisation, person, rows, by, now)` does it. `follows_holds`: it stays as a whole while anything of the
    person is held.
    """

    key: str
    name: Words
    find: Callable[[Organisation, Person], Any]  # a QuerySet, or a list
    said: Callable[[Any], dict[str, Any]]
    fate: Fate
    because: Words
    erase: Callable[[Organisation, Person, Any, User, datetime], int] | None = None
    held: Callable[[Organisation], models.Q] = nothing_held
    follows_holds: bool = False


@dataclass(frozen=True, slots=True)
class Holdable:
    """What can be held: `find` reads what somebody typed, `covers` gives its conversations as network and number,
    `account` the number of the account it is."""

    key: str
    name: Words
    find: Callable[[Organisation, str], models.Model | None]
    covers: Callable[[Any], Iterable[tuple[str, str]]] = field(default=lambda _row: ())
    account: Callable[[Any], int | None] = field(default=lambda _row: None)


@dataclass(frozen=True, slots=True)
class Circumstance:
    """One line of the register that depends on what is in use: `heading` is "networks", whose `key` is the network's
    own word, or "processors"."""

    heading: str
    words: Words
    key: str = ""


@cache
def declaring() -> tuple[ModuleType, ...]:
    """The `kept.py` of every room that has one, lower floors first."""
    rooms = [config.name for config in apps.get_app_configs() if find_spec(f"{config.name}.kept")]
    return tuple(import_module(f"{room}.kept") for room in rooms)


def all_kinds() -> list[Kind]:
    return declared("KINDS")


def all_parts() -> list[Part]:
    return declared("PARTS")


def holdables() -> dict[str, Holdable]:
    return {each.key: each for each in declared("HOLDABLE")}


def declared(name: str) -> list[Any]:
    """What the rooms list under this name, lower floors first."""
    return [each for room in declaring() for each in getattr(room, name, ())]


def circumstances(organisation: Organisation) -> list[Circumstance]:
    return [said for say in declared("CIRCUMSTANCES") for said in say(organisation)]


def delete(_organisation: Organisation, rows: "models.QuerySet[Any]", _now: datetime) -> int:
    """What a kind does whose rows only go: how many went, without what went with them."""
    gone = rows.count()
    rows.delete()
    return gone


def delete_theirs(organisation: Organisation, _person: Person, rows: Any, _by: User, now: datetime) -> int:
    """The same for a part: the rows of one person."""
    return delete(organisation, rows, now)


def shown(value: Any) -> Any:
    """A value of a row as JSON says it."""
    return value.isoformat() if isinstance(value, datetime | date) else value
