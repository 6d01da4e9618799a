"""What is past its time goes, holds end, and people are told of requests that wait."""

from datetime import datetime, timedelta

from django.utils import timezone

from beffroi.access.models import Organisation
from beffroi.keeping.going import STEP, STEPS, let_go
from beffroi.keeping.kinds import holdables
from beffroi.keeping.models import Asked, Hold, Round
from beffroi.work.duty import Duty, each

EVERY = timedelta(hours=6)
AGAIN = timedelta(minutes=1)  # when more was past its time than one run takes


def go_round(now: datetime) -> int:
    """Looks through what an organisation keeps; each step that lets something go writes one event."""
    Round.plan(now)
    return each(Round.objects.due(now).select_related("organisation")[:1], lambda one: _go_round(one, now))


def _go_round(one: Round, now: datetime) -> bool:
    if not Round.objects.claim(one, until=now + EVERY):
        return False
    follow_holds(one.organisation, now)
    gone = let_go(one.organisation, now=now)
    if any(count >= STEP * STEPS for count in gone.values()):
        Round.objects.filter(pk=one.pk).update(due_at=now + AGAIN)
    return bool(gone)


def follow_holds(organisation: Organisation, now: datetime) -> None:
    """Ends what has had its last day, and takes in what has grown."""
    for hold in Hold.objects.over(timezone.localdate(now, organisation.tz)).filter(organisation=organisation):
        hold.lift(by=None, now=now)
    known = holdables()
    for hold in Hold.objects.standing(organisation).exclude(kind="period"):
        row = known[hold.kind].find(organisation, hold.subject_id)
        if row is not None:
            hold.cover(known[hold.kind].covers(row))


def remind(now: datetime) -> int:
    return each(Asked.objects.due(now).select_related("organisation")[:20], lambda asked: asked.remind(now=now))


DUTIES = [
    Duty("keeping.go_round", "lets go what is past its time and not held", go_round, rests=60.0, may_be_cut=True),
    Duty("keeping.remind", "says that a request about somebody's data is to be answered", remind, rests=60.0),
]
