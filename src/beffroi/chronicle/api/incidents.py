"""Incidents and their entries."""

from datetime import datetime
from typing import Annotated, Any, Literal

from django.shortcuts import get_object_or_404
from ninja import Query
from pydantic import Field

from beffroi.access.api import (
    ActRouter,
    Cursor,
    Id,
    Listed,
    Moment,
    OneOf,
    ProgramRequest,
    Said,
    Shown,
    Text,
    Word,
    checked,
    listed,
)
from beffroi.access.api.people import Person, person_or_none
from beffroi.archive.api import PostShown, post_shown
from beffroi.chronicle.forms import ClosureForm, NoteForm, OpeningForm, SummaryForm
from beffroi.chronicle.models import Entry, Incident
from beffroi.chronicle.states import EPISODES
from beffroi.journal.sentences import translated
from beffroi.vocabulary import Sentence

router = ActRouter("Chronicle")


class Wanted(Cursor):
    state: Literal["open", "closed"] | None = None


class IncidentShown(Shown):
    id: int
    kind: str
    title: str
    state: str
    account: int | None
    opened_at: datetime
    opened_by: Person | None
    started_at: datetime
    ended_at: datetime | None
    early_by: int | None
    summary: str
    outcome: str
    is_public: bool


class EntryShown(Shown):
    """`sha256` is that of the evidence."""

    id: int
    episode: str
    kind: str
    at: datetime
    captured_at: datetime
    sha256: str
    text: str
    post: PostShown | None
    event: int | None
    by: Person | None
    is_public: bool


class Opened(Said):
    title: Annotated[Word, Field(min_length=1, max_length=160)] = Field(examples=["Une annonce trop tôt"])
    address: Annotated[Word, Field(max_length=500)] = Field(
        "", description="Of the faulty post, if the archive has it."
    )
    started_at: Moment | None = None


class Noted(Said):
    """A person's words, the address of an archived post, or both."""

    text: Text = ""
    address: Annotated[Word, Field(max_length=500)] = ""
    episode: Annotated[str, OneOf(EPISODES)] = "other"
    at: Moment | None = None


class SummedUp(Said):
    summary: Text


class Closed(Said):
    outcome: Annotated[Text, Field(min_length=1)]


@router.read("/incidents", gives=Listed[IncidentShown])
def list_incidents(request: ProgramRequest, wanted: Query[Wanted]) -> Any:
    """The latest to begin first."""
    rows = Incident.objects.of(request.organisation)
    if wanted.state:
        rows = rows.filter(state=wanted.state)
    return listed(rows, wanted, by=["-started_at", "-pk"], shown=_incident)


@router.post("/incidents", act="keep the chronicle", gives=IncidentShown, status=201)
def open_incident(request: ProgramRequest, said: Opened) -> Any:
    """Begins the chronicle of what no machine has seen. The same title opens one."""
    clean = checked(OpeningForm(_plain(said)))
    opened = Incident.open(
        request.organisation,
        kind="by_hand",
        title=Sentence(clean["title"]),
        post=clean["address"],
        started_at=clean["started_at"],
        about=clean["title"],
        by=request.user,
        now=request.now,
    )
    return _incident(opened)


@router.read("/incidents/{pk}", gives=IncidentShown)
def read_incident(request: ProgramRequest, pk: Id) -> Any:
    return _incident(incident_asked(request, pk))


@router.read("/incidents/{pk}/entries", gives=Listed[EntryShown])
def list_entries(request: ProgramRequest, pk: Id, cursor: Query[Cursor]) -> Any:
    """In the order of what happened, without those that were taken out."""
    rows = Entry.objects.filter(incident=incident_asked(request, pk), removed_at=None).select_related(
        "post", "event", "by"
    )
    return listed(rows, cursor, by=["at", "pk"], shown=entry_shown)


@router.post("/incidents/{pk}/entries", act="keep the chronicle", gives=list[EntryShown], status=201, is_kept=False)
def note_entry(request: ProgramRequest, pk: Id, said: Noted) -> Any:
    """The same evidence noted twice is one entry."""
    incident, clean = incident_asked(request, pk), checked(NoteForm(_plain(said)))
    who = {"episode": clean["episode"], "by": request.user, "now": request.now}
    made = []
    if clean["address"] is not None:
        made.append(incident.note_post(clean["address"], **who))
    if clean["text"]:
        made.append(incident.note_text(clean["text"], at=clean["at"], **who))
    return [entry_shown(each) for each in made]


@router.post("/incidents/{pk}/summary", act="keep the chronicle", gives=IncidentShown)
def sum_incident_up(request: ProgramRequest, pk: Id, said: SummedUp) -> Any:
    incident = incident_asked(request, pk)
    incident.sum_up(checked(SummaryForm(_plain(said)))["summary"], by=request.user, now=request.now)
    return _incident(incident)


@router.post("/incidents/{pk}/closing", act="keep the chronicle", gives=IncidentShown)
def close_incident(request: ProgramRequest, pk: Id, said: Closed) -> Any:
    """How it ended; nothing more is gathered."""
    incident = incident_asked(request, pk)
    incident.close(by=request.user, outcome=checked(ClosureForm(_plain(said)))["outcome"], now=request.now)
    return _incident(incident)


@router.post("/incidents/{pk}/reopening", act="keep the chronicle", gives=IncidentShown)
def reopen_incident(request: ProgramRequest, pk: Id) -> Any:
    incident = incident_asked(request, pk)
    incident.reopen(by=request.user, now=request.now)
    return _incident(incident)


def _plain(said: Said) -> dict[str, Any]:
    return {name: "" if value is None else value for name, value in said.model_dump().items()}


def incident_asked(request: ProgramRequest, pk: int) -> Incident:
    return get_object_or_404(Incident.objects.of(request.organisation).select_related("organisation"), pk=pk)


def _incident(row: Incident) -> IncidentShown:
    same = ("kind", "state", "opened_at", "started_at", "ended_at", "early_by", "summary", "outcome", "is_public")
    return IncidentShown(
        id=row.pk,
        title=translated(row.title),
        account=row.account_id,
        opened_by=person_or_none(row.opened_by),
        **{name: getattr(row, name) for name in same},
    )


def entry_shown(row: Entry) -> EntryShown:
    same = ("episode", "kind", "at", "captured_at", "sha256", "text", "is_public")
    return EntryShown(
        id=row.pk,
        post=post_shown(row.post) if row.post else None,
        event=row.event.number if row.event else None,
        by=person_or_none(row.by),
        **{name: getattr(row, name) for name in same},
    )
