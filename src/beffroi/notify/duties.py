"""Notify's standing work."""

from datetime import datetime

from beffroi.notify.calling import call
from beffroi.notify.delivery import deliver
from beffroi.notify.ledger import read_on
from beffroi.notify.models import Cursor, Message, WebhookDelivery, WebhookEndpoint
from beffroi.notify.reading_on import read_for
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


def call_webhooks(now: datetime) -> int:
    """Calls the programs that are due, and once more those that a dead worker was calling."""
    clock = clock_from(now)
    due = WebhookDelivery.objects.due(now).select_related("endpoint__organisation")
    return each(due[:BATCH], lambda row: call(row, clock))


def read_for_webhooks(now: datetime) -> int:
    """Writes the calls of what happened since the last look, for every program."""
    return sum(read_for(endpoint, now) for endpoint in WebhookEndpoint.objects.behind())


def forget_calls(now: datetime) -> int:
    """Takes calls out of the log that are older than it keeps."""
    return WebhookDelivery.forget(now)


DUTIES = [
    Duty("notify.read_ledger", "writes messages about what happened", read_ledger, rests=0.5),
    Duty("notify.read_for_webhooks", "writes the calls to programs", read_for_webhooks, rests=0.5),
    Duty(
        "notify.call_webhooks",
        "calls the programs that want to be told",
        call_webhooks,
        rests=0.25,
        threads=2,
        next_due=WebhookDelivery.objects.next_due,
    ),
    Duty("notify.forget_calls", "forgets calls that are a month old", forget_calls, rests=3600),
    Duty(
        "notify.send_due",
        "sends messages to people",
        send_due,
        rests=0.25,
        threads=2,
        next_due=Message.objects.next_due,
    ),
]
