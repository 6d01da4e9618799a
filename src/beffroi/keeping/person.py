"""One person in everything that an organisation keeps: found, written as a file, erased."""

import json
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import IO, Any

from django.db import transaction
from django.template.loader import render_to_string

from beffroi.access.models import KeptAnswer, Organisation, User
from beffroi.journal.models import record
from beffroi.keeping.kinds import Part, Person, all_parts, declared

SHOWN = 5  # rows of one part on the page


@dataclass(frozen=True, slots=True)
class Found:
    """One part of what is kept of a person: `count` rows, the first of them, how many are `held`."""

    part: Part
    count: int
    shown: list[dict[str, Any]]
    held: int

    @property
    def goes(self) -> int:
        return self.count - self.held if self.part.erase else 0


def find(organisation: Organisation, person: Person) -> list[Found]:
    """Everything that is kept of the person, part by part; parts in which nothing is are left out."""
    found = []
    for part in all_parts():
        rows = part.find(organisation, person)
        if count := _number(rows):
            shown = [part.said(row) for row in rows[:SHOWN]]
            found.append(Found(part, count, shown, _number(_held(organisation, part, rows))))
    return _with_followers(found)


def _with_followers(found: list[Found]) -> list[Found]:
    """While anything of the person is held, what follows it is held with it."""
    if not any(each.held for each in found):
        return found
    return [Found(each.part, each.count, each.shown, each.count) if each.part.follows_holds else each for each in found]


def records(organisation: Organisation, person: Person) -> Iterator[tuple[Part, Iterator[dict[str, Any]]]]:
    for part in all_parts():
        rows = part.find(organisation, person)
        if _number(rows):
            yield part, (part.said(row) for row in (rows if isinstance(rows, list) else rows.iterator(chunk_size=500)))


def pack(file: IO[bytes], organisation: Organisation, person: Person, *, now: datetime) -> int:
    """A zip for the person: `data.json` for programs, `data.html` for people; how many records are in it."""
    count = 0
    parts: list[dict[str, Any]] = []
    for part, rows in records(organisation, person):
        told = list(rows)
        count += len(told)
        parts.append({"part": part.key, "name": str(part.name), "records": told})
    said = {
        "organisation": organisation.name,
        "made_at": now.astimezone(UTC).isoformat(timespec="seconds"),
        "asked_for": sorted(person.words),
        "parts": parts,
    }
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("data.json", json.dumps(said, ensure_ascii=False, indent=1))
        archive.writestr("data.html", render_to_string("keeping/data.html", said))
    return count


@dataclass(frozen=True, slots=True)
class Erased:
    """How many records went or were made nameless, and how many stay because they are held."""

    records: int
    held: int


def erase(organisation: Organisation, person: Person, *, objects: bool = False, by: User, now: datetime) -> Erased:
    """Erases what may go, part by part, in one transaction; `objects`: nothing of the person is kept from now on.

    What is held stays, whoever asks. The rooms that point to a thing come before the one that has it: higher floors
    first.
    """
    found = {each.part.key: each for each in find(organisation, person)}  # long to look for: nothing waits meanwhile
    held = sum(each.held for each in found.values())
    with transaction.atomic():
        if objects:
            for keep_out in declared("OBJECTS"):
                keep_out(organisation, person, by, now)
        KeptAnswer.forget_all(organisation)
        gone = 0
        for part in reversed(all_parts()):
            if part.erase is None or part.key not in found or (part.follows_holds and held):
                continue
            rows = part.find(organisation, person)
            if not isinstance(rows, list):
                rows = rows.exclude(part.held(organisation))
            gone += part.erase(organisation, person, rows, by, now)
        said = {"records": gone, "held": held}
        record("PERSON_ERASED", organisation, organisation=organisation, actor=by, now=now, **said)
    return Erased(gone, held)


def _held(organisation: Organisation, part: Part, rows: Any) -> Any:
    return [] if isinstance(rows, list) else rows.filter(part.held(organisation))


def _number(rows: Any) -> int:
    return len(rows) if isinstance(rows, list) else rows.count()
