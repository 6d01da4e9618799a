"""The calendar: what is planned, the recurring slots, and the windows in which nothing leaves."""

from datetime import datetime, timedelta
from typing import Annotated, Any, Literal

from django.shortcuts import get_object_or_404
from django.utils.translation import gettext as _
from ninja import Query
from pydantic import Field

from beffroi.access.api import (
    ActRouter,
    Cursor,
    Id,
    Listed,
    Moment,
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
from beffroi.directory.models import Account
from beffroi.publishing.forms.blackouts import BlackoutForm
from beffroi.publishing.forms.slots import SlotForm
from beffroi.publishing.models import Blackout, Draft, Slot
from beffroi.publishing.models.windows import own_key, windows_of

router = ActRouter("Calendar")
WIDEST = timedelta(days=370)


class Span(Said):
    start: Moment = Field(alias="from")
    end: Moment = Field(alias="until")


class PlannedShown(Shown):
    draft: int
    state: str
    text: str
    leave_at: datetime
    accounts: list[int]


class WindowShown(Shown):
    """A time in which not everything leaves. `blackout` is the number of the organisation's own, null of the law's."""

    calendar: str
    name: str
    effect: str
    starts_at: datetime
    ends_at: datetime
    accounts: list[int]
    blackout: int | None


class CalendarShown(Shown):
    planned: list[PlannedShown]
    windows: list[WindowShown]


class SlotSaid(Said):
    weekday: Annotated[int, Field(strict=True, ge=0, le=6)] = Field(description="0 is Monday.")
    time: Annotated[str, Field(pattern=r"^([01]\d|2[0-3]):[0-5]\d$")] = Field(examples=["10:00"])


class SlotShown(Shown):
    id: int
    weekday: int
    time: str


class BlackoutSaid(Said):
    name: Annotated[Word, Field(min_length=1, max_length=160)] = Field(examples=["Deuil national"])
    calendar: Literal["custom", "reserve"] = "custom"
    starts_at: Moment
    ends_at: Moment
    effect: Literal["blocks", "warns"] = "blocks"
    accounts: list[Number] = Field(default_factory=list, max_length=200, description="None: for all of them.")
    source: Annotated[Word, Field(max_length=500)] = ""


class BlackoutShown(Shown):
    id: int
    name: str
    calendar: str
    blocks: bool
    starts_at: datetime
    ends_at: datetime
    removed_at: datetime | None
    accounts: list[int]
    source: str


@router.read("/calendar", gives=CalendarShown)
def read_calendar(request: ProgramRequest, span: Query[Span]) -> Any:
    """What is planned between two moments, a year at most, and what holds it back."""
    if not timedelta() < span.end - span.start <= WIDEST:
        raise Refusal(422, str(WRONG), places=[{"at": "query.until", "error": _("Choose a span of a year at most.")}])
    drafts = Draft.objects.of(request.organisation).exclude(state="discarded")
    planned = drafts.filter(leave_at__gte=span.start, leave_at__lt=span.end).order_by("leave_at", "pk")
    return CalendarShown(
        planned=[_planned(each) for each in planned[:1000]],
        windows=[_window(*each) for each in windows_of(request.organisation, span.start, span.end)],
    )


def _planned(draft: Draft) -> PlannedShown:
    assert draft.leave_at is not None  # noqa: S101  # asked for so
    accounts = [account.pk for account in draft.accounts.all()]
    return PlannedShown(
        draft=draft.pk, state=draft.state, text=draft.latest.text, leave_at=draft.leave_at, accounts=accounts
    )


def _window(window: Any, accounts: Any) -> WindowShown:
    return WindowShown(
        calendar=window.calendar,
        name=str(window.name),
        effect=window.effect,
        starts_at=window.starts_at,
        ends_at=window.ends_at,
        accounts=[account.pk for account in accounts],
        blackout=own_key(window),
    )


@router.read("/slots", gives=Listed[SlotShown], act="run the organisation")
def list_slots(request: ProgramRequest, cursor: Query[Cursor]) -> Any:
    return listed(Slot.objects.filter(organisation=request.organisation), cursor, by=["pk"], shown=_slot)


@router.post("/slots", act="run the organisation", gives=SlotShown, status=201)
def add_slot(request: ProgramRequest, said: SlotSaid) -> Any:
    clean = checked(SlotForm(said.model_dump()))
    return _slot(Slot.add(request.organisation, clean["weekday"], clean["time"], by=request.user, now=request.now))


@router.delete("/slots/{pk}", act="run the organisation")
def remove_slot(request: ProgramRequest, pk: Id) -> Any:
    """What is planned then stays."""
    slot = get_object_or_404(Slot.objects.filter(organisation=request.organisation), pk=pk)
    slot.remove(by=request.user, now=request.now)


def _slot(row: Slot) -> SlotShown:
    return SlotShown(id=row.pk, weekday=row.weekday, time=f"{row.time:%H:%M}")


@router.read("/blackouts", gives=Listed[BlackoutShown])
def list_blackouts(request: ProgramRequest, cursor: Query[Cursor]) -> Any:
    """The organisation's own windows, the latest to begin first; those of the law are in the calendar."""
    mine = Blackout.objects.filter(organisation=request.organisation).prefetch_related("accounts")
    return listed(mine, cursor, by=["-starts_at", "-pk"], shown=_blackout)


@router.post("/blackouts", act="run the organisation", gives=BlackoutShown, status=201)
def add_blackout(request: ProgramRequest, said: BlackoutSaid) -> Any:
    """It holds from now on, for what is planned already too."""
    may_act_on(request, _held_back(request, said.accounts))
    form = BlackoutForm(request.organisation, said.model_dump())
    checked(form)
    return _blackout(Blackout.add(request.organisation, **form.what(), by=request.user, now=request.now))


@router.delete("/blackouts/{pk}", act="run the organisation")
def remove_blackout(request: ProgramRequest, pk: Id) -> Any:
    blackout = get_object_or_404(Blackout, pk=pk, organisation=request.organisation)
    may_act_on(request, _held_back(request, [account.pk for account in blackout.accounts.all()]))
    blackout.remove(by=request.user, now=request.now)


def _held_back(request: ProgramRequest, named: list[int]) -> list[int]:
    """The accounts that a blackout holds back: where it names none, all of the organisation."""
    return named or list(Account.objects.of(request.organisation).values_list("pk", flat=True))


def _blackout(row: Blackout) -> BlackoutShown:
    return BlackoutShown(
        id=row.pk,
        name=row.name,
        calendar=row.calendar,
        blocks=row.blocks,
        starts_at=row.starts_at,
        ends_at=row.ends_at,
        removed_at=row.removed_at,
        accounts=[account.pk for account in row.accounts.all()],
        source=row.source,
    )
