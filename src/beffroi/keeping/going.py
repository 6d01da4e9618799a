"""What goes because its time is over: shown before, then done in small steps."""

import logging
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import models, transaction

from beffroi.access.models import Organisation
from beffroi.journal.models import record
from beffroi.keeping.kinds import Kind, all_kinds
from beffroi.keeping.models import days_of

logger = logging.getLogger(__name__)

STEP = 50  # rows of one transaction: nobody waits for it
STEPS = 40  # of one kind in one run
SHOWN = 3


@dataclass(frozen=True, slots=True)
class Preview:
    """`count` rows of `kind` are past `days`, the oldest of `oldest`; `held` more would be, and stand under a hold."""

    kind: Kind
    days: int
    count: int
    oldest: datetime | None
    examples: list[str]
    held: int


def preview(organisation: Organisation, kind: Kind, days: int, *, now: datetime) -> Preview:
    """What will go at the next run, if `kind` is kept for `days`."""
    if kind.going is None:
        return Preview(kind, days, 0, None, [], 0)
    past = kind.going(organisation, days, now)
    held = kind.held(organisation)
    free = past.exclude(held)
    oldest = free.order_by(kind.at).values_list(kind.at, flat=True).first()
    examples = [kind.example(row) for row in free.order_by(kind.at)[:SHOWN]]
    return Preview(kind, days, free.count(), oldest, examples, past.filter(held).count())


def let_go(organisation: Organisation, *, now: datetime) -> dict[str, int]:
    """Lets go what is past its time and not held, some of each kind: how many rows of which kind went.

    What of one kind cannot go is written into the log, and does not keep the others.
    """
    gone: dict[str, int] = {}
    for kind in all_kinds():
        try:
            for rows in _steps(organisation, kind, now):
                gone[kind.key] = gone.get(kind.key, 0) + _let_go(organisation, kind, rows, now)
        except Exception:
            logger.exception("%s of organisation %s could not go", kind.key, organisation.pk)
    return {key: count for key, count in gone.items() if count}


def _let_go(organisation: Organisation, kind: Kind, rows: "models.QuerySet[Any]", now: datetime) -> int:
    """One step and its event, together: nothing goes of which the ledger does not say so."""
    assert kind.erase is not None  # noqa: S101  # for the type checker
    with transaction.atomic():
        count = kind.erase(organisation, rows, now)
        if count:
            said: dict[str, Any] = {"rows": count, "kinds": {kind.key: count}}
            record("KEPT_LET_GO", organisation, organisation=organisation, now=now, **said)
    return count


def _steps(organisation: Organisation, kind: Kind, now: datetime) -> Iterator["models.QuerySet[Any]"]:
    for _step in range(STEPS if kind.going and kind.erase else 0):
        rows = free(organisation, kind, now)
        chosen = list(rows.order_by(kind.at, "pk").values_list("pk", flat=True)[:STEP])
        if not chosen:
            return
        yield rows.model._default_manager.filter(pk__in=chosen)


def free(organisation: Organisation, kind: Kind, now: datetime) -> "models.QuerySet[Any]":
    assert kind.going is not None  # noqa: S101  # for the type checker
    return kind.going(organisation, days_of(organisation, kind), now).exclude(kind.held(organisation))
