"""What a list would change in the directory: looked at first, then written as a whole or not at all.

Field by field the origin of the higher rank stays, and of two of one rank the later reading (`Sourced.take`). Whose an
account is goes by no rank alone: a list that gives the account of one body to another is refused at that line, and a
person decides.
"""

from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext_noop

from beffroi.directory.bringing_in.changes import Change, Kept, Merge
from beffroi.directory.bringing_in.listed import Lines, Listed, Wrong
from beffroi.directory.bringing_in.listed_already import Accounts
from beffroi.directory.bringing_in.people import People, name_key
from beffroi.directory.models import Body, OfficialAccount, Source
from beffroi.directory.models.source import Sourced
from beffroi.engines.likeness.lookalike import skeleton
from beffroi.vocabulary import Sentence

OTHER_OWNER = gettext_noop("The directory lists this account for {body}: a person must say whose it is.")
OTHER_LINE = gettext_noop("Line {line} lists this account for another body.")
GIVEN_UP = gettext_noop("This handle was given up: the account of {body} is called {handle} now.")
BATCH = 1_000
WRITTEN = (
    *("body", "person", "native_id", "handle", "looks", "name", "url", "is_institutional", "status"),
    *("opened_on", "left_on", "origins", "changed_at"),
)


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
        former = known.former(listed.address)
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
