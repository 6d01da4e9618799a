"""What a list would change in the directory: looked at first, then written as a whole or not at all.

Field by field the origin of the higher rank stays, and of two of one rank the later reading (`Sourced.take`). Whose an
account is goes by no rank alone: a list that gives the account of one body to another is refused at that line, and a
person decides.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext_noop

from beffroi.directory.bringing_in.listing import Lines, Listed, Wrong
from beffroi.directory.bringing_in.people import People, name_key
from beffroi.directory.models import Body, FormerHandle, OfficialAccount, Source
from beffroi.directory.models.source import Sourced
from beffroi.engines.addresses import Address
from beffroi.engines.lookalike import skeleton
from beffroi.engines.sheet import Row
from beffroi.vocabulary import Sentence

OTHER_OWNER = gettext_noop("The directory lists this account for {body}: a person must say whose it is.")
OTHER_LINE = gettext_noop("Line {line} lists this account for another body.")
GIVEN_UP = gettext_noop("This handle was given up: the account of {body} is called {handle} now.")
BATCH = 1_000
WRITTEN = (
    *("body", "person", "native_id", "handle", "looks", "name", "url", "is_institutional", "status"),
    *("opened_on", "left_on", "origins", "changed_at"),
)


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


class Accounts:
    """The official accounts on some networks, by every name that they have or had."""

    def __init__(self, networks: Iterable[str]) -> None:
        wanted = set(networks)
        rows = OfficialAccount.objects.filter(network__in=wanted).select_related("body", "person")
        self.by_key: dict[tuple[str, str], OfficialAccount] = {}
        for account in rows.order_by("changed_at", "pk"):
            self.add(account)
        given_up = FormerHandle.objects.filter(account__network__in=wanted).select_related("account__body")
        self.given_up = {_key(row.account.network, row.handle): row.account for row in given_up.order_by("until")}

    def add(self, account: OfficialAccount) -> None:
        for name in (account.handle, account.native_id):
            if name:
                self.by_key[_key(account.network, name)] = account

    def at(self, address: Address) -> OfficialAccount | None:
        found = self.by_key.get(_key(address.network, address.native_id)) if address.native_id else None
        return found or (self.by_key.get(_key(address.network, address.handle)) if address.handle else None)


def merge(lines: Lines, source: Source, *, now: datetime, people: People | None = None) -> Merge:
    """Looks at what `lines` would change, without writing anything. `source` need not be saved. `people` may know some
    that no line names."""
    known = Accounts(listed.address.network for listed in lines.listed)
    bodies = Body.objects.in_bulk({listed.body for listed in lines.listed})
    people = people or People(bodies)
    found = Merge(people, wrong=list(lines.wrong))
    seen: dict[tuple[str, str], Listed] = {}
    for listed in lines.listed:
        key = (listed.address.network, listed.address.key)
        first = seen.setdefault(key, listed)
        if first is not listed and first.body == listed.body and first.person == listed.person:
            continue  # the same account, twice: the first line said all
        account = known.at(listed.address)
        if refused := _refused(listed, account, first, known, bodies):
            found.wrong.append((listed.row, [Wrong("", str(listed.address), refused)]))
            continue
        change = _change(listed, account, bodies[listed.body], people, source, now)
        known.add(change.account)
        found.changes.append(change)
    found.wrong.sort(key=lambda each: each[0].line)
    return found


def _refused(
    listed: Listed, account: OfficialAccount | None, first: Listed, known: Accounts, bodies: dict[int, Body]
) -> Sentence | None:
    if first is not listed and first.body != listed.body:
        return Sentence(OTHER_LINE, {"line": first.row.line})
    if account is None:
        former = known.given_up.get(_key(listed.address.network, listed.address.handle))
        return Sentence(GIVEN_UP, {"body": str(former.owner), "handle": former.handle}) if former else None
    return None if _may_be(listed, account) else Sentence(OTHER_OWNER, {"body": str(account.owner)})


def _may_be(listed: Listed, account: OfficialAccount) -> bool:
    """Whether the directory knows the account as that of the same owner, or of the body that went into it."""
    if account.person is not None:
        return name_key(listed.person) == name_key(account.person.name)
    return account.body is not None and listed.body in (account.body.pk, account.body.successor_id)


def _change(
    listed: Listed, known: OfficialAccount | None, body: Body, people: People, source: Source, now: datetime
) -> Change:
    address = listed.address
    account = known or OfficialAccount(network=address.network, handle=address.handle, changed_at=now)
    person = people.called(listed, body, account.person, source) if listed.person else None
    is_theirs = person is not None and listed.is_institutional is False
    said: dict[str, Any] = {
        "body": None if is_theirs else body,
        "person": person,
        "native_id": "" if account.native_id else address.native_id,
        "handle": "" if account.handle else address.handle,
        "url": "" if account.url else address.url,
        "name": listed.name,
        "is_institutional": listed.is_institutional,
        "status": listed.status,
        "opened_on": listed.opened_on,
        "left_on": listed.left_on,
    }
    kept = kept_fields(account, source, said)
    fields = account.take(source, **said)
    if known is None:
        account.origins.setdefault("handle", [source.pk, source.rank])
    if is_theirs and account.person is person and account.body is not None:
        account.body = None  # the body's own accounts are those that have it: this one turned out to be a person's
        account.origins.pop("body", None)
    if fields:
        account.looks, account.changed_at = skeleton(account.handle), now
    return Change(listed, account, fields, kept, known is None)


def kept_fields(row: Sourced, source: Source, said: dict[str, Any]) -> list[Kept]:
    """What `source` says otherwise than the row, and what stays all the same."""
    return [
        Kept(name, getattr(row, name), value)
        for name, value in said.items()
        if value not in (None, "") and row.rank_of(name) > source.rank and getattr(row, name) != value
    ]


def write(merge: Merge) -> None:
    """Saves what `merge` found, all of it or nothing."""
    with transaction.atomic():
        merge.people.save()
        for change in merge.changes:
            change.account.person = change.account.person  # takes over the key that saving gave
        OfficialAccount.objects.bulk_create([change.account for change in merge.new], batch_size=BATCH)
        changed = [change.account for change in merge.changed]
        OfficialAccount.objects.bulk_update(changed, WRITTEN, batch_size=BATCH)


def _key(network: str, name: str) -> tuple[str, str]:
    return network, Address(network, name).key
