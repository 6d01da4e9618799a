"""Listening's standing work: every network we have an account on gets its stream, and what was found is weighed."""

from datetime import datetime

from beffroi.directory.models import Account
from beffroi.listening.forgetting import forget
from beffroi.listening.models import Alert, Policy, Stream
from beffroi.listening.models.sample import trim
from beffroi.listening.telling import tell_of
from beffroi.listening.weighing import weigh
from beffroi.work.duty import Duty, each

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


DUTIES = [
    Duty("listening.open_streams", "opens the stream of each network we have an account on", open_streams, rests=2.0),
    Duty("listening.trim_sample", "keeps the sample of each stream small and recent", trim, rests=60.0),
    Duty("listening.forget", "deletes what searches found once its time is over", forget, rests=300.0),
    Duty(
        "listening.weigh_alerts",
        "weighs what a search found against what it rings at",
        weigh_alerts,
        next_due=Policy.objects.next_due,
    ),
    Duty(
        "listening.tell_alerts", "tells people of the searches that rang", tell_alerts, next_due=Alert.objects.next_due
    ),
]
