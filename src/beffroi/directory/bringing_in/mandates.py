"""Files of the national register of elected officials (RNE), in batches: the largest has half a million rows."""

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator
from hashlib import sha256

from django.utils.translation import gettext_noop

from beffroi.directory.bringing_in.brought import Brought, Way, bringing_in
from beffroi.directory.bringing_in.elected import Elected, elected
from beffroi.directory.bringing_in.known import Asked
from beffroi.directory.bringing_in.matching import Bodies
from beffroi.directory.bringing_in.people import name_key
from beffroi.directory.models import Mandate, Person, Source
from beffroi.engines.portions import portions
from beffroi.engines.tables import sheet
from beffroi.vocabulary import Sentence

BATCH = 5_000
ALONE = ("mayor", "president")  # offices that one person holds at a time
PUBLISHER = "Ministère de l'Intérieur"
LICENCE = "Licence Ouverte 2.0"
NO_BODY = gettext_noop("This line names no body.")
TWICE = gettext_noop("Somebody of the same name in the same office stands in this file already.")


def bring_in_elected(lines: Iterable[bytes], *, title: str, vintage: str, way: Way) -> Brought:
    """Brings a file in as it is read; `lines` are its own. Raises Unreadable (beffroi.engines.tables.sheet).

    Who is known stays one person; a later beginning in the same office is another mandate, and ends the one before.
    """
    digest = sha256()
    source = Source(
        kind="rne", title=title, publisher=PUBLISHER, licence=LICENCE, vintage=vintage, read_at=way.now
    )  # its checksum is known when it was read
    with bringing_in(source, way) as found:
        bodies, seen = Bodies.of_the_directory(), set[tuple[int, str, str]]()
        for batch in portions(elected(sheet.through(_counted(lines, digest.update))), BATCH):
            found.read += len(batch)
            _Batch(source).take(_matched(batch, bodies, seen, found), found)
        Source.objects.filter(pk=source.pk).update(sha256=digest.hexdigest())
    return found


def _counted(lines: Iterable[bytes], count: Callable[[bytes], object]) -> Iterator[bytes]:
    for line in lines:
        count(line)
        yield line


def _matched(
    batch: Iterable[Elected | tuple[int, Sentence]],
    bodies: Bodies,
    seen: set[tuple[int, str, str]],
    found: Brought,
) -> Iterator[tuple[int, Elected]]:
    """The rows whose body is known, each with its key; the others are told of by the code, and nothing else of them."""
    for row in batch:
        if not isinstance(row, Elected):
            found.refuse(row[0], "", row[1])
            continue
        match = bodies.find(Asked(siren=row.code) if row.kind == "epci" else Asked(insee=row.code, kind=row.kind))
        if match.body is None:
            found.refuse(row.line, row.code, match.wrong or Sentence(NO_BODY))
            continue
        key = (match.body.pk, name_key(row.name), row.office)
        if key in seen:
            found.refuse(row.line, row.code, Sentence(TWICE))
            continue
        seen.add(key)
        yield match.body.pk, row


class _Batch:
    """Some rows against what the directory has of their bodies."""

    def __init__(self, source: Source) -> None:
        self.source = source
        self.people: dict[tuple[int, str], Person] = {}
        self.latest: dict[tuple[int, str, str], Mandate] = {}
        self.holders: dict[tuple[int, str], list[Mandate]] = defaultdict(list)
        self.new_people: list[Person] = []
        self.renamed: list[Person] = []
        self.new: list[Mandate] = []
        self.changed: dict[int, Mandate] = {}

    def take(self, rows: Iterable[tuple[int, Elected]], found: Brought) -> None:
        matched = list(rows)
        self._load({body for body, _row in matched})
        before = found.ended
        for body, row in matched:
            self._take(body, row, found)
        found.new += len(self.new)
        found.changed += max(0, len(self.changed) - (found.ended - before))
        self._save()

    def _load(self, bodies: set[int]) -> None:
        held = Mandate.objects.filter(body__in=bodies).select_related("person")
        for mandate in held.order_by("since", "pk"):
            key = name_key(mandate.person.name)
            self.people[mandate.body_id, key] = mandate.person
            self.latest[mandate.body_id, key, mandate.office] = mandate
            if mandate.until is None and mandate.office in ALONE:
                self.holders[mandate.body_id, mandate.office].append(mandate)

    def _take(self, body: int, row: Elected, found: Brought) -> None:
        key = name_key(row.name)
        person = self.people.get((body, key))
        if person is None:
            person = self.people[body, key] = Person()
            self.new_people.append(person)
        if person.take(self.source, name=row.name) and person.pk:
            self.renamed.append(person)
        mandate = self.latest.get((body, key, row.office))
        if mandate is not None and not (mandate.since and row.since and row.since > mandate.since):
            if mandate.take(self.source, since=row.since) and mandate.pk:
                self.changed[mandate.pk] = mandate
            return
        if mandate is not None:
            self._end(mandate, row, found)
        for other in self.holders[body, row.office]:
            if other.person is not person:
                self._end(other, row, found)
        self._begin(person, body, row)

    def _begin(self, person: Person, body: int, row: Elected) -> None:
        mandate = Mandate(person=person, body_id=body)
        mandate.take(self.source, office=row.office, since=row.since)
        self.new.append(mandate)
        self.latest[body, name_key(row.name), row.office] = mandate

    def _end(self, mandate: Mandate, row: Elected, found: Brought) -> None:
        """Who holds the office now ends the mandate of who held it before, from the day on which theirs began."""
        if row.since and mandate.pk and mandate.until is None and mandate.take(self.source, until=row.since):
            self.changed[mandate.pk] = mandate
            found.ended += 1

    def _save(self) -> None:
        Person.objects.bulk_create(self.new_people, batch_size=1_000)
        Person.objects.bulk_update(self.renamed, ["name", "origins"], batch_size=500)
        for mandate in self.new:
            mandate.person = mandate.person  # takes over the key that saving gave
        Mandate.objects.bulk_create(self.new, batch_size=1_000)
        Mandate.objects.bulk_update(self.changed.values(), ["since", "until", "origins"], batch_size=500)
