"""What is kept and how long, what must not go, and the notice for everybody."""

from datetime import date, datetime
from typing import Annotated, Any

from django.db import transaction
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils import timezone
from ninja import Query
from pydantic import Field

from beffroi.access.api import (
    ActRouter,
    Cursor,
    Day,
    Flag,
    Id,
    Listed,
    ProgramRequest,
    Said,
    Shown,
    Text,
    Word,
    checked,
    listed,
)
from beffroi.access.api.errors import nothing_there
from beffroi.access.api.people import Person, person, person_or_none
from beffroi.journal.models import record
from beffroi.keeping.forms import HoldForm, NoticeForm, PeriodForm
from beffroi.keeping.kinds import Kind, all_kinds, holdables
from beffroi.keeping.models import Hold, Notice, Period, days_of

router = ActRouter("Keeping")


class PeriodShown(Shown):
    """`is_chosen` is false where the period is that of the program, and nobody changes it."""

    kind: str
    name: str
    days: int
    least: int
    most: int
    is_chosen: bool


class DaysSaid(Said):
    days: Annotated[int, Field(strict=True, ge=0, le=36_500)] = Field(examples=[365])


class HoldSaid(Said):
    """`kind` is "case", "incident", "account"…, and `subject` says which one; or "period", with its first and last
    day."""

    kind: Annotated[Word, Field(min_length=1, max_length=20)] = Field(examples=["case"])
    subject: Annotated[Word, Field(max_length=255)] = ""
    first: Day | None = None
    last: Day | None = None
    reason: Annotated[Text, Field(min_length=1, max_length=1000)] = Field(examples=["Plainte déposée."])
    until: Day | None = Field(None, description="Its last day; empty: until somebody lifts it.")


class HoldShown(Shown):
    id: int
    kind: str
    said: str
    reason: str
    at: datetime
    by: Person
    until: date | None
    lifted_at: datetime | None
    lifted_by: Person | None


class NoticeSaid(Said):
    """`contact` is where people write about their data, `officer` the data protection officer, `host` who runs the
    machine."""

    contact: Annotated[Word, Field(max_length=200)] = ""
    officer: Annotated[Word, Field(max_length=200)] = ""
    host: Annotated[Word, Field(max_length=200)] = ""
    is_public: Flag = False


class NoticeShown(Shown):
    """`address` is empty while it is not public."""

    contact: str
    officer: str
    host: str
    is_public: bool
    address: str


@router.read("/periods", act="run the organisation", gives=list[PeriodShown])
def list_periods(request: ProgramRequest) -> Any:
    """For how many days each kind of thing is kept."""
    return [_period(request, kind) for kind in all_kinds()]


@router.read("/periods/{kind}", act="run the organisation", gives=PeriodShown)
def read_period(request: ProgramRequest, kind: Word) -> Any:
    return _period(request, _kind(kind))


@router.put("/periods/{kind}", act="run the organisation", gives=PeriodShown)
def choose_period(request: ProgramRequest, kind: Word, said: DaysSaid) -> Any:
    """What is past it goes by itself, and not at once."""
    chosen = _kind(kind)
    if not chosen.is_chosen:
        raise nothing_there()
    days = checked(PeriodForm(chosen, said.model_dump()))["days"]
    Period.choose(request.organisation, chosen, days, by=request.user, now=request.now)
    return _period(request, chosen)


@router.read("/holds", act="run the organisation", gives=Listed[HoldShown])
def list_holds(request: ProgramRequest, cursor: Query[Cursor]) -> Any:
    """Those that stand and those that were lifted, the latest first."""
    return listed(_holds(request), cursor, by=["-at", "-pk"], shown=_hold)


@router.post("/holds", act="run the organisation", gives=HoldShown, status=201)
def place_hold(request: ProgramRequest, said: HoldSaid) -> Any:
    """Nothing of it goes, whatever the periods say and whoever asks."""
    today = timezone.localdate(request.now, request.organisation.tz)
    data = {name: "" if value is None else value for name, value in said.model_dump().items()}
    form = HoldForm(request.organisation, today, data)
    checked(form)
    what = form.fields_of_hold()
    talks = holdables()[what["kind"]].covers(form.row) if form.row is not None else ()
    return _hold(Hold.place(request.organisation, talks=talks, by=request.user, now=request.now, **what))


@router.post("/holds/{pk}/lifting", act="run the organisation", gives=HoldShown)
def lift_hold(request: ProgramRequest, pk: Id) -> Any:
    """What was held goes once its time is over."""
    get_object_or_404(_holds(request), pk=pk).lift(by=request.user, now=request.now)
    return _hold(get_object_or_404(_holds(request), pk=pk))


@router.read("/privacy-notice", act="run the organisation", gives=NoticeShown)
def read_notice(request: ProgramRequest) -> Any:
    """What people wrote in it; the rest is made of what is really kept."""
    return _notice(request, Notice.of(request.organisation))


@router.put("/privacy-notice", act="run the organisation", gives=NoticeShown)
def set_notice(request: ProgramRequest, said: NoticeSaid) -> Any:
    form = NoticeForm(said.model_dump(), instance=Notice.of(request.organisation))
    checked(form)
    whose = request.organisation
    with transaction.atomic():
        kept: Notice = form.save()
        record("NOTICE_SET", whose, organisation=whose, actor=request.user, now=request.now)
    return _notice(request, kept)


def _kind(key: str) -> Kind:
    found = next((each for each in all_kinds() if each.key == key), None)
    if found is None:
        raise nothing_there()
    return found


def _period(request: ProgramRequest, kind: Kind) -> PeriodShown:
    days = days_of(request.organisation, kind)
    told: dict[str, Any] = {"least": kind.least, "most": kind.most, "is_chosen": kind.is_chosen}
    return PeriodShown(kind=kind.key, name=str(kind.name), days=days, **told)


def _holds(request: ProgramRequest) -> Any:
    return Hold.objects.filter(organisation=request.organisation).select_related("organisation", "by", "lifted_by")


def _hold(row: Hold) -> HoldShown:
    same = {name: getattr(row, name) for name in ("kind", "said", "reason", "at", "until", "lifted_at")}
    return HoldShown(id=row.pk, by=person(row.by), lifted_by=person_or_none(row.lifted_by), **same)


def _notice(request: ProgramRequest, row: Notice) -> NoticeShown:
    there = request.build_absolute_uri(reverse("public_notice", args=[row.slug])) if row.is_public else ""
    same = {name: getattr(row, name) for name in ("contact", "officer", "host", "is_public")}
    return NoticeShown(address=there, **same)
