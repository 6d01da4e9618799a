"""A move: the compare-and-set of a state, with its event in the same transaction."""

from datetime import datetime
from typing import Any

from django.db import models, transaction

from beffroi.access.models import Organisation, User
from beffroi.engines.lifecycle import Lifecycle
from beffroi.journal.models import record


class NotAllowed(Exception):
    """The row was not, or no longer, in a state from which this move exists."""


def move(
    row: Any,
    to: str,
    *,
    lifecycle: Lifecycle,
    verb: str | None,
    organisation: Organisation,
    now: datetime,
    actor: User | None = None,
    where: dict[str, Any] | None = None,
    detail: dict[str, Any] | None = None,
    **changes: Any,
) -> None:
    """Takes `row` from its state to `to`, writing `changes` with it; without a `verb` the ledger stays silent.

    Raises NotAllowed when the lifecycle has no such move, or when the row is no longer as we saw it (its state, and
    the values in `where`): somebody else moved it first. `row` carries the new values afterwards.
    """
    model: type[models.Model] = type(row)
    if not lifecycle.allows(row.state, to):
        raise NotAllowed(f"{model.__name__} {row.pk}: {row.state} -> {to}")
    with transaction.atomic():
        seen = model._default_manager.filter(pk=row.pk, state=row.state, **(where or {}))
        if not seen.update(state=to, **changes):
            raise NotAllowed(f"{model.__name__} {row.pk} is no longer {row.state}")
        if verb is not None:
            record(verb, row, organisation=organisation, now=now, actor=actor, **(detail or {}))
    row.state = to
    for name, value in changes.items():
        setattr(row, name, value)
