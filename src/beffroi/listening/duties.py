"""Listening's standing work: every network we have an account on gets its stream."""

from datetime import datetime

from beffroi.directory.models import Account
from beffroi.listening.forgetting import forget
from beffroi.listening.models import Stream
from beffroi.listening.models.sample import trim
from beffroi.work.duty import Duty


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


DUTIES = [
    Duty("listening.open_streams", "opens the stream of each network we have an account on", open_streams, rests=2.0),
    Duty("listening.trim_sample", "keeps the sample of each stream small and recent", trim, rests=60.0),
    Duty("listening.forget", "deletes what searches found once its time is over", forget, rests=300.0),
]
