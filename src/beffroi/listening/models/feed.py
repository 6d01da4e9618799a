"""A blog or a newspaper that is listened to through its feed."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any, Self

from django.db import models, transaction
from django.utils.translation import gettext_lazy as _

from beffroi.access.models import Organisation, User
from beffroi.journal.models import record
from beffroi.work.models import Due, DueQuerySet

REMEMBERED = 2000  # entries: more than any feed lists, so that one that wavers brings nothing back


class FeedQuerySet(DueQuerySet["Feed"]):
    def of(self, organisation: Organisation) -> Self:
        return self.filter(organisation=organisation).order_by("title", "pk")

    def in_trouble(self) -> Self:
        """Those that nobody paused and that did not answer the last time, or never will again."""
        return self.filter(paused_at=None, troubles__gt=0)


class Feed(Due):
    """A feed that one organisation follows. `due_at` is None while it is paused or when it is gone for good.

    `origin` is the address under which it was first followed, within which its entries have their identity; `address`
    is where it is read now. `seen` has the marks of the entries that were asked about, the latest first.
    """

    organisation = models.ForeignKey(Organisation, on_delete=models.CASCADE, related_name="+")
    origin = models.CharField(max_length=1000)
    address = models.CharField(_("Address"), max_length=1000)
    title = models.CharField(max_length=300)
    site = models.CharField(max_length=1000, default="", blank=True)
    followed_at = models.DateTimeField()
    followed_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    paused_at = models.DateTimeField(null=True)
    etag = models.CharField(max_length=300, default="", blank=True)
    last_modified = models.CharField(max_length=100, default="", blank=True)
    pace = models.PositiveIntegerField(default=5 * 60)  # seconds between two readings, by how often it changes
    wait = models.PositiveIntegerField(default=0)  # seconds that the site asks for between two readings
    seen = models.JSONField(default=list)
    read_at = models.DateTimeField(null=True)  # when it last answered
    last_entry_at = models.DateTimeField(null=True)
    entries_read = models.PositiveBigIntegerField(default=0)
    entries_passed_over = models.PositiveBigIntegerField(default=0)
    trouble = models.JSONField(default=dict)  # a Sentence: why it is not being read, or not whole
    troubles = models.PositiveIntegerField(default=0)  # in a row
    gap_from = models.DateTimeField(null=True)  # between these two more may have been published than the feed showed
    gap_until = models.DateTimeField(null=True)
    moved_to = models.CharField(max_length=1000, default="", blank=True)
    moved_since = models.DateTimeField(null=True)

    objects = FeedQuerySet.as_manager()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["organisation", "origin"], name="each_feed_followed_once")]
        indexes = [models.Index(fields=["due_at"], name="feed_due", condition=models.Q(due_at__isnull=False))]

    def __str__(self) -> str:
        return self.title

    @classmethod
    def follow(
        cls, organisation: Organisation, *, address: str, title: str, site: str = "", by: User, now: datetime
    ) -> "Feed":
        """Follows a feed from now on, the one that is followed already when there is one. It is read at once."""
        found = {"address": address, "title": title[:300], "site": site[:1000]}
        with transaction.atomic():
            feed, new = cls.objects.get_or_create(
                organisation=organisation,
                origin=address,
                defaults={**found, "followed_at": now, "followed_by": by, "due_at": now},
            )
            if new:
                feed.tell("FEED_FOLLOWED", now=now, by=by)
        return feed

    def pause(self, *, by: User, now: datetime) -> None:
        standing = Feed.objects.filter(pk=self.pk, paused_at=None)
        self._switch(standing, "FEED_PAUSED", by, now, paused_at=now, due_at=None)

    def resume(self, *, by: User, now: datetime) -> None:
        """Reads it again from now on; what it still shows of the time between is read too."""
        standing = Feed.objects.filter(pk=self.pk, due_at=None)
        self._switch(standing, "FEED_RESUMED", by, now, paused_at=None, due_at=now, trouble={}, troubles=0)

    def read_now(self, *, now: datetime) -> None:
        """Brings its next reading forward; a site that asked to be left alone is left alone."""
        Feed.objects.filter(pk=self.pk, due_at__gt=now, troubles=0, wait=0).update(due_at=now)

    def unfollow(self, *, by: User, now: datetime) -> None:
        """Forgets the feed. What searches found in it stays with them."""
        with transaction.atomic():
            self.tell("FEED_UNFOLLOWED", now=now, by=by)
            self.delete()

    def settle(self, **changes: Any) -> bool:
        """Writes down what a reading brought and when the next one is due; False when somebody paused or unfollowed it
        meanwhile, or another worker has taken it: then nothing of this reading counts."""
        settled = bool(Feed.objects.filter(pk=self.pk, due_at=self.due_at).update(**changes))
        if settled:
            for name, value in changes.items():
                setattr(self, name, value)
        return settled

    def _switch(self, standing: models.QuerySet["Feed"], verb: str, by: User, now: datetime, **changes: Any) -> None:
        """A button that was pressed twice is one act."""
        with transaction.atomic():
            if standing.update(**changes):
                self.tell(verb, now=now, by=by)

    def tell(self, verb: str, *, now: datetime, by: User | None = None) -> None:
        record(verb, self, organisation=self.organisation, actor=by, now=now, title=self.title, address=self.address)

    @property
    def is_stopped(self) -> bool:
        """Whether nobody reads it although nobody paused it: it is gone for good."""
        return self.due_at is None and self.paused_at is None

    @property
    def is_first_reading(self) -> bool:
        return self.read_at is None

    def remembering(self, marks: Iterable[str]) -> list[str]:
        """What is to be remembered after a reading that showed `marks`."""
        return list(dict.fromkeys([*marks, *self.seen]))[:REMEMBERED]
