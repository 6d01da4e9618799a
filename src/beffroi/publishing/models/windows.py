"""The windows that concern an account: the electoral calendars, and the organisation's own blackouts."""

from datetime import datetime

from beffroi.access.models import Organisation
from beffroi.directory.models import Account
from beffroi.engines.blackout import Window
from beffroi.publishing.models.blackout import Blackout


def windows_for(account: Account, start: datetime, end: datetime) -> list[Window]:
    """What concerns `account` between two moments, earliest first."""
    rows = Blackout.objects.of(account.organisation).overlapping(start, end)
    own = [_window(row) for row in rows if row.concerns(account)]
    return sorted([*_electoral(account.organisation, start, end), *own], key=lambda window: window.starts_at)


def _electoral(organisation: Organisation, start: datetime, end: datetime) -> list[Window]:
    return []


def _window(row: Blackout) -> Window:
    effect = "blocks" if row.blocks else "warns"
    return Window(
        key=f"own-{row.pk}",
        calendar=row.calendar,  # type: ignore[arg-type]  # a database constraint keeps it one of them
        name=row.name,
        starts_at=row.starts_at,
        ends_at=row.ends_at,
        effect=effect,  # type: ignore[arg-type]
        source=row.source,
    )
