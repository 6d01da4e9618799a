"""Pages of a long list, by keyset: the last page costs what the first one costs."""

import base64
import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.core.exceptions import FieldDoesNotExist, ValidationError
from django.db import models

SIZE = 40
BIGGEST = 2**63  # more than both databases count to


@dataclass(frozen=True, slots=True)
class Page:
    """`after` leads to the next page, empty on the last one; `is_first` says whether there is something before."""

    rows: Sequence[Any]
    after: str
    is_first: bool


def page(rows: "models.QuerySet[Any]", cursor: str, *, by: Sequence[str], size: int = SIZE) -> Page:
    """The rows after `cursor` in the order `by`: field names, all ascending or all with a leading minus, the last one
    unique. A cursor that cannot be read gives the first page."""
    place = _place(cursor, rows.model, by)
    ordered = rows.order_by(*by)
    if place is not None:
        ordered = ordered.filter(_beyond(by, place))
    found = list(ordered[: size + 1])
    after = _cursor(found[size - 1], by) if len(found) > size else ""
    return Page(found[:size], after, place is None)


def _beyond(by: Sequence[str], place: Sequence[Any]) -> models.Q:
    """(a, b) > (x, y), written so that a database uses its index: a >= x AND (a > x OR b > y)."""
    ascending = not by[0].startswith("-")
    names = [name.lstrip("-") for name in by]
    strictly, at_least = ("__gt", "__gte") if ascending else ("__lt", "__lte")
    beyond = models.Q(**{names[-1] + strictly: place[-1]})
    for name, value in zip(reversed(names[:-1]), reversed(place[:-1]), strict=True):
        beyond = models.Q(**{name + at_least: value}) & (models.Q(**{name + strictly: value}) | beyond)
    return beyond


def _cursor(row: Any, by: Sequence[str]) -> str:
    values = [getattr(row, name.lstrip("-")) for name in by]
    said = [value.isoformat() if isinstance(value, datetime) else value for value in values]
    return base64.urlsafe_b64encode(json.dumps(said).encode()).decode()


def _place(cursor: str, model: type[models.Model], by: Sequence[str]) -> list[Any] | None:
    try:
        said = json.loads(base64.urlsafe_b64decode(cursor.encode()))
    except (ValueError, RecursionError):  # binascii.Error is one of the former
        return None
    if not isinstance(said, list) or len(said) != len(by) or not all(isinstance(value, str | int) for value in said):
        return None
    try:
        return [_value(value, model, name.lstrip("-")) for value, name in zip(said, by, strict=True)]
    except (ValueError, ValidationError):
        return None


def _value(said: str | int, model: type[models.Model], name: str) -> Any:
    """What a row holds under `name`. Raises ValueError or ValidationError for what none can hold."""
    if isinstance(said, int) and abs(said) >= BIGGEST:
        raise ValueError(said)
    try:
        field = model._meta.pk if name == "pk" else model._meta.get_field(name)
    except FieldDoesNotExist:  # what the query itself reckons: a rank
        return said
    if isinstance(field, models.DateTimeField):
        at = datetime.fromisoformat(str(said))
        if at.tzinfo is None:
            raise ValueError(said)
        return at
    if isinstance(field, models.IntegerField) and abs(int(said)) >= BIGGEST:
        raise ValueError(said)
    if "\0" in str(said) or not str(said).isprintable():
        raise ValueError("no text of ours")
    return field.to_python(said) if isinstance(field, models.Field) else said
