"""Who a question goes to, and within which time it is to be answered."""

from typing import Annotated, Any

from django.shortcuts import get_object_or_404
from ninja import Query
from pydantic import Field

from beffroi.access.api import (
    ActRouter,
    Cursor,
    Flag,
    Id,
    Listed,
    Number,
    OneOf,
    ProgramRequest,
    Said,
    Shown,
    Text,
    Word,
    checked,
    listed,
)
from beffroi.engines.worktime import TERRITORIES
from beffroi.inbox.forms.routing import RuleForm
from beffroi.inbox.forms.targets import DAYS, CalendarForm, TargetForm
from beffroi.inbox.models import Calendar, ResponseTarget, RoutingRule
from beffroi.inbox.models.case import PRIORITIES
from beffroi.inbox.models.target import AIMS, MOST

router = ActRouter("Rules and targets")


class RuleSaid(Said):
    """`place` is its turn among the others, 0 for the first: the first rule that finds a message wins."""

    theme: Annotated[Word, Field(min_length=1, max_length=80)] = Field(examples=["Éclairage public"])
    text: Annotated[Text, Field(max_length=10_000)] = Field("", examples=["lampadaire OR éclairage"])
    quarter: Annotated[Word, Field(max_length=120)] = ""
    follows: Flag = False
    team: Number | None = None
    place: Annotated[int, Field(strict=True, ge=0, le=10_000)] = 0


class RuleShown(Shown):
    id: int
    position: int
    theme: str
    text: str
    quarter: str
    follows: bool
    team: int | None


class TargetShown(Shown):
    """Within `minutes` of opening hours; an empty `network`, `priority` or `label` asks for nothing."""

    id: int
    aim: str
    minutes: int
    calendar: int | None
    network: str
    priority: str
    label: str
    warned_percent: int


class TargetSaid(Said):
    """`calendar` is one of the opening hours; empty: every hour counts."""

    aim: Annotated[str, OneOf(AIMS)] = Field(examples=["first"])
    minutes: Annotated[int, Field(strict=True, ge=1, le=MOST)] = Field(examples=[480])
    calendar: Number | None = None
    network: Annotated[Word, Field(max_length=40)] = ""
    priority: Annotated[str, OneOf(["", *PRIORITIES])] = ""
    label: Annotated[Word, Field(max_length=40)] = ""
    warned_percent: Annotated[int, Field(strict=True, ge=1, le=100)] = 80


class HoursSaid(Said):
    """As the page takes them: `week` is seven texts, Monday first; `closures` and `nights` are lines."""

    name: Annotated[Word, Field(min_length=1, max_length=80)] = Field(examples=["Mairie"])
    week: list[Annotated[Word, Field(max_length=200)]] = Field(
        min_length=7, max_length=7, examples=[["8:30-12:00 13:30-17:30"] * 5 + ["", ""]]
    )
    territory: Annotated[str, OneOf(TERRITORIES)] = "metropole"
    zone: Annotated[Word, Field(max_length=60)] = "Europe/Paris"
    closures: Annotated[Text, Field(max_length=10_000)] = ""
    nights: Annotated[Text, Field(max_length=10_000)] = ""


class HoursShown(Shown):
    id: int
    name: str
    week: list[str]
    territory: str
    zone: str
    closures: str
    nights: str


@router.read("/routing-rules", gives=Listed[RuleShown])
def list_rules(request: ProgramRequest, cursor: Query[Cursor]) -> Any:
    """In the order in which they are tried."""
    rows = RoutingRule.objects.standing(request.organisation)
    return listed(rows, cursor, by=["position", "pk"], shown=_rule)


@router.post("/routing-rules", act="run the organisation", gives=RuleShown, status=201)
def add_rule(request: ProgramRequest, said: RuleSaid) -> Any:
    """It holds from the next message on."""
    return _stand(request, None, said)


@router.read("/routing-rules/{pk}", gives=RuleShown)
def read_rule(request: ProgramRequest, pk: Id) -> Any:
    return _rule(_mine(request, pk))


@router.put("/routing-rules/{pk}", act="run the organisation", gives=RuleShown)
def change_rule(request: ProgramRequest, pk: Id, said: RuleSaid) -> Any:
    return _stand(request, _mine(request, pk), said)


@router.delete("/routing-rules/{pk}", act="run the organisation")
def remove_rule(request: ProgramRequest, pk: Id) -> Any:
    """What it handed over stays where it is."""
    _mine(request, pk).remove(by=request.user, now=request.now)


@router.read("/response-targets", gives=Listed[TargetShown], act="run the organisation")
def list_targets(request: ProgramRequest, cursor: Query[Cursor]) -> Any:
    return listed(ResponseTarget.objects.of(request.organisation), cursor, by=["pk"], shown=_target)


