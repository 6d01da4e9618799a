"""Taking a person out of what the ledger says, without breaking its chain."""

import re
from collections.abc import Collection, Iterator
from datetime import datetime
from typing import Any

from django.db import models, transaction
from django.db.models.functions import Cast, Lower

from beffroi.access.models import Organisation, User
from beffroi.journal.models import ERASED, Chain, Event, record

SHORT = 3  # letters: a shorter name is looked for as a whole value only


class Names:
    """How one person is called, to be found in details: each name as a whole word, whatever its capitals."""

    def __init__(self, names: Collection[str]) -> None:
        self.names = sorted({name.strip().removeprefix("@").casefold() for name in names} - {""})
        # "eve" is not "seven", and "eve.example" is not "eve.example.org"
        words = "|".join(re.escape(name) for name in self.names if len(name) >= SHORT)
        self._within = re.compile(rf"(?<![\w.-])(?:{words})(?![\w-]|\.\w)") if words else None

    def are_in(self, value: Any) -> bool:
        if isinstance(value, dict):
            return any(self.are_in(each) for each in value.values())
        if isinstance(value, list):
            return any(self.are_in(each) for each in value)
        if not isinstance(value, str):
            return False
        said = value.strip().removeprefix("@").casefold()
        return said in self.names or bool(self._within and self._within.search(value.casefold()))

    def without(self, detail: dict[str, Any]) -> dict[str, Any]:
        """The detail without those of its values that say one of the names."""
        return {key: value for key, value in detail.items() if not self.are_in(value)}


def naming(organisation: Organisation, names: Collection[str]) -> Iterator[Event]:
    """The events whose details name the person. The whole ledger is read for it: a rare act."""
    person = Names(names)
    if not person.names:
        return
    events = Event.objects.filter(organisation=organisation).exclude(verb=ERASED)
    parts = [_plainest(name) for name in person.names]
    if all(parts):
        said = models.Q()
        for part in parts:
            said |= models.Q(words__contains=part)
        events = events.annotate(words=Lower(Cast("detail", models.TextField()))).filter(said)
    for event in events.order_by("number").iterator():
        if person.are_in(event.detail):
            yield event


def _plainest(name: str) -> str:
    """The longest part that every database keeps and folds alike; empty where it would find too much."""
    # "ss" may have been written "ß", which no database folds
    longest = max(re.findall(r"[a-z0-9._@ -]+", name.replace("ss", "\0")), key=len, default="").strip()
    return longest if len(longest) >= SHORT else ""


def erase(
    organisation: Organisation, names: Collection[str], *, because: str, by: User | None, now: datetime
) -> Event | None:
    """Takes the values that name this person out of all details, and writes which events and why; None where no event
    names them. `because` stays for good and must name nobody.

    The digests stay: the chain is as true as before. Nobody can try out what a detail may have been, the salt is gone.
    """
    person = Names(names)
    with transaction.atomic():
        # the lock of `record`, taken first: no event that names the person slips in between
        Chain.objects.get_or_create(organisation=organisation)
        Chain.objects.select_for_update(no_key=True).get(organisation=organisation)
        found = list(naming(organisation, names))
        if not found:
            return None
        act = record(
            ERASED,
            organisation,
            organisation=organisation,
            actor=by,
            now=now,
            reason=because,
            erased={str(event.number): event.hash for event in found},
            events=len(found),
        )
        for event in found:
            left = {"detail": person.without(event.detail), "salt": "", "erased_in": act.number}
            Event.objects.filter(pk=event.pk).update(**left)
    return act
