"""Which columns hold sealed values: every room lists its own in `sealed.py`, so that a change of keys forgets none."""

from collections.abc import Iterator
from dataclasses import dataclass
from importlib import import_module
from importlib.util import find_spec

from django.apps import apps
from django.db import models


@dataclass(frozen=True, slots=True)
class Sealed:
    """`model` as Django names it ("directory.Connection"), the column, and the name for which each value is sealed,
    with {pk} where the row's own key stands."""

    model: str
    column: str
    row: str

    def __str__(self) -> str:
        return f"{self.model.lower()}.{self.column}"

    @property
    def rows(self) -> models.QuerySet[models.Model]:
        """Those that hold something, in the order of their keys."""
        table: models.Manager[models.Model] = apps.get_model(self.model)._default_manager
        return table.exclude(**{self.column: None}).order_by("pk")

    def name_of(self, pk: object) -> str:
        return self.row.format(pk=pk)


def sealed_columns() -> Iterator[Sealed]:
    """Those of all rooms."""
    for config in apps.get_app_configs():
        if find_spec(f"{config.name}.sealed"):
            yield from import_module(f"{config.name}.sealed").SEALED


SEALED = [Sealed("access.IncomingWebhook", "sealed", "access.incomingwebhook:{pk}:secret")]
