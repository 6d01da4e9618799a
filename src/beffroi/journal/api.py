"""The ledger, read line by line, and looked through."""

from datetime import datetime
from typing import Annotated, Any

from django.db.models import QuerySet
from ninja import Query
from pydantic import Field

from beffroi.access.api import ActRouter, Cursor, Id, Listed, ProgramRequest, Shown, listed
from beffroi.access.api.people import Person, person_or_none
from beffroi.access.api.words import BIGGEST
from beffroi.journal.models import Event, broken_links, is_cut_short
from beffroi.journal.sentences import sentence

router = ActRouter("Journal")


class Wanted(Cursor):
    """`since` gives what came after that number, the oldest first: for whoever follows the journal."""

    since: Annotated[int, Field(ge=0, le=BIGGEST)] | None = None


class EventShown(Shown):
    number: int
    at: datetime
    actor: Person | None
    verb: str
    subject: str
    subject_id: str
    sentence: str
    detail: dict[str, Any]
    previous: str
    hash: str


class JournalStanding(Shown):
    """Whether every line fits the one before, and the last one is there."""

    holds: bool
    broken: list[int]
    is_cut_short: bool


@router.read("/journal", gives=Listed[EventShown])
def list_events(request: ProgramRequest, wanted: Query[Wanted]) -> Any:
    """The newest first; with `since` the oldest first."""
    rows: QuerySet[Event] = Event.objects.filter(organisation=request.organisation).select_related("actor")
    if wanted.since is None:
        return listed(rows, wanted, by=["-number"], shown=_event)
    return listed(rows.filter(number__gt=wanted.since), wanted, by=["number"], shown=_event)


@router.read("/journal/standing", gives=JournalStanding)
def verify_journal(request: ProgramRequest) -> Any:
    """Reckons every hash anew."""
    broken = [event.number for event in broken_links(request.organisation)]
    cut = is_cut_short(request.organisation)
    return JournalStanding(holds=not broken and not cut, broken=broken[:100], is_cut_short=cut)


@router.read("/journal/{number}", gives=EventShown)
def read_event(request: ProgramRequest, number: Id) -> Any:
    return _event(Event.objects.select_related("actor").get(organisation=request.organisation, number=number))


def _event(event: Event) -> EventShown:
    return EventShown(
        number=event.number,
        at=event.at,
        actor=person_or_none(event.actor),
        verb=event.verb,
        subject=event.subject_kind,
        subject_id=event.subject_id,
        sentence=sentence(event),
        detail=event.detail,
        previous=event.previous,
        hash=event.hash,
    )
