"""How a search tells people what it finds."""

from datetime import datetime, timedelta
from typing import Any

from django.db import models, transaction
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from beffroi.access.models import User
from beffroi.engines.times.wallclock import next_at
from beffroi.journal.models import record
from beffroi.listening.models.search import SavedSearch
from beffroi.notify.quiet import leaves_at
from beffroi.work.models import Due, DueQuerySet
from beffroi.work.waking import wake

RINGS: dict[str, str | Promise] = {
    "each": gettext_lazy("At each post, once for a story however often it is repeated"),
    "threshold": gettext_lazy("At many posts in a short time"),
    "spike": gettext_lazy("When far more is said than usual at this hour"),
    "digest": gettext_lazy("Together, at a fixed time"),
}
HOUR = timedelta(hours=1)


class Policy(Due):
    """What one search rings at. Due when it is to be weighed: a post came, or the time of its digest has. A search
    without a row rings at each post."""

    search = models.OneToOneField(SavedSearch, on_delete=models.CASCADE, related_name="policy")
    rings = models.CharField(max_length=20, default="each")
    posts = models.PositiveIntegerField(default=10)
    minutes = models.PositiveIntegerField(default=60)
    digest_at = models.TimeField(null=True)  # on the town's clock; None: every hour
    quiet_from = models.TimeField(null=True)
    quiet_until = models.TimeField(null=True)
    is_urgent = models.BooleanField(default=False)
    set_at = models.DateTimeField(null=True)
    digested_at = models.DateTimeField(null=True)  # what was noted until then was in a digest

    objects = DueQuerySet["Policy"].as_manager()

    class Meta:
        constraints = [models.CheckConstraint(condition=models.Q(rings__in=list(RINGS)), name="policy_rings")]
        indexes = [models.Index(fields=["due_at"], name="policy_due", condition=models.Q(due_at__isnull=False))]

    def __str__(self) -> str:
        return f"{self.search}: {self.rings}"

    @classmethod
    def of(cls, search: SavedSearch) -> "Policy":
        """What was chosen for `search`, or, unsaved, what counts before anything was."""
        policy = cls.objects.filter(search=search).first() or cls()
        policy.search = search
        return policy

    def choose(self, *, by: User, now: datetime, **wishes: Any) -> None:
        """Keeps what was chosen; it counts for what is found from now on, and no digest reaches back behind it."""
        with transaction.atomic():
            for name, value in wishes.items():
                setattr(self, name, value)
            self.set_at = self.digested_at = now
            self.due_at = self.next_digest(now)
            self.save()
            search = self.search
            record("ALERT_POLICY_SET", search, organisation=search.organisation, actor=by, now=now, search=search.name)

    def wake(self, now: datetime) -> None:
        """A post was found: it is weighed as soon as a worker is free."""
        asleep = models.Q(due_at=None) | models.Q(due_at__gt=now)
        if Policy.objects.filter(asleep, pk=self.pk).exclude(rings="digest").update(due_at=now):
            wake("listening.weigh_alerts")

    def settle(self, now: datetime, **changes: Any) -> None:
        """It was weighed; a post that came meanwhile has woken it again, which stands."""
        mine = Policy.objects.filter(pk=self.pk, due_at=self.due_at)
        self.due_at = self.next_digest(now)
        mine.update(due_at=self.due_at)
        if changes:
            Policy.objects.filter(pk=self.pk).update(**changes)

    def next_digest(self, now: datetime) -> datetime | None:
        if self.rings != "digest":
            return None
        if self.digest_at is None:
            return now.replace(minute=0, second=0, microsecond=0) + HOUR
        return next_at(self.digest_at, self.search.organisation.tz, now)

    def calls_everybody_at(self, now: datetime) -> datetime:
        """`now`, or the end of the quiet hours of this search, in which only the person on call is told."""
        return leaves_at(now, self.quiet_from, self.quiet_until, self.search.organisation.tz)

    @property
    def words(self) -> str:
        """What was chosen, in one sentence."""
        if self.rings == "threshold":
            time = ngettext("%(count)s minute", "%(count)s minutes", self.minutes) % {"count": self.minutes}
            return _("It rings at %(posts)s posts in %(time)s.") % {"posts": self.posts, "time": time}
        if self.rings == "spike":
            return _("It rings when far more is said than usual at this hour.")
        if self.rings == "digest" and self.digest_at:
            time = self.digest_at.strftime("%H:%M")
            return _("It rings every day at %(time)s, if it found something.") % {"time": time}
        if self.rings == "digest":
            return _("It rings once an hour, if it found something.")
        return _("It rings at each post, once for a story.")
