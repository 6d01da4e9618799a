"""Listening's standing work: streams are opened, feeds read, and what was found is weighed."""

from datetime import datetime

from beffroi.directory.models import Account
from beffroi.listening.feeds import read
from beffroi.listening.looking_back import look_back, plan
from beffroi.listening.models import Alert, Feed, LookBack, Policy, Stream, Subscription
from beffroi.listening.models.sample import trim
from beffroi.listening.ordering import place
from beffroi.listening.telling import tell_of
from beffroi.listening.weighing import weigh
from beffroi.work.duty import Duty, clock_from, each

BATCH = 100


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


def weigh_alerts(now: datetime) -> int:
    """Weighs what was found against the policies that a post has woken, or whose time has come."""
    due = Policy.objects.due(now).filter(search__organisation__is_resting=False)
    return each(due.select_related("search__organisation")[:BATCH], lambda policy: weigh(policy, now))


def tell_alerts(now: datetime) -> int:
    """Tells people of the alerts that rang."""
    due = Alert.objects.due(now).filter(search__organisation__is_resting=False)
    return each(due[:BATCH], lambda alert: tell_of(alert, now))


def read_feeds(now: datetime) -> int:
    """Reads the feeds that are due: each once, for all the organisations that follow it."""
    clock = clock_from(now)
    due = Feed.objects.due(now).filter(organisation__is_resting=False)
    return each(due[:BATCH], lambda feed: read(feed, clock))


def order_news(now: datetime) -> int:
    """Orders news of feeds from their hubs, and again before a hub's agreement ends."""
    clock = clock_from(now)
    return each(Subscription.objects.due(now).filter(feed__due_at__isnull=False)[:BATCH], lambda due: place(due, clock))


def look_backs(now: datetime) -> int:
    """Has each new search look through what was said before it was saved."""
    plan(now)
    due = LookBack.objects.due(now).select_related("search__organisation", "account__connection")
    return each(due[:BATCH], lambda row: look_back(row, now))


DUTIES = [
    Duty("listening.open_streams", "opens the stream of each network we have an account on", open_streams, rests=2.0),
    Duty("listening.trim_sample", "keeps the sample of each stream small and recent", trim, rests=60.0),
    Duty(
        "listening.weigh_alerts",
        "weighs what a search found against what it rings at",
        weigh_alerts,
        next_due=Policy.objects.next_due,
    ),
    Duty(
        "listening.tell_alerts", "tells people of the searches that rang", tell_alerts, next_due=Alert.objects.next_due
    ),
    Duty("listening.order_news", "has the hubs of feeds call us when something is new", order_news, rests=5.0),
    Duty(
        "listening.read_feeds",
        "reads the blogs and newspapers that are followed",
        read_feeds,
        rests=1.0,
        threads=4,
        next_due=Feed.objects.next_due,
    ),
    Duty("listening.look_back", "looks through what was said before a search was saved", look_backs, rests=1.0),
]
