"""Rankings, as everybody may read them."""

from datetime import date, datetime
from typing import Annotated, Any

from django.core.exceptions import PermissionDenied
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
    Said,
    Shown,
    Text,
    Word,
    checked,
    listed,
)
from beffroi.directory.models import Body
from beffroi.engines.ranking.measures import MEASURES
from beffroi.journal.sentences import translated
from beffroi.rankings.forms import RankingForm, ReplyForm
from beffroi.rankings.models import Edition, Place, Ranking, Reply, speaks_for
from beffroi.rankings.models.edition import LONGEST_REPLY, SEVERAL, WINDOWS

router = ActRouter("Rankings")
desk = ActRouter("Rankings")
ROUTERS = [router, desk]


class EditionShown(Shown):
    """`sha256` is that of its archive, with which anybody reckons it again."""

    id: int
    title: str
    measure: str
    number: int
    first: date
    until: date
    formula: str
    made_at: datetime
    sha256: str
    ranked: int
    unranked: int


class PlacesWanted(Cursor):
    bound: Annotated[int, Field(ge=0, le=10**9)] | None = Field(
        None, description="The lower bound of one class of population."
    )


class PlaceShown(Shown):
    rank: int | None
    best: int | None
    worst: int | None
    value: float | None
    low: float | None
    high: float | None
    sample: int | None
    why: str
    network: str
    handle: str
    name: str
    body_kind: str
    body_code: str
    bound: int | None


class RankingSaid(Said):
    """One measure, of one kind of body, over one window. `is_personal`: of those who hold an office there."""

    measure: Annotated[str, OneOf(MEASURES)]
    window: Annotated[str, OneOf(WINDOWS)]
    kind: Annotated[str, OneOf(SEVERAL)]
    network: Annotated[Word, Field(max_length=40)] = Field("", description="Empty: all of them.")
    is_personal: Flag = False


class RankingShown(Shown):
    """`due_at` is when its next edition is made, null where it is not made any more."""

    id: int
    title: str
    measure: str
    window: str
    kind: str
    network: str
    is_personal: bool
    due_at: datetime | None


class RankingReplySaid(Said):
    text: Annotated[Text, Field(min_length=1, max_length=LONGEST_REPLY)] = Field(
        examples=["Nous répondons aussi au guichet."]
    )


class RankingReplyShown(Shown):
    body_kind: str
    body_code: str
    text: str
    at: datetime


@desk.read("/ranking-questions", act="run the organisation", gives=Listed[RankingShown])
def list_rankings(request: ProgramRequest, cursor: Query[Cursor]) -> Any:
    """Those that are made, the next to come first."""
    rows = Ranking.objects.exclude(due_at=None)
    return listed(rows, cursor, by=["due_at", "pk"], shown=_ranking)


@desk.post("/ranking-questions", act="run the organisation", gives=RankingShown, status=201, is_in_earnest=True)
def begin_ranking(request: ProgramRequest, said: RankingSaid) -> Any:
    """It is made from the window of today on; one that was stopped is taken up again."""
    clean = checked(RankingForm(said.model_dump()))
    return _ranking(Ranking.begin(request.organisation, by=request.user, now=request.now, **clean))


@desk.post("/ranking-questions/{pk}/stop", act="run the organisation", gives=RankingShown, is_in_earnest=True)
def stop_ranking(request: ProgramRequest, pk: Id) -> Any:
    """No edition comes any more; those that were made stay."""
    get_object_or_404(Ranking, pk=pk).stop(request.organisation, by=request.user, now=request.now)
    return _ranking(get_object_or_404(Ranking, pk=pk))


@desk.post(
    "/ranking-editions/{pk}/replies/{kind}/{code}",
    act="answer",
    gives=RankingReplyShown,
    status=201,
    is_in_earnest=True,
)
def reply_to_ranking(request: ProgramRequest, pk: Id, kind: Word, code: Word, said: RankingReplySaid) -> Any:
    """What a ranked body says beside its place, for everybody to read; the ranking stays as it is."""
    edition = get_object_or_404(Edition.objects.select_related("ranking"), pk=pk)
    body = get_object_or_404(Body, kind=kind, code=code)
    places = edition.places.filter(body_kind=kind, body_code=code)
    if not places.exists() or not speaks_for(request.organisation, request.user, body):
        raise PermissionDenied(_("Your organisation does not speak for this body, or it has no place here."))
    text = checked(ReplyForm(said.model_dump()))["text"]
    Reply.write(edition, body, text, by=request.user, organisation=request.organisation, now=request.now)
    return RankingReplyShown(body_kind=kind, body_code=code, text=text, at=request.now)


@router.read("/rankings/editions", gives=Listed[EditionShown])
def list_editions(request: ProgramRequest, cursor: Query[Cursor]) -> Any:
    """The newest first."""
    return listed(Edition.objects.select_related("ranking"), cursor, by=["-made_at", "-pk"], shown=_edition)


@router.read("/rankings/editions/{pk}", gives=EditionShown)
def read_edition(request: ProgramRequest, pk: Id) -> Any:
    return _edition(get_object_or_404(Edition.objects.select_related("ranking"), pk=pk))


@router.read("/rankings/editions/{pk}/places", gives=Listed[PlaceShown])
def list_places(request: ProgramRequest, pk: Id, wanted: Query[PlacesWanted]) -> Any:
    """In their order, those without a rank last, each with the reason."""
    rows = Place.objects.filter(edition=get_object_or_404(Edition, pk=pk))
    if wanted.bound is not None:
        rows = rows.filter(bound=wanted.bound)
    return listed(rows, wanted, by=["order", "pk"], shown=_place)


def _edition(row: Edition) -> EditionShown:
    same = ("number", "first", "until", "formula", "made_at", "sha256", "ranked", "unranked")
    said = {name: getattr(row, name) for name in same}
    return EditionShown(id=row.pk, title=str(row.ranking.title), measure=row.ranking.measure, **said)


def _place(row: Place) -> PlaceShown:
    same = ("rank", "best", "worst", "value", "low", "high", "sample", "network", "handle", "name", "bound")
    said = {name: getattr(row, name) for name in same}
    return PlaceShown(why=translated(row.why), body_kind=row.body_kind, body_code=row.body_code, **said)


def _ranking(row: Ranking) -> RankingShown:
    same = ("measure", "window", "kind", "network", "is_personal", "due_at")
    return RankingShown(id=row.pk, title=str(row.title), **{name: getattr(row, name) for name in same})
