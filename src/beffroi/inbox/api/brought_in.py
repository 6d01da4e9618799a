"""What is brought into the inbox: the past of an account, the places of the town, programs that call us."""

from datetime import date, datetime
from typing import Annotated, Any

from django.shortcuts import get_object_or_404
from django.utils import timezone
from ninja import Query
from pydantic import Field

from beffroi.access.api import (
    ActRouter,
    Cursor,
    Day,
    Id,
    Listed,
    Number,
    ProgramRequest,
    Refusal,
    Said,
    Shown,
    Word,
    checked,
    listed,
    may_act_on,
)
from beffroi.access.api.errors import WRONG
from beffroi.access.api.people import Person, person
from beffroi.access.models import IncomingWebhook
from beffroi.engines.tables.gazetteer import places as places_in
from beffroi.engines.tables.sheet import Row
from beffroi.inbox.forms.answering import IncomingForm
from beffroi.inbox.forms.past import ReadBackForm
from beffroi.inbox.incoming import close_door, open_door
from beffroi.inbox.models import PastReading, Place
from beffroi.journal.sentences import translated
from beffroi.notify.telling import page_of

router = ActRouter("Brought in")
MOST_PLACES = 20_000


class ReadBack(Said):
    account: Number
    since: Day = Field(examples=["2026-06-01"], description="At most a year ago.")


class PastShown(Shown):
    """`found` were new, `known` stood here already, `left_out` asked not to be kept."""

    id: int
    account: int
    since: date
    asked_by: Person
    asked_at: datetime
    reached: datetime | None
    found: int
    known: int
    left_out: int
    ended_at: datetime | None
    is_stopped: bool
    trouble: str


class TownPlaceSaid(Said):
    """`quarter` is the place itself where it is empty."""

    name: Annotated[Word, Field(min_length=1, max_length=120)] = Field(examples=["Rue de la Loire"])
    quarter: Annotated[Word, Field(max_length=120)] = Field("", examples=["Centre"])


class TownPlacesSaid(Said):
    places: list[TownPlaceSaid] = Field(min_length=1, max_length=MOST_PLACES)


class TownPlaceShown(Shown):
    name: str
    quarter: str


class Known(Shown):
    places: int


class IncomingSaid(Said):
    name: Annotated[Word, Field(min_length=1, max_length=80)] = Field(examples=["Formulaire du site"])


class IncomingShown(Shown):
    id: int
    name: str
    answers_for_it: Person
    made_at: datetime
    used_at: datetime | None


class IncomingMade(IncomingShown):
    """`secret` is told this once: with it the program signs its calls to `address`."""

    address: str
    secret: str


@router.read("/past-readings", act="connect accounts", gives=Listed[PastShown])
def list_past_readings(request: ProgramRequest, cursor: Query[Cursor]) -> Any:
    """The latest first."""
    return listed(PastReading.objects.of(request.organisation), cursor, by=["-asked_at", "-pk"], shown=_past)


@router.post("/past-readings", act="connect accounts", gives=PastShown, status=201)
def read_account_back(request: ProgramRequest, said: ReadBack) -> Any:
    """Page by page, in the background; the reading that is open, where there is one."""
    may_act_on(request, [said.account])
    asked = checked(ReadBackForm(request.organisation, said.model_dump()))
    made = PastReading.ask(asked["account"], since=asked["since"], by=request.user, now=request.now)
    return _past(_reading(request, made.pk))


@router.post("/past-readings/{pk}/stopping", act="connect accounts", gives=PastShown)
def stop_past_reading(request: ProgramRequest, pk: Id) -> Any:
    """What was brought in stays."""
    reading = _reading(request, pk)
    may_act_on(request, [reading.account_id])
    reading.stop(by=request.user, now=request.now)
    return _past(_reading(request, pk))


@router.read("/places", act="run the organisation", gives=Listed[TownPlaceShown])
def list_known_places(request: ProgramRequest, cursor: Query[Cursor]) -> Any:
    """The streets and quarters that rules can name."""
    rows = Place.objects.filter(organisation=request.organisation)
    return listed(rows, cursor, by=["quarter", "name", "pk"], shown=lambda row: TownPlaceShown.from_orm(row))


@router.put("/places", act="run the organisation", gives=Known)
def load_places(request: ProgramRequest, said: TownPlacesSaid) -> Any:
    """In the place of all that were known; nothing is loaded while one of them names no place."""
    rows = [Row(number, (each.name, each.quarter)) for number, each in enumerate(said.places)]
    found, flaws = places_in(("nom", "quartier"), rows)
    if flaws:
        told = [{"at": f"body.places.{flaw.line}", "error": translated(flaw.words.as_json())} for flaw in flaws[:50]]
        raise Refusal(422, str(WRONG), places=told)
    name = request.auth.name
    return Known(places=Place.load(request.organisation, found, file=name, by=request.user, now=request.now))


@router.read("/incoming-webhooks", act="run the organisation", gives=Listed[IncomingShown])
def list_incoming_webhooks(request: ProgramRequest, cursor: Query[Cursor]) -> Any:
    """Those that stand open, the latest first."""
    mine = IncomingWebhook.objects.filter(organisation=request.organisation, revoked_at=None).select_related("user")
    return listed(mine, cursor, by=["-made_at", "-pk"], shown=lambda row: IncomingShown(**_incoming(row)))


@router.post(  # its secret is kept nowhere
    "/incoming-webhooks", act="run the organisation", gives=IncomingMade, status=201, is_kept=False
)
def open_incoming_webhook(request: ProgramRequest, said: IncomingSaid) -> Any:
    """Lets a program of ours bring in questions; the person of this token answers for it."""
    name = checked(IncomingForm(said.model_dump()))["name"]
    made, secret = open_door(request.organisation, name=name, by=request.user, now=request.now)
    return IncomingMade(**_incoming(made), secret=secret, address=page_of("incoming_door", made.door) or made.door)


@router.delete("/incoming-webhooks/{pk}", act="run the organisation")
def close_incoming_webhook(request: ProgramRequest, pk: Id) -> Any:
    """It brings in nothing any more."""
    webhook = get_object_or_404(IncomingWebhook, pk=pk, organisation=request.organisation)
    close_door(webhook, by=request.user, now=request.now)


def _reading(request: ProgramRequest, pk: int) -> PastReading:
    rows = PastReading.objects.of(request.organisation).select_related("account__organisation")
    return get_object_or_404(rows, pk=pk)


def _past(row: PastReading) -> PastShown:
    same = ("asked_at", "reached", "found", "known", "left_out", "ended_at", "is_stopped")
    return PastShown(
        id=row.pk,
        account=row.account_id,
        since=timezone.localtime(row.since).date(),
        asked_by=person(row.asked_by),
        trouble=translated(row.trouble) if row.trouble else "",
        **{name: getattr(row, name) for name in same},
    )


def _incoming(row: IncomingWebhook) -> dict[str, Any]:
    same = {name: getattr(row, name) for name in ("name", "made_at", "used_at")}
    return {"id": row.pk, "answers_for_it": person(row.user), **same}
