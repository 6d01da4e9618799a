"""News of a feed that is ordered from its hub, so that nobody has to ask for them."""

import secrets
from datetime import datetime, timedelta
from urllib.parse import urljoin

from django.conf import settings
from django.db import models, transaction
from django.urls import reverse
from django.utils.crypto import salted_hmac

from beffroi.listening.models.feed import Feed
from beffroi.work.models import Due, DueQuerySet

APART = timedelta(seconds=20)  # between two readings that a hub asks for, however often it calls
SHORTEST, LONGEST = timedelta(hours=1), timedelta(days=30)  # of a lease, whatever the hub says


class Subscription(Due):
    """The order of one feed at one hub. `until` is None while the hub has not confirmed it; `due_at` is when it is
    ordered again. The secret is derived, so that none is stored: whoever changes the key orders anew."""

    feed = models.OneToOneField(Feed, on_delete=models.CASCADE, related_name="subscription")
    hub = models.CharField(max_length=1000)
    topic = models.CharField(max_length=1000)
    name = models.CharField(max_length=64, unique=True)  # in the address that the hub calls: nobody can guess it
    until = models.DateTimeField(null=True)
    planned_at = models.DateTimeField(null=True)  # the last reading that the hub asked for
    trouble = models.JSONField(default=dict)  # a Sentence

    objects = DueQuerySet.as_manager()

    class Meta:
        indexes = [models.Index(fields=["due_at"], name="subscription_due", condition=models.Q(due_at__isnull=False))]

    def __str__(self) -> str:
        return f"{self.feed} · {self.hub}"

    @classmethod
    def order(cls, feed: Feed, *, hub: str, topic: str, now: datetime) -> "Subscription":
        """The order of `feed`, new when it has none there; the duty places it."""
        wanted = {"hub": hub, "topic": topic}
        anew = {**wanted, "name": secrets.token_urlsafe(24), "until": None, "due_at": now}
        subscription, _new = cls.objects.get_or_create(feed=feed, defaults=anew)
        if (subscription.hub, subscription.topic) != (hub, topic):
            subscription, _new = cls.objects.update_or_create(feed=feed, defaults=anew)
        return subscription

    @property
    def secret(self) -> str:
        return salted_hmac("beffroi.listening.subscription", self.name, algorithm="sha256").hexdigest()

    @property
    def callback(self) -> str:
        return urljoin(str(settings.PUBLIC_ADDRESS), reverse("feed_hub", args=[self.name]))

    def confirm(self, lease: timedelta, *, now: datetime) -> None:
        """The hub agreed for so long: the order is placed again when nine tenths of it have passed."""
        agreed = min(max(lease, SHORTEST), LONGEST)
        changes = {"until": now + agreed, "due_at": now + agreed * 0.9, "trouble": {}}
        Subscription.objects.filter(pk=self.pk).update(**changes)

    def read_soon(self, *, now: datetime) -> None:
        """Brings the next reading of the feed forward, APART from the last one that the hub asked for. A site that
        asked to be left alone is left alone, and what a hub sends is never believed: the feed itself is read."""
        if self.planned_at is not None and self.planned_at > now:
            return
        at = max(now, self.planned_at + APART) if self.planned_at else now
        with transaction.atomic():
            if Subscription.objects.filter(pk=self.pk, planned_at=self.planned_at).update(planned_at=at):
                Feed.objects.filter(pk=self.feed_id, due_at__gt=at, troubles=0).update(due_at=at)
