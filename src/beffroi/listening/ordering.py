"""Orders news of feeds from their hubs; where that fails, the feeds are read all the same."""

from collections.abc import Callable
from datetime import datetime, timedelta

from django.conf import settings

from beffroi.connectors.contract import NetworkTrouble
from beffroi.directory.feeds import Read, can_be_ordered, order_news
from beffroi.listening.models import Feed, Subscription

LEASE = timedelta(minutes=2)  # more than the exchange may take
UNCONFIRMED = timedelta(hours=6)  # after which an order that the hub took and did not confirm is placed again
AGAIN = timedelta(days=1)  # after a refusal


def note_hub(feed: Feed, read: Read, now: datetime) -> None:
    """Keeps where news of `feed` can be ordered, when this installation can be called."""
    if settings.PUBLIC_ADDRESS and can_be_ordered(read.hub) and len(read.hub) <= 1000 and len(read.topic) <= 1000:
        Subscription.order(feed, hub=read.hub, topic=read.topic, now=now)


def place(subscription: Subscription, clock: Callable[[], datetime]) -> bool:
    """Places one order, outside any transaction; False when another worker has taken it."""
    if not Subscription.objects.claim(subscription, until=clock() + LEASE):
        return False
    trouble = _asked(subscription)
    again = clock() + (AGAIN if trouble else UNCONFIRMED)
    mine = Subscription.objects.filter(pk=subscription.pk, due_at=subscription.due_at)  # unless it was confirmed since
    mine.update(due_at=again, trouble=trouble.reason.as_json() if trouble else {})
    return True


def _asked(subscription: Subscription) -> NetworkTrouble | None:
    try:
        order_news(subscription.hub, subscription.topic, subscription.callback, subscription.secret)
    except NetworkTrouble as trouble:
        return trouble
    return None
