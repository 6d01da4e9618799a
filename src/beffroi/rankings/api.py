"""Rankings, as everybody may read them."""

from datetime import date, datetime
from typing import Annotated, Any

from django.shortcuts import get_object_or_404
from ninja import Query
from pydantic import Field

from beffroi.access.api import ActRouter, Cursor, Id, Listed, ProgramRequest, Shown, listed
from beffroi.journal.sentences import translated
from beffroi.rankings.models import Edition, Place

router = ActRouter("Rankings")


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
