"""A large question that is asked with every page, written once: Django takes far longer to write it than a database to
answer it."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

from django.db import connection, models

Value = int | datetime
Written = tuple[str, tuple[Any, ...]]


@dataclass(frozen=True, slots=True)
class Blank:
    """Where a value of the question belongs."""

    place: int


class NotPreparable(TypeError):
    """The question is written otherwise for other values, so that it cannot be written once."""


class Prepared:
    """`write` makes the query from its values, of the given kinds (int or datetime); it is called twice in a process,
    with values that mean nothing, and must not look at them. The query gives rows of whole numbers.

    What was written is kept for each kind of database. Raises NotPreparable if a value does not go into the question
    as it is.
    """

    def __init__(self, write: Callable[..., "models.QuerySet[Any, Any]"], *kinds: type[Value]) -> None:
        self._write, self._kinds = write, kinds
        self._kept: dict[str, Written] = {}

    def row(self, *values: Value) -> tuple[int | None, ...]:
        """The first row of the answer to the question with these values. Raises LookupError where there is none."""
        sql, parameters = self._written()
        adapted = [_adapted(value) for value in values]
        with connection.cursor() as cursor:
            cursor.execute(sql, [adapted[one.place] if isinstance(one, Blank) else one for one in parameters])
            found: tuple[int | None, ...] | None = cursor.fetchone()
        if found is None:
            raise LookupError(self._write.__name__)
        return found

    def _written(self) -> Written:
        if connection.vendor not in self._kept:
            self._kept[connection.vendor] = self._with_blanks()
        return self._kept[connection.vendor]

    def _with_blanks(self) -> Written:
        """What differs between two writings is a value; everything else is the question's own."""
        first, second = self._samples(1), self._samples(2)
        (sql, ours), (other, theirs) = (self._write(*each).query.sql_with_params() for each in (first, second))
        if sql != other or len(ours) != len(theirs):
            raise NotPreparable(self._write.__name__)
        pairs = [(_adapted(one), _adapted(two)) for one, two in zip(first, second, strict=True)]
        return sql, tuple(self._blank(one, two, pairs) for one, two in zip(ours, theirs, strict=True))

    def _samples(self, turn: int) -> list[Value]:
        """Values of which no question makes any use of its own, no two of them alike."""
        numbers = [-(1_000_003 * turn + place) for place in range(len(self._kinds))]
        moment = datetime(9000, 1, 1, tzinfo=UTC)
        return [
            number if kind is int else moment - timedelta(seconds=number)
            for number, kind in zip(numbers, self._kinds, strict=True)
        ]

    def _blank(self, one: object, two: object, pairs: Sequence[tuple[object, object]]) -> object:
        if one == two:
            return one
        if (one, two) not in pairs:
            raise NotPreparable(f"{self._write.__name__}: {one!r}")
        return Blank(pairs.index((one, two)))


def _adapted(value: Value) -> Any:
    """As the database is told it."""
    return connection.ops.adapt_datetimefield_value(value) if isinstance(value, datetime) else value