@router.post("/response-targets", act="run the organisation", gives=TargetShown, status=201)
def set_target(request: ProgramRequest, said: TargetSaid) -> Any:
    """What is promised of the open cases is reckoned again."""
    return _promise(request, None, said)


@router.read("/response-targets/{pk}", gives=TargetShown, act="run the organisation")
def read_target(request: ProgramRequest, pk: Id) -> Any:
    return _target(_my_target(request, pk))


@router.put("/response-targets/{pk}", act="run the organisation", gives=TargetShown)
def change_target(request: ProgramRequest, pk: Id, said: TargetSaid) -> Any:
    return _promise(request, _my_target(request, pk), said)


@router.delete("/response-targets/{pk}", act="run the organisation")
def remove_target(request: ProgramRequest, pk: Id) -> Any:
    """Nothing is promised by it any more."""
    target = get_object_or_404(ResponseTarget, pk=pk, organisation=request.organisation)
    target.remove(by=request.user, now=request.now)


@router.read("/opening-hours", gives=Listed[HoursShown], act="run the organisation")
def list_opening_hours(request: ProgramRequest, cursor: Query[Cursor]) -> Any:
    """The hours that count in the targets."""
    return listed(Calendar.objects.of(request.organisation), cursor, by=["name", "pk"], shown=_hours)


@router.post("/opening-hours", act="run the organisation", gives=HoursShown, status=201)
def set_opening_hours(request: ProgramRequest, said: HoursSaid) -> Any:
    return _open(request, Calendar.begin(request.organisation), said)


@router.read("/opening-hours/{pk}", gives=HoursShown, act="run the organisation")
def read_opening_hours(request: ProgramRequest, pk: Id) -> Any:
    return _hours(_calendar(request, pk))


@router.put("/opening-hours/{pk}", act="run the organisation", gives=HoursShown)
def change_opening_hours(request: ProgramRequest, pk: Id, said: HoursSaid) -> Any:
    """What is promised of the open cases is reckoned again."""
    return _open(request, _calendar(request, pk), said)


@router.delete("/opening-hours/{pk}", act="run the organisation")
def remove_opening_hours(request: ProgramRequest, pk: Id) -> Any:
    """Not while a target counts by them."""
    _calendar(request, pk).remove(by=request.user, now=request.now)


def _promise(request: ProgramRequest, target: ResponseTarget | None, said: TargetSaid) -> TargetShown:
    data = {name: "" if value is None else value for name, value in said.model_dump(exclude={"minutes"}).items()}
    form = TargetForm(request.organisation, target, {**data, "amount": said.minutes, "unit": "minutes"})
    checked(form, amount="minutes", unit="minutes")
    kept = target or ResponseTarget(organisation=request.organisation)
    kept.keep(by=request.user, now=request.now, **form.wishes())
    return _target(kept)


def _open(request: ProgramRequest, calendar: Calendar, said: HoursSaid) -> HoursShown:
    data = {**said.model_dump(exclude={"week"}), **dict(zip(DAYS, said.week, strict=True))}
    form = CalendarForm(calendar, data, now=request.now)
    checked(form, **{name: f"week.{number}" for number, name in enumerate(DAYS)})
    calendar.keep(by=request.user, now=request.now, **form.wishes())
    return _hours(calendar)


def _my_target(request: ProgramRequest, pk: int) -> ResponseTarget:
    return get_object_or_404(ResponseTarget.objects.of(request.organisation), pk=pk)


def _calendar(request: ProgramRequest, pk: int) -> Calendar:
    return get_object_or_404(Calendar.objects.of(request.organisation).select_related("organisation"), pk=pk)


def _stand(request: ProgramRequest, rule: RoutingRule | None, said: RuleSaid) -> RuleShown:
    data = {name: "" if value is None else value for name, value in said.model_dump().items()}
    form = RuleForm(request.organisation, data, instance=rule)
    checked(form)
    changed = form.save(commit=False)
    changed.stand(form.cleaned_data["place"], by=request.user, now=request.now)
    return _rule(changed)


def _mine(request: ProgramRequest, pk: int) -> RoutingRule:
    return get_object_or_404(RoutingRule.objects.standing(request.organisation).select_related("organisation"), pk=pk)


def _rule(row: RoutingRule) -> RuleShown:
    return RuleShown(
        id=row.pk,
        position=row.position,
        theme=row.theme,
        text=row.text,
        quarter=row.quarter,
        follows=row.follows,
        team=row.team_id,
    )


def _target(row: ResponseTarget) -> TargetShown:
    names = ("aim", "minutes", "network", "priority", "label", "warned_percent")
    return TargetShown(id=row.pk, calendar=row.calendar_id, **{name: getattr(row, name) for name in names})


def _hours(row: Calendar) -> HoursShown:
    return HoursShown(id=row.pk, **{name: getattr(row, name) for name in HoursShown.model_fields if name != "id"})
