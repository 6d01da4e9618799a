"""Alarms and what is said of them, the playbooks, what stops an account."""

from datetime import datetime
from typing import Annotated, Any, Literal

from django.shortcuts import get_object_or_404
from django.utils.translation import gettext as _
from ninja import Query
from pydantic import Field

from beffroi.access.api import (
    ActRouter,
    Cursor,
    Flag,
    Id,
    Listed,
    OneOf,
    ProgramRequest,
    Refusal,
    Said,
    Shown,
    Text,
    listed,
    may_act_on,
)
from beffroi.access.api.errors import nothing_there
from beffroi.access.api.people import Person, person, person_or_none
from beffroi.directory.api import AccountShown, account_shown
from beffroi.directory.models import Account
from beffroi.guard.models import Alarm, PlaybookRun, SurfaceCheck, Verdict
from beffroi.guard.models.alarm import LATER
from beffroi.guard.models.surface import NAMES as SURFACES
from beffroi.guard.steps import BY_KEY, STEPS, WAYS
from beffroi.journal.moves import NotAllowed
from beffroi.journal.sentences import translated
from beffroi.vocabulary import Sentence

router = ActRouter("Guard")


class AlarmsWanted(Cursor):
    state: Literal["open", "judged", "all"] = "open"
    account: Id | None = None


class VerdictShown(Shown):
    ours: bool
    by: Person
    at: datetime
    note: str
    closed_at: datetime | None


class AlarmShown(Shown):
    id: int
    account: int
    detector: str
    headline: str
    sentence: str
    signs: list[str]
    severe: bool
    score: float | None
    threshold: float | None
    raised_at: datetime
    asks_again_at: datetime | None
    verdict: VerdictShown | None
    playbook: int | None


class Judged(Said):
    """`ours`: it was us. `also_elsewhere`: such posts come from elsewhere too, and are ours."""

    ours: Flag
    note: Annotated[Text, Field(max_length=2000)] = ""
    also_elsewhere: Flag = False


class Frozen(Said):
    reason: Annotated[Text, Field(min_length=1, max_length=300)] = Field(examples=["Nous vérifions qui le tient."])


class AskedLater(Said):
    hours: Literal[1, 4, 24] = 1


class SurfaceShown(Shown):
    """A place where people meet the account: `state` says whether it reads right there."""

    surface: str
    state: str
    said: str
    seen_by: Person | None
    seen_at: datetime | None


class Looked(Said):
    """`seen`: a person looked there, and it is right; else it is read again now."""

    surface: Annotated[str, OneOf(SURFACES)]
    seen: Flag


class WayChosen(Said):
    way: Annotated[str, OneOf(WAYS)]


class StepShown(Shown):
    step: str
    title: str
    done_at: datetime | None


class PlaybookShown(Shown):
    id: int
    account: int
    alarm: int
    opened_at: datetime
    verified_at: datetime | None
    way: str
    closed_at: datetime | None
    despite: str
    steps: list[StepShown]
    surfaces: list[SurfaceShown]


class Stepped(Said):
    step: Annotated[str, OneOf(BY_KEY)]
    done: Flag = True


class Finished(Said):
    despite: Annotated[Text, Field(max_length=2000)] = Field(
        "", description="Why it is closed although not all of it reads right."
    )


@router.read("/alarms", gives=Listed[AlarmShown])
def list_alarms(request: ProgramRequest, wanted: Query[AlarmsWanted]) -> Any:
    """The newest first; those without a verdict, unless others are asked for."""
    rows = Alarm.objects.of(request.organisation).prefetch_related("runs")
    if wanted.state != "all":
        rows = rows.filter(verdict__isnull=wanted.state == "open")
    if wanted.account:
        rows = rows.filter(account=wanted.account)
    return listed(rows, wanted, by=["-raised_at", "-pk"], shown=_alarm)


@router.read("/alarms/{pk}", gives=AlarmShown)
def read_alarm(request: ProgramRequest, pk: Id) -> Any:
    return _alarm(_one(request, pk))


@router.post("/alarms/{pk}/verdict", act="judge alarms", gives=AlarmShown)
def judge_alarm(request: ProgramRequest, pk: Id, said: Judged) -> Any:
    """It was us, or not. The first verdict stands; “not us” opens a playbook."""
    _mine(request, pk).judge(by=request.user, now=request.now, **said.model_dump())
    return _alarm(_one(request, pk))


@router.post("/alarms/{pk}/later", act="judge alarms", gives=AlarmShown)
def ask_later(request: ProgramRequest, pk: Id, said: AskedLater) -> Any:
    """Nobody can tell yet: it rings again."""
    _mine(request, pk).ask_later(until=request.now + LATER[str(said.hours)], by=request.user, now=request.now)
    return _alarm(_one(request, pk))


@router.post("/alarms/{pk}/recovery", act="judge alarms", gives=AlarmShown)
def say_account_is_back(request: ProgramRequest, pk: Id) -> Any:
    """Of an alarm that has no playbook: the account is back in our hands. Where there is one, it is closed instead."""
    alarm = _mine(request, pk)
    given: Verdict | None = getattr(alarm, "verdict", None)
    if given is None or PlaybookRun.objects.for_alarm(alarm) is not None:
        raise NotAllowed(f"{alarm} is not judged, or has a playbook")
    given.close(by=request.user, now=request.now)
    return _alarm(_one(request, pk))


@router.post("/accounts/{pk}/freeze", act="judge alarms", gives=AccountShown)
def freeze_account(request: ProgramRequest, pk: Id, said: Frozen) -> Any:
    """From the answer on nothing leaves from it. One that is frozen stays as it is."""
    account = _account(request, pk)
    account.freeze(reason=Sentence(said.reason), by=request.user, now=request.now)
    return account_shown(_account(request, pk))


