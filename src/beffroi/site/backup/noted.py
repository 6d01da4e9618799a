"""A backup and its trial are noted in the journal of each organisation, so that it is seen when none is made."""

from collections.abc import Callable
from datetime import datetime
from typing import Any

from django.db import DatabaseError, transaction

from beffroi.access.models import Organisation
from beffroi.journal.models import record
from beffroi.site.terminal import gettext as _


def note_backup(*, rows: int, files: int, now: datetime) -> str:
    """Empty, or why it could not be noted: the backup stands all the same."""
    return _note("BACKUP_MADE", now, lambda _organisation: {"rows": rows, "files": files})


def note_rehearsal(*, made_at: datetime, now: datetime) -> str:
    """Empty, or why it could not be noted."""
    return _note("BACKUP_REHEARSED", now, lambda ours: {"day": f"{made_at.astimezone(ours.tz):%Y-%m-%d %H:%M}"})


def _note(verb: str, now: datetime, detail: Callable[[Organisation], dict[str, Any]]) -> str:
    """Where the database cannot be written, or waits for its migrations, the file is as good as ever."""
    try:
        with transaction.atomic():
            for organisation in Organisation.objects.filter(is_demo=False):
                record(verb, organisation, organisation=organisation, now=now, **detail(organisation))
    except DatabaseError as trouble:
        return _("it could not be noted in the journal ({trouble})").format(trouble=trouble)
    return ""
