"""The standing work about those who leave."""

from datetime import datetime

from beffroi.people.models import Leaving
from beffroi.work.duty import Duty, each

BATCH = 50


def warn_of_ends(now: datetime) -> int:
    """Tells that a mandate ends, a month and a week before and on the day; suspends whom it was planned for."""
    due = Leaving.objects.due(now).filter(ended_at=None).select_related("organisation", "user")
    return each(due[:BATCH], lambda row: row.warn(now=now))


DUTIES = [
    Duty(
        "people.warn_of_ends",
        "tells that a mandate ends, and ends it on its day where that was planned",
        warn_of_ends,
        rests=60,
        next_due=Leaving.objects.next_due,
    )
]
