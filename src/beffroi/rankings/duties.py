"""The standing work of the rankings: facts of the days that changed, and editions of the windows that are over."""

import logging
from datetime import datetime, timedelta

from beffroi.engines.ranking.record import ANSWERED_WITHIN
from beffroi.engines.ranking.window import last_whole
from beffroi.rankings.collecting import begin, collect, note_heard
from beffroi.rankings.exporting import export
from beffroi.rankings.making import make
from beffroi.rankings.models import Activity, ChangedDay, Ranking
from beffroi.rankings.usual import begin_usual
from beffroi.work.duty import Duty, each

DAYS, ROWS = 20, 2_000  # at a time
LEASE = timedelta(minutes=30)
LATER = timedelta(minutes=10)

log = logging.getLogger("beffroi.rankings")


def export_days(now: datetime) -> int:
    """Writes the facts of the days of which something was noted."""
    return each(ChangedDay.objects.due(now)[:DAYS], lambda day: _claimed(day, now) and export(day))


def _claimed(day: ChangedDay, now: datetime) -> bool:
    return ChangedDay.objects.claim(day, until=now + LEASE)


def make_editions(now: datetime) -> int:
    """Makes the editions that are due: a window is over, and all that was asked in it had its time to be answered."""
    return each(Ranking.objects.due(now), lambda ranking: make_edition(ranking, now))


def make_edition(ranking: Ranking, now: datetime) -> bool:
    """False when another worker makes it, or while its days are still being written."""
    if not Ranking.objects.claim(ranking, until=now + LEASE):
        return False
    window = last_whole(ranking.window, (now - ANSWERED_WITHIN).date())
    if ChangedDay.objects.filter(day__gte=window.before.first, day__lt=window.until).exclude(due_at=None).exists():
        Ranking.objects.claim(ranking, until=now + LATER)
        return False
    if not ranking.editions.filter(first=window.first, until=window.until).exists():
        made = make(ranking, window, now=now)
        log.info("edition %s of %s: %s ranked, %s not", made.pk, ranking.measure, made.ranked, made.unranked)
    Ranking.objects.claim(ranking, until=ranking.due_after(window))
    return True


def forget_counterparts(now: datetime) -> int:
    """After 400 days nothing tells any more with whom an account spoke."""
    return Activity.forget(list(Activity.objects.to_forget(now)[:ROWS]), now=now)


DUTIES = [
    Duty("rankings.list_accounts", "lets listed accounts be read from now on", begin, rests=600.0),
    Duty("rankings.collect", "reads the counters of listed accounts and what they did", collect, rests=5.0),
    Duty("rankings.begin_usual", "begins the usual rankings where enough accounts are read", begin_usual, rests=3600.0),
    Duty("rankings.note_heard", "counts what was said to our own accounts that are listed", note_heard, rests=600.0),
    Duty(
        "rankings.export_days", "writes the facts of the days that changed, for the rankings", export_days, rests=60.0
    ),
    Duty(
        "rankings.make_editions",
        "makes the editions of the rankings whose window is over",
        make_editions,
        rests=60.0,
        next_due=Ranking.objects.next_due,
    ),
    Duty(
        "rankings.forget_counterparts",
        "forgets with whom accounts spoke, once no edition asks for it any more",
        forget_counterparts,
        rests=600.0,
    ),
]
