"""A change of keys: what was sealed under a former one is sealed again under the first, while everything runs.

Each row is read, sealed again and written if nobody wrote it meanwhile, a few rows a transaction. What was begun and
cut goes on where it was: what stands under the first key is passed over.
"""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field

from django.db import models, transaction

from beffroi.access.sealed import Sealed, sealed_columns
from beffroi.access.sealing import WrongKey, opens_with, seal_again

BATCH = 100  # rows of one transaction: on SQLite nobody else writes meanwhile


@dataclass(slots=True)
class Count:
    """Of one column: how many values were sealed again, how many were written by somebody else meanwhile, and the
    rows that no key opens."""

    column: Sealed
    changed: int = 0
    overtaken: int = 0
    lost: list[str] = field(default_factory=list)


def seal_all_again() -> Iterator[Count]:
    """Goes through every sealed column once."""
    for column in sealed_columns():
        count = Count(column)
        for batch in _batches(column):
            with transaction.atomic():
                for pk, value in batch:
                    _seal_one(column, pk, value, count)
        yield count


def keys_in_use() -> tuple[Counter[int], int]:
    """How many values each key opens, by its place in the list, and how many none does."""
    found: Counter[int] = Counter()
    lost = 0
    for column in sealed_columns():
        for pk, value in (row for batch in _batches(column) for row in batch):
            try:
                found[opens_with(value, row=column.name_of(pk))] += 1
            except WrongKey:
                lost += 1
    return found, lost


def _seal_one(column: Sealed, pk: object, value: bytes, count: Count) -> None:
    try:
        again = seal_again(value, row=column.name_of(pk))
    except WrongKey:
        count.lost.append(str(pk))
        return
    if again is None:
        return
    seen: models.QuerySet[models.Model] = column.rows.filter(pk=pk, **{column.column: value}).order_by()
    if seen.update(**{column.column: again}):
        count.changed += 1
    else:
        count.overtaken += 1


def _batches(column: Sealed) -> Iterator[list[tuple[object, bytes]]]:
    rows, after = column.rows, None
    while True:
        further = rows if after is None else rows.filter(pk__gt=after)
        batch = [(pk, bytes(value)) for pk, value in further.values_list("pk", column.column)[:BATCH]]
        if not batch:
            return
        yield batch
        after = batch[-1][0]
