"""Do the keys that are set open this database? Asked before anything is started."""

import os
from datetime import datetime
from pathlib import Path

from beffroi.site.terminal import gettext as _


def said_where() -> str:
    """Where the keys come from, as a person would look for them."""
    from django.conf import settings

    given = [name for name in ("BEFFROI_KEYS", "BEFFROI_KEYS_FILE") if name in os.environ]
    return given[0] if given else str(Path(settings.DATA) / "encryption.key")


def misfit(now: datetime) -> str:
    """Why nothing may be started with the keys that are set; empty when they fit this database. Leaves the mark of the
    first key, so that a later start without it is refused."""
    from django.db.utils import DatabaseError

    from beffroi.access.models import KeyMark
    from beffroi.access.models.key_mark import something_does_not_open
    from beffroi.access.sealing import fingerprints

    try:
        missing = KeyMark.missing()
        if not missing and (KeyMark.objects.exists() or not something_does_not_open()):
            KeyMark.leave(now)
            return ""
    except DatabaseError:
        return ""  # it is not there yet, or cannot be read: whoever opens it next says so
    if missing:
        needed = _("the key {key} is missing").format(key=_(" and ").join(missing))
    else:
        needed = _("it was sealed with another one")
    said = _("the key in {place} does not open this database: {needed} (given: {given})")
    return said.format(place=said_where(), needed=needed, given=", ".join(fingerprints()))
