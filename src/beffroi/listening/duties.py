"""Listening's standing work: every network we have an account on gets its stream, every feed its readings."""

from datetime import datetime

from beffroi.directory.models import Account
from beffroi.listening.feeds import read
from beffroi.listening.models import Feed, Stream, Subscription
from beffroi.listening.ordering import place
from beffroi.work.duty import Duty, clock_from, each

BATCH = 50


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


def read_feeds(now: datetime) -> int:
    """Reads the feeds that are due: each once, for all the organisations that follow it."""
    clock = clock_from(now)
    due = Feed.objects.due(now).filter(organisation__is_resting=False)
    return each(due[:BATCH], lambda feed: read(feed, clock))


def order_news(now: datetime) -> int:
    """Orders news of feeds from their hubs, and again before a hub's agreement ends."""
    clock = clock_from(now)
    return each(Subscription.objects.due(now).filter(feed__due_at__isnull=False)[:BATCH], lambda due: place(due, clock))


DUTIES = [
    Duty("listening.order_news", "has the hubs of feeds call us when something is new", order_news, rests=5.0),
    Duty("listening.open_streams", "opens the stream of each network we have an account on", open_streams, rests=2.0),
    Duty(
        "listening.read_feeds",
        "reads the blogs and newspapers that are followed",
        read_feeds,
        rests=1.0,
        threads=4,
        next_due=Feed.objects.next_due,
    ),
]
