"""The accounts of the register as `engines/likeness/resembling` wants them, kept in memory while they do not change."""

from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from django.db.models import Max

from beffroi.directory.models import Body, OfficialAccount
from beffroi.engines.likeness.resembling import Known, Register

SMALL = 2_000  # accounts: so few are laid out anew at each change
FRESH = timedelta(minutes=1)  # so long a large register is used although it has changed since


@dataclass(slots=True)
class _Laid:
    """A register of one network, and what it was laid out from."""

    key: tuple[Any, ...]
    at: datetime
    register: Register


@dataclass(slots=True)
class _Shelf:
    """The registers of this process."""

    laid: dict[str, _Laid] = field(default_factory=dict)


_SHELF = _Shelf()


def register_of(network: str, *, now: datetime) -> Register:
    """The accounts of a network, laid out; anew when they have changed."""
    accounts = OfficialAccount.objects.filter(network=network).exclude(status="closed")
    key = (_most("changed_at"), _most("pk"))
    kept = _SHELF.laid.get(network)
    if kept and (kept.key == key or (len(kept.register) > SMALL and kept.at <= now < kept.at + FRESH)):
        return kept.register
    rows = accounts.values_list("pk", "handle", "body__name", "body__population")
    known = (Known(pk, handle, name or "", weight or 0) for pk, handle, name, weight in rows)
    bodies = Body.objects.values_list("name", flat=True)
    laid = _Laid(key, now, Register(known, bodies))
    _SHELF.laid[network] = laid
    return laid.register


def _most(field: str) -> Any:
    """Each alone is read off its index; both in one question would be a walk through all rows."""
    return OfficialAccount.objects.aggregate(most=Max(field))["most"]
