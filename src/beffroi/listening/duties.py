"""Listening's standing work: every network we have an account on gets its stream."""

from datetime import datetime

from beffroi.directory.models import Account
from beffroi.listening.looking_back import look_back, plan
from beffroi.listening.models import LookBack, Stream
from beffroi.work.duty import Duty, each

BATCH = 20


def open_streams(now: datetime) -> int:
    """One stream row per address that a connected account can read; the listener picks it up."""
    opened = 0
    readable = Account.objects.exclude(stream="").exclude(stream__in=Stream.objects.values("service"))
    readable = readable.exclude(organisation__is_resting=True)
    for account in readable.order_by("pk"):
        _stream, new = Stream.objects.get_or_create(
            network=account.network, service=account.stream, defaults={"account": account}
        )
        opened += new
    return opened


def look_backs(now: datetime) -> int:
    """Has each new search look through what was said before it was saved."""
    plan(now)
    due = LookBack.objects.due(now).select_related("search__organisation", "account__connection")
    return each(due[:BATCH], lambda row: look_back(row, now))


DUTIES = [
    Duty("listening.open_streams", "opens the stream of each network we have an account on", open_streams, rests=2.0),
    Duty("listening.look_back", "looks through what was said before a search was saved", look_backs, rests=1.0),
]