@router.post("/accounts/{pk}/thaw", act="judge alarms", gives=AccountShown)
def thaw_account(request: ProgramRequest, pk: Id) -> Any:
    """Lets it speak again. 409 while an alarm stands against it: that is judged first. One that is parked stays so."""
    account = _account(request, pk)
    if Alarm.objects.standing().against().filter(account=account).exists():
        raise Refusal(409, _("An alarm stands against this account: judge it first."))
    account.thaw(by=request.user, now=request.now)
    return account_shown(_account(request, pk))


@router.read("/playbooks", gives=Listed[PlaybookShown])
def list_playbooks(request: ProgramRequest, cursor: Query[Cursor]) -> Any:
    """The newest first."""
    return listed(PlaybookRun.objects.of(request.organisation), cursor, by=["-opened_at", "-pk"], shown=_playbook)


@router.read("/playbooks/{pk}", gives=PlaybookShown)
def read_playbook(request: ProgramRequest, pk: Id) -> Any:
    return _playbook(get_object_or_404(PlaybookRun.objects.of(request.organisation), pk=pk))


@router.post("/playbooks/{pk}/steps", act="judge alarms", gives=PlaybookShown)
def do_step(request: ProgramRequest, pk: Id, said: Stepped) -> Any:
    """A step was done, or was not after all."""
    run = _run(request, pk)
    (run.tick if said.done else run.untick)(said.step, by=request.user, now=request.now)
    return _playbook(_run(request, pk))


@router.post("/playbooks/{pk}/surfaces", act="judge alarms", gives=PlaybookShown)
def look_at_surface(request: ProgramRequest, pk: Id, said: Looked) -> Any:
    """A person looked where no machine can; or it is read again now."""
    run = _run(request, pk)
    which = run.surfaces.filter(surface=said.surface).first()
    if which is None:
        raise nothing_there()
    which.run = run
    if said.seen:
        which.confirm(by=request.user, now=request.now)
    else:
        which.ask_again(now=request.now)
    return _playbook(_run(request, pk))


@router.post("/playbooks/{pk}/way", act="judge alarms", gives=PlaybookShown)
def choose_way(request: ProgramRequest, pk: Id, said: WayChosen) -> Any:
    """What is to become of the account."""
    _run(request, pk).choose(said.way, by=request.user, now=request.now)
    return _playbook(_run(request, pk))


@router.post("/playbooks/{pk}/closing", act="judge alarms", gives=PlaybookShown)
def close_playbook(request: ProgramRequest, pk: Id, said: Finished) -> Any:
    """The account is ours again, and may speak."""
    run = _run(request, pk)
    if run.closed_at is not None:
        raise Refusal(409, _("The playbook is closed; nothing was changed."))
    run.finish(by=request.user, now=request.now, despite=said.despite)
    return _playbook(_run(request, pk))


def _one(request: ProgramRequest, pk: int) -> Alarm:
    rows = Alarm.objects.of(request.organisation).select_related("account__organisation").prefetch_related("runs")
    return get_object_or_404(rows, pk=pk)


def _mine(request: ProgramRequest, pk: int) -> Alarm:
    alarm = _one(request, pk)
    may_act_on(request, [alarm.account_id])
    return alarm


def _run(request: ProgramRequest, pk: int) -> PlaybookRun:
    run = get_object_or_404(PlaybookRun.objects.of(request.organisation), pk=pk)
    may_act_on(request, [run.account_id])
    return run


def _accounts(request: ProgramRequest) -> Any:
    mine = Account.objects.filter(organisation=request.organisation)
    return mine.select_related("organisation", "added_by", "connection").prefetch_related("freezes")


def _account(request: ProgramRequest, pk: int) -> Account:
    may_act_on(request, [pk])
    account: Account = get_object_or_404(_accounts(request), pk=pk)
    return account


def _alarm(row: Alarm) -> AlarmShown:
    given: Verdict | None = getattr(row, "verdict", None)
    same = ("detector", "headline", "severe", "score", "threshold", "raised_at")
    return AlarmShown(
        id=row.pk,
        account=row.account_id,
        **{name: getattr(row, name) for name in same},
        sentence=translated(row.sentence),
        signs=[translated(sign) for sign in row.signs],
        asks_again_at=row.due_at,
        verdict=_verdict(given) if given else None,
        playbook=max((run.pk for run in row.runs.all()), default=None),
    )


def _verdict(row: Verdict) -> VerdictShown:
    return VerdictShown(ours=row.ours, by=person(row.by), at=row.at, note=row.note, closed_at=row.closed_at)


def _playbook(run: PlaybookRun) -> PlaybookShown:
    done = dict(run.ticks.values_list("step", "at"))
    same = ("opened_at", "verified_at", "way", "closed_at", "despite")
    return PlaybookShown(
        id=run.pk,
        account=run.account_id,
        alarm=run.alarm_id,
        **{name: getattr(run, name) for name in same},
        steps=[StepShown(step=each.key, title=_(each.title), done_at=done.get(each.key)) for each in STEPS],
        surfaces=[_surface(each) for each in run.surfaces.select_related("seen_by").order_by("pk")],
    )


def _surface(row: SurfaceCheck) -> SurfaceShown:
    said = translated(row.said) if row.said else ""
    who = person_or_none(row.seen_by)
    return SurfaceShown(surface=row.surface, state=row.state, said=said, seen_by=who, seen_at=row.seen_at)
