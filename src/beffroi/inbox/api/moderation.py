"""Hiding, reporting and blocking, by the motives of the charter; and the register of what was decided."""

from datetime import date, datetime
from typing import Annotated, Any, Literal

from django.shortcuts import get_object_or_404
from django.utils import timezone
from django.utils.translation import gettext as _
from ninja import Query
from pydantic import Field

from beffroi.access.api import (
    ActRouter,
    Cursor,
    Day,
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
from beffroi.access.api.errors import nothing_there, wrong
from beffroi.access.api.people import Person, person, person_or_none
from beffroi.inbox.api.asked import case_asked, must_reach
from beffroi.inbox.forms.moderation import SOON, CharterForm, ModerationForm
from beffroi.inbox.models import Measure, ModerationAct, ModerationCharter
from beffroi.inbox.moments import morning_of
from beffroi.journal.moves import NotAllowed
from beffroi.journal.sentences import translated

router = ActRouter("Moderation")
Kind = Literal["hide", "report", "block"]


class MotiveShown(Shown):
    id: int
    words: str


class CharterShown(Shown):
    """Only for its motives can a message be hidden or reported, or its author blocked."""

    version: int
    text: str
    motives: list[MotiveShown]
    published_at: datetime
    published_by: Person


class CharterSaid(Said):
    text: Annotated[Text, Field(min_length=1)] = Field(examples=["Ni insultes ni menaces."])
    motives: list[Annotated[Word, Field(min_length=1, max_length=200)]] = Field(
        min_length=1, max_length=20, examples=[["Injures", "Menaces"]]
    )


class ActsWanted(Cursor):
    show: Literal["all", "block", "due"] = Field("all", description="due: to be looked at again.")


class MeasureShown(Shown):
    """An act of it on the network: `state` as that of a publication."""

    what: str
    state: str
    trouble: str


class ModerationShown(Shown):
    """`words` are those of the message when it was decided, `sha256` theirs. `measures` is empty where a person does it
    by hand; `done_at` is when it was done there."""

    id: int
    case: int
    account: int
    message: int
    act: str
    motive: str
    reason: str
    words: str
    sha256: str
    decided_at: datetime
    decided_by: Person
    review_on: date
    done_at: datetime | None
    done_by: Person | None
    lifted_at: datetime | None
    lifted_by: Person | None
    measures: list[MeasureShown]


class Decided(Said):
    """`motive` is one of the charter in force; `is_weighed` is asked before an institutional account blocks anybody."""

    act: Kind
    motive: Number
    reason: Annotated[Text, Field(min_length=1, max_length=1000)] = Field(examples=["Menace de mort envers un agent."])
    review_on: Day | None = Field(None, description="When it is to be looked at again; empty: in three months.")
    message: Number | None = Field(None, description="Of the case; empty: the latest.")
    is_weighed: Flag = False


@router.read("/moderation-charter", gives=CharterShown)
def read_charter(request: ProgramRequest) -> Any:
    """The version in force."""
    standing = ModerationCharter.objects.in_force(request.organisation)
    if standing is None:
        raise nothing_there()
    return _charter(standing)


@router.post("/moderation-charter", act="run the organisation", gives=CharterShown, status=201)
def publish_charter(request: ProgramRequest, said: CharterSaid) -> Any:
    """A new version, for everybody to read and in force from now on; the same again changes nothing."""
    clean = checked(CharterForm({"text": said.text, "motives": "\n".join(said.motives)}))
    if not clean["motives"]:
        raise wrong("motives", _("Only for these can a message be hidden or reported, or its author blocked."))
    what = {"text": clean["text"], "motives": clean["motives"]}
    return _charter(ModerationCharter.publish(request.organisation, **what, by=request.user, now=request.now))


@router.read("/moderation", gives=Listed[ModerationShown])
def list_moderation(request: ProgramRequest, wanted: Query[ActsWanted]) -> Any:
    """The register, the latest decision first."""
    rows = ModerationAct.objects.of(request.organisation).prefetch_related("measures")
    if wanted.show == "block":
        rows = rows.filter(act="block")
    elif wanted.show == "due":
        rows = rows.filter(lifted_at=None, review_on__lte=timezone.localtime(request.now).date())
    return listed(rows, wanted, by=["-decided_at", "-pk"], shown=_act)


@router.read("/moderation/{pk}", gives=ModerationShown)
def read_moderation(request: ProgramRequest, pk: Id) -> Any:
    return _act(_found(request, pk))


@router.post("/cases/{pk}/moderation", act="answer", gives=ModerationShown, status=201)
def moderate_message(request: ProgramRequest, pk: Id, said: Decided) -> Any:
    """Where our account can do it on its network it is on its way there; else a person does it by hand."""
    case, charter = case_asked(request, pk), ModerationCharter.objects.in_force(request.organisation)
    if case.account is None or charter is None:
        raise NotAllowed(f"{case} has no account, or there is no charter")
    theirs = case.messages().exclude(author_id=case.account.native_id)
    post = case.latest if said.message is None else theirs.filter(pk=said.message).first()
    if post is None:
        raise wrong("message", _("There is nothing at this address."))
    today = timezone.localtime(request.now).date()
    data = {**said.model_dump(exclude={"message"}), "review_on": said.review_on or today + SOON}
    clean = checked(ModerationForm(charter, case.account, today, data))
    what = {name: clean[name] for name in ("act", "motive", "reason")}
    review_at = morning_of(clean["review_on"], request.organisation.tz)
    decided = ModerationAct.decide(case, post, **what, review_at=review_at, by=request.user, now=request.now)
    return _act(_found(request, decided.pk))


@router.post("/moderation/{pk}/doing", act="answer", gives=ModerationShown)
def say_moderation_is_done(request: ProgramRequest, pk: Id) -> Any:
    """A person did it on the network by hand."""
    _mine(request, pk).declare_done(by=request.user, now=request.now)
    return _act(_found(request, pk))


@router.post("/moderation/{pk}/lifting", act="answer", gives=ModerationShown)
def lift_moderation(request: ProgramRequest, pk: Id) -> Any:
    """It stands no more; what we did on the network is taken back there. The register keeps what was decided."""
    _mine(request, pk).lift(by=request.user, now=request.now)
    return _act(_found(request, pk))


@router.post("/moderation/{pk}/upholding", act="answer", gives=ModerationShown)
def uphold_moderation(request: ProgramRequest, pk: Id) -> Any:
    """It was looked at again, and is to be once more in three months."""
    until = morning_of(timezone.localtime(request.now).date() + SOON, request.organisation.tz)
    _mine(request, pk).uphold(until=until, by=request.user, now=request.now)
    return _act(_found(request, pk))


def _mine(request: ProgramRequest, pk: int) -> ModerationAct:
    act = _found(request, pk)
    must_reach(request, act.case)
    return act


def _found(request: ProgramRequest, pk: int) -> ModerationAct:
    rows = ModerationAct.objects.of(request.organisation).select_related("organisation").prefetch_related("measures")
    return get_object_or_404(rows, pk=pk)


def _charter(row: ModerationCharter) -> CharterShown:
    return CharterShown(
        version=row.version,
        text=row.text,
        motives=[MotiveShown(id=each.pk, words=each.words) for each in row.motives.all()],
        published_at=row.published_at,
        published_by=person(row.published_by),
    )


def _act(row: ModerationAct) -> ModerationShown:
    same = ("act", "reason", "words", "decided_at", "review_on", "done_at", "lifted_at")
    return ModerationShown(
        id=row.pk,
        case=row.case_id,
        account=row.account_id,
        message=row.post_id,
        motive=row.motive.words,
        sha256=row.fingerprint,
        decided_by=person(row.decided_by),
        done_by=person_or_none(row.done_by),
        lifted_by=person_or_none(row.lifted_by),
        measures=[_measure(each) for each in row.measures.all()],
        **{name: getattr(row, name) for name in same},
    )


def _measure(row: Measure) -> MeasureShown:
    return MeasureShown(what=row.what, state=row.state, trouble=translated(row.trouble) if row.trouble else "")
