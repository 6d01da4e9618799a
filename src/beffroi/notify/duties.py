"""Notify's standing work."""

from datetime import datetime

from beffroi.notify.delivery import deliver
from beffroi.notify.ledger import read_on
from beffroi.notify.models import Cursor, Message
from beffroi.work.duty import Duty, clock_from, each

BATCH = 20


def send_due(now: datetime) -> int:
    """Sends what is due, and once more what a dead worker was sending."""
    clock = clock_from(now)
    return each(Message.objects.due(now).select_related("organisation")[:BATCH], lambda row: deliver(row, clock))


def read_ledger(now: datetime) -> int:
    """Writes messages about what happened since the last look, in every organisation."""
    Cursor.place(now)
    return sum(read_on(cursor, now) for cursor in Cursor.objects.behind())


DUTIES = [
    Duty("notify.read_ledger", "writes messages about what happened", read_ledger, rests=0.5),
    Duty(
        "notify.send_due",
        "sends messages to people",
        send_due,
        rests=0.25,
        threads=2,
        next_due=Message.objects.next_due,
    ),
]
