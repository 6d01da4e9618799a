"""What a search rings at, what is muted, for how long its finds are kept, and who asked not to be kept."""

from datetime import datetime, time
from typing import Annotated, Any, Literal

from django.shortcuts import get_object_or_404
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
    Said,
    Shown,
    Word,
    checked,
    listed,
)
from beffroi.access.api.people import Person, person
from beffroi.listening.api.searches import search_asked
from beffroi.listening.forgetting import opt_out
from beffroi.listening.forms.policies import MUTES, MuteForm, PolicyForm
from beffroi.listening.forms.searches import KeepingForm, OptOutForm
from beffroi.listening.models import Match, Mute, OptOut, Policy, Retention, Story
from beffroi.listening.models.policy import RINGS
from beffroi.listening.models.retention import CHOICES, kept_for

router = ActRouter("Listening")
Clock = Annotated[Word, Field(pattern=r"^([01]\d|2[0-3]):[0-5]\d$", examples=["08:00"])]


class PolicySaid(Said):
    """`posts` within `minutes` is a threshold. `digest_at`: every day at that time, once an hour where it is empty.
    From `quiet_from` to `quiet_until` only who is on call is told. All on the organisation's clock."""

    rings: Annotated[str, OneOf(RINGS)]
    posts: Annotated[int, Field(strict=True, ge=1, le=10_000)] | None = None
    minutes: Annotated[int, Field(strict=True, ge=1, le=7 * 24 * 60)] | None = None
    digest_at: Clock | None = None
    quiet_from: Clock | None = None
    quiet_until: Clock | None = None
    is_urgent: Flag = False


class PolicyShown(Shown):
    search: int
    rings: str
    posts: int
    minutes: int
    digest_at: str | None
    quiet_from: str | None
    quiet_until: str | None
    is_urgent: bool


class KeptSaid(Said):
    days: Annotated[int, OneOf(CHOICES)] = Field(examples=[30])


class KeptShown(Shown):
    days: int


class MuteSaid(Said):
    until: Annotated[str, OneOf(MUTES)]


class MuteShown(Shown):
    """`what`: all that the search finds, one author or one story, called `name`."""

    id: int
    search: int
    what: Literal["search", "author", "story"]
    name: str
    until: datetime | None
    at: datetime
    by: Person


class OptOutSaid(Said):
    """The handle is forgotten once it is sent: only a mark is kept, which cannot be read back."""

    network: Annotated[Word, Field(min_length=1, max_length=40)] = Field(examples=["bluesky"])
    handle: Annotated[Word, Field(min_length=1, max_length=255)] = Field(examples=["lucie.example"])


class OptOutShown(Shown):
    id: int
    network: str
    added_at: datetime
    added_by: Person


class OptedOut(Shown):
    """How many finds of the searches were erased."""

    erased: int


@router.read("/searches/{pk}/policy", gives=PolicyShown)
def read_policy(request: ProgramRequest, pk: Id) -> Any:
    return _policy(Policy.of(search_asked(request, pk)))


@router.put("/searches/{pk}/policy", act="search", gives=PolicyShown)
def choose_policy(request: ProgramRequest, pk: Id, said: PolicySaid) -> Any:
    """It counts for what is found from now on."""
    policy = Policy.of(search_asked(request, pk))
    data = {name: "" if value is None else value for name, value in said.model_dump().items()}
    form = PolicyForm(policy, data)
    checked(form)
    policy.choose(by=request.user, now=request.now, **form.wishes())
    return _policy(policy)


@router.read("/searches/{pk}/keeping", gives=KeptShown)
def read_keeping(request: ProgramRequest, pk: Id) -> Any:
    """For how many days what it finds is kept."""
    return KeptShown(days=kept_for(search_asked(request, pk)).days)


@router.put("/searches/{pk}/keeping", act="search", gives=KeptShown)
def choose_keeping(request: ProgramRequest, pk: Id, said: KeptSaid) -> Any:
    search = search_asked(request, pk)
    Retention.choose(search, checked(KeepingForm(said.model_dump()))["days"], by=request.user, now=request.now)
    return KeptShown(days=kept_for(search).days)


