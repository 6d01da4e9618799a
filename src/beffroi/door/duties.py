"""Forgets what is over at the door."""

from datetime import datetime

from django.contrib.sessions.models import Session

from beffroi.door.models import Attempt, OpenSession
from beffroi.door.models.attempt import FORGOTTEN_AFTER
from beffroi.work.duty import Duty

AN_HOUR = 3600.0  # seconds


def forget_what_is_over(now: datetime) -> int:
    """Deletes expired sessions, the rows about them, and counts of tries that nobody needs any more."""
    forgotten, _each = Session.objects.filter(expire_date__lt=now).delete()
    forgotten += OpenSession.objects.ended(now).delete()[0]
    return forgotten + Attempt.objects.filter(at__lt=now - FORGOTTEN_AFTER).delete()[0]


DUTIES = [
    Duty(
        "door.forget_what_is_over", "deletes expired sessions and counts of tries", forget_what_is_over, rests=AN_HOUR
    ),
]
