"""The windows that concern an account: the electoral calendars, and the organisation's own blackouts."""

from datetime import datetime

from django.utils.translation import gettext

from beffroi.access.models import Organisation
from beffroi.directory.models import Account
from beffroi.engines.times.blackout import Window, electoral
from beffroi.engines.times.elections import ELECTIONS
from beffroi.publishing.models.blackout import Blackout

OWN = "own-"


def windows_for(account: Account, start: datetime, end: datetime) -> list[Window]:
    """What concerns `account` between two moments, earliest first."""
    rows = Blackout.objects.of(account.organisation).overlapping(start, end)
    own = [_window(row) for row in rows if row.concerns(account)]
    return sorted([*_electoral(account.organisation, start, end), *own], key=lambda window: window.starts_at)


def windows_of(organisation: Organisation, start: datetime, end: datetime) -> list[tuple[Window, list[Account]]]:
    """What concerns any account of `organisation`, earliest first, each with the accounts that it is limited to (none:
    it concerns them all)."""
    own = [
        (_window(row), list(row.accounts.all())) for row in Blackout.objects.of(organisation).overlapping(start, end)
    ]
    everybody: list[tuple[Window, list[Account]]] = [(each, []) for each in _electoral(organisation, start, end)]
    return sorted([*everybody, *own], key=lambda each: each[0].starts_at)


def _electoral(organisation: Organisation, start: datetime, end: datetime) -> list[Window]:
    known = electoral(ELECTIONS, organisation.territory, is_campaign=organisation.is_campaign, say=gettext)
    return [window for window in known if window.overlaps(start, end)]


def own_key(window: Window) -> int | None:
    """The row of the organisation's own that `window` is made of; None for an electoral one."""
    return int(window.key.removeprefix(OWN)) if window.key.startswith(OWN) else None


def _window(row: Blackout) -> Window:
    effect = "blocks" if row.blocks else "warns"
    return Window(
        key=f"{OWN}{row.pk}",
        calendar=row.calendar,  # type: ignore[arg-type]  # a database constraint keeps it one of them
        name=row.name,
        starts_at=row.starts_at,
        ends_at=row.ends_at,
        effect=effect,  # type: ignore[arg-type]
        source=row.source,
    )
