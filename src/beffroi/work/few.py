"""How many rows there are, as far as anybody reads: beside a room, above a list."""

from typing import Any, Self

from django.db import models

MANY = 99  # nobody reads a larger number, and counting it would cost


class Few(models.Subquery):
    """The number of rows of a query, up to MANY or `most`, as an expression: several numbers cost one query."""

    template = "(SELECT COUNT(*) FROM (%(subquery)s) few)"
    output_field = models.IntegerField()

    @classmethod
    def of(cls, rows: "models.QuerySet[Any]", *, most: int = MANY) -> Self:
        return cls(rows.order_by().values("pk")[:most])
