"""Many cases at once: waves, what was pressed last, what was told as one; and the services at which one works."""

from datetime import datetime
from typing import Any, Literal

from django.shortcuts import get_object_or_404
from ninja import Query

from beffroi.access.api import ActRouter, Cursor, Id, Listed, Number, ProgramRequest, Said, Shown, listed, may_act_on
from beffroi.access.api.errors import nothing_there
from beffroi.access.models import Team
from beffroi.archive.api import PostShown, post_shown
from beffroi.directory.rights import accounts_on_which
from beffroi.inbox.api.asked import must_reach, team_said, whole
from beffroi.inbox.api.shown import CaseWhole, TeamNamed
from beffroi.inbox.models import Act, Case, Merging, Seat, Wave

router = ActRouter("Cases together")


class WaveShown(Shown):
    """Many people who say nearly the same: `waiting` of its `count` cases."""

    id: int
    first: PostShown
    count: int
    waiting: int
    began_at: datetime
    last_at: datetime


class Pressed(Said):
    """`team` is asked by hand."""

    act: Literal["close", "to-me", "hand"]
    team: Number | None = None


class Done(Shown):
    cases: int


class Seated(Said):
    teams: list[Number]


@router.read("/waves", gives=Listed[WaveShown])
def list_waves(request: ProgramRequest, cursor: Query[Cursor]) -> Any:
    """Those of which a case waits, the latest first."""
    rows = Wave.objects.standing(request.organisation, request.now)
    return listed(rows, cursor, by=["-rose_at", "-pk"], shown=_wave)


@router.post("/waves/{pk}/acts", act="answer", gives=Done)
def act_on_wave(request: ProgramRequest, pk: Id, said: Pressed) -> Any:
    """With every case of it that waits, on the accounts for which its person answers."""
    wave = get_object_or_404(Wave.objects.exclude(rose_at=None), pk=pk, organisation=request.organisation)
    mine = accounts_on_which(request.user, "answer", request.organisation)
    may_act_on(request, Case.objects.filter(in_wave__wave=wave, account__in=mine).values_list("account", flat=True))
    who: dict[str, Any] = {"by": request.user, "now": request.now}
    if said.act == "close":
        return Done(cases=Act.press_on(wave, "close", True, **who))
    if said.act == "to-me":
        return Done(cases=Act.press_on(wave, "assign", request.user.pk, person=request.user.name, **who))
    team = team_said(request, said.team)
    return Done(cases=Act.press_on(wave, "hand", team.pk, team=team.name, **who))


@router.post("/undoing", act="answer", gives=Done)
def undo_last_act(request: ProgramRequest) -> Any:
    """Takes back what this person pressed last; what somebody changed since stays as it is."""
    last = Act.of(request.user, request.organisation, now=request.now)
    if last is None:
        raise nothing_there()
    pressed = Case.objects.filter(pk__in=[pk for pk, _before in last.changes]).exclude(account=None)
    may_act_on(request, pressed.values_list("account", flat=True).distinct())
    return Done(cases=last.undo(now=request.now))


@router.post("/mergings/{pk}/undoing", act="answer", gives=CaseWhole)
def unmerge_cases(request: ProgramRequest, pk: Id) -> Any:
    """They are two cases again; the answer is the one that told of both."""
    rows = Merging.objects.select_related("case", "into__latest", "into__organisation", "into__account")
    undone = get_object_or_404(rows.select_related("latest_before"), pk=pk, into__organisation=request.organisation)
    must_reach(request, undone.into)
    must_reach(request, undone.case)
    undone.undo(by=request.user, now=request.now)
    return whole(request, undone.into_id)


@router.read("/seats", act="answer", gives=list[TeamNamed])
def list_seats(request: ProgramRequest) -> Any:
    """The services at which this person works: what “my service” follows."""
    return _seats(request)


@router.put("/seats", act="answer", gives=list[TeamNamed])
def take_seats(request: ProgramRequest, said: Seated) -> Any:
    """These and no others."""
    chosen = [team_said(request, pk) for pk in dict.fromkeys(said.teams)]
    Seat.take(chosen, request.organisation, by=request.user, now=request.now)
    return _seats(request)


def _seats(request: ProgramRequest) -> list[TeamNamed]:
    mine = Team.objects.filter(pk__in=Seat.of(request.user, request.organisation)).order_by("name")
    return [TeamNamed(id=team.pk, name=team.name) for team in mine]


def _wave(row: Wave) -> WaveShown:
    same = ("count", "began_at", "last_at")
    told = {name: getattr(row, name) for name in same}
    return WaveShown(id=row.pk, first=post_shown(row.first), waiting=int(row.waits), **told)
