"""One reading of a file of the State, of the parliament or of Wikidata: its source, and what came of it."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime

from django.db import transaction

from beffroi.access.models import Organisation, User
from beffroi.directory.models import Source
from beffroi.journal.models import record
from beffroi.vocabulary import Sentence

MOST_KEPT = 10_000  # wrong lines that are told one by one


@dataclass(slots=True)
class Brought:
    """What a file brought: `wrong` holds the line, what stands there in a few words, and why it was left out."""

    read: int = 0
    new: int = 0
    changed: int = 0
    ended: int = 0
    left_out: int = 0
    wrong: list[tuple[int, str, Sentence]] = field(default_factory=list)

    def refuse(self, line: int, what: str, words: Sentence) -> None:
        self.left_out += 1
        if len(self.wrong) < MOST_KEPT:
            self.wrong.append((line, what[:120], words))


@dataclass(frozen=True, slots=True)
class Way:
    """On whose behalf a file is brought in, and when. On a trial everything is done, and undone at the end."""

    organisation: Organisation
    by: User | None
    now: datetime
    is_trial: bool = False


@contextmanager
def bringing_in(source: Source, way: Way) -> Iterator[Brought]:
    """One transaction around the reading of one file: all of it stands, with its event, or nothing does."""
    found = Brought()
    with transaction.atomic():
        Organisation.objects.select_for_update(no_key=True).get(pk=way.organisation.pk)
        source.save()
        yield found
        if found.new or found.changed or found.ended:
            said = {"file": source.title, "new": found.new, "changed": found.changed}
            record("DIRECTORY_BROUGHT_IN", source, organisation=way.organisation, actor=way.by, now=way.now, **said)
        else:
            source.delete()
        if way.is_trial:
            transaction.set_rollback(True)
