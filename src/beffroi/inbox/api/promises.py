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
    ProgramRequest,
    Said,
    Shown,
    Text,
    Word,
    checked,
    listed,
)
from beffroi.inbox.models import ResponseTarget, RoutingRule
from beffroi.inbox.routing_forms import RuleForm

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
    """Within `minutes` of opened hours; an empty `network`, `priority` or `label` asks for nothing."""

    id: int
    aim: str
    minutes: int
    calendar: int | None
    network: str
    priority: str
    label: str
    warned_percent: int


@router.read("/routing-rules", gives=Listed[RuleShown])
def list_rules(request: ProgramRequest, cursor: Query[Cursor]) -> Any:
    """In the order in which they are tried."""
    rows = RoutingRule.objects.standing(request.organisation)
    return listed(rows, cursor, by=["position", "pk"], shown=_rule)


@router.post("/routing-rules", act="run the organisation", gives=RuleShown, status=201)
def add_rule(request: ProgramRequest, said: RuleSaid) -> Any:
    """It holds from the next message on."""
    return _stand(request, None, said)


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


@router.delete("/response-targets/{pk}", act="run the organisation")
def remove_target(request: ProgramRequest, pk: Id) -> Any:
    """Nothing is promised by it any more."""
    target = get_object_or_404(ResponseTarget, pk=pk, organisation=request.organisation)
    target.remove(by=request.user, now=request.now)


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