@router.read("/mutes", gives=Listed[MuteShown])
def list_mutes(request: ProgramRequest, cursor: Query[Cursor]) -> Any:
    """Those that stand, the latest first."""
    rows = Mute.objects.of(request.organisation).standing(request.now).select_related("by")
    return listed(rows, cursor, by=["-at", "-pk"], shown=_mute)


@router.post("/searches/{pk}/mute", act="search", gives=MuteShown, status=201)
def mute_search(request: ProgramRequest, pk: Id, said: MuteSaid) -> Any:
    """What is found meanwhile is kept under the search, and rings nobody."""
    search, form = search_asked(request, pk), MuteForm(said.model_dump())
    checked(form)
    until = form.ends_at(request.organisation, request.now)
    return _mute(Mute.search_until(search, until, by=request.user, now=request.now))


@router.post("/matches/{pk}/author-mute", act="search", gives=MuteShown, status=201)
def mute_author(request: ProgramRequest, pk: Id) -> Any:
    """Nothing more of this search rings for what its author says."""
    mine = Match.objects.filter(search__organisation=request.organisation)
    match = get_object_or_404(mine.select_related("post", "search__organisation"), pk=pk)
    return _mute(Mute.author(match.search, match.post, by=request.user, now=request.now))


@router.post("/stories/{pk}/mute", act="search", gives=MuteShown, status=201)
def mute_story(request: ProgramRequest, pk: Id) -> Any:
    """However often it is repeated."""
    mine = Story.objects.filter(search__organisation=request.organisation)
    story = get_object_or_404(mine.select_related("first", "search__organisation"), pk=pk)
    return _mute(Mute.of_story(story, by=request.user, now=request.now))


@router.delete("/mutes/{pk}", act="search")
def lift_mute(request: ProgramRequest, pk: Id) -> Any:
    """It rings again from now on."""
    get_object_or_404(Mute.objects.of(request.organisation), pk=pk).lift(by=request.user, now=request.now)


@router.read("/opt-outs", act="run the organisation", gives=Listed[OptOutShown])
def list_opt_outs(request: ProgramRequest, cursor: Query[Cursor]) -> Any:
    """People who asked not to be kept; who they are is written nowhere."""
    rows = OptOut.objects.filter(organisation=request.organisation).select_related("added_by")
    return listed(rows, cursor, by=["-added_at", "-pk"], shown=_opt_out)


@router.post("/opt-outs", act="run the organisation", gives=OptedOut, status=201, is_kept=False)  # a hash is guessed
def add_opt_out(request: ProgramRequest, said: OptOutSaid) -> Any:
    """From now on nothing of this person is kept, and what the searches found of them is erased."""
    clean = checked(OptOutForm(request.organisation, said.model_dump()))
    erased = opt_out(request.organisation, clean["network"], clean["handle"], by=request.user, now=request.now)
    return OptedOut(erased=erased)


@router.delete("/opt-outs/{pk}", act="run the organisation")
def remove_opt_out(request: ProgramRequest, pk: Id) -> Any:
    """What this person writes from now on can be found again."""
    wish = get_object_or_404(OptOut.objects.filter(organisation=request.organisation), pk=pk)
    wish.remove(by=request.user, now=request.now)


def _policy(row: Policy) -> PolicyShown:
    clocks: dict[str, Any] = {name: _clock(getattr(row, name)) for name in ("digest_at", "quiet_from", "quiet_until")}
    same = {name: getattr(row, name) for name in ("rings", "posts", "minutes", "is_urgent")}
    return PolicyShown(search=row.search.pk, **clocks, **same)


def _clock(at: time | None) -> str | None:
    return f"{at:%H:%M}" if at else None


def _mute(row: Mute) -> MuteShown:
    what: Literal["search", "author", "story"] = "story" if row.story_id else "author" if row.author_id else "search"
    same = {name: getattr(row, name) for name in ("name", "until", "at")}
    return MuteShown(id=row.pk, search=row.search_id, what=what, by=person(row.by), **same)


def _opt_out(row: OptOut) -> OptOutShown:
    return OptOutShown(id=row.pk, network=row.network, added_at=row.added_at, added_by=person(row.added_by))
