"""Lists: one form for all, page by page, each page as quick as the first."""

from collections.abc import Callable, Sequence
from typing import Annotated, Any, Generic, TypeVar

from django.db import models
from ninja import Schema
from pydantic import AfterValidator, Field, StringConstraints

from beffroi.access.api.words import Said, _without_nul
from beffroi.work.paging import SIZE, page

ShownT = TypeVar("ShownT")
MOST = 100
Place = Annotated[str, StringConstraints(max_length=2000), AfterValidator(_without_nul)]


class Cursor(Said):
    """Where in a list: `after` is what the answer before said, empty for its beginning."""

    after: Place = Field("", description="`after` of the page before; empty: the first page.")
    limit: int = Field(SIZE, ge=1, le=MOST, description="How many at most.")


class Listed(Schema, Generic[ShownT]):
    """One page of a list. `after` leads to the next one, and is empty on the last."""

    items: list[ShownT]
    after: str


def listed(
    rows: "models.QuerySet[Any]", cursor: Cursor, *, by: Sequence[str], shown: Callable[[Any], Any]
) -> Listed[Any]:
    found = page(rows, cursor.after, by=by, size=cursor.limit)
    return Listed(items=[shown(row) for row in found.rows], after=found.after)
