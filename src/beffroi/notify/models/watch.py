"""Who is on call: from when to when."""

from datetime import datetime
from typing import Self

from django.db import models, transaction
from django.utils.translation import gettext_lazy as _

from beffroi.access.models import Organisation, User
from beffroi.journal.models import record


class WatchQuerySet(models.QuerySet["Watch"]):
    def of(self, organisation: Organisation) -> Self:
        return self.filter(organisation=organisation, removed_at=None).select_related("user").order_by("starts_at")

    def at(self, moment: datetime) -> Self:
        return self.filter(starts_at__lte=moment, ends_at__gt=moment)

    def still_to_come(self, now: datetime) -> Self:
        return self.filter(ends_at__gt=now)


class Watch(models.Model):
    """A person is called from `starts_at` to `ends_at`; in their quiet hours all others sleep on meanwhile."""

    organisation = models.ForeignKey(Organisation, on_delete=models.CASCADE, related_name="+")
    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="+", verbose_name=_("Who"))
    starts_at = models.DateTimeField()
    ends_at = models.DateTimeField()
    set_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    set_at = models.DateTimeField()
    removed_at = models.DateTimeField(null=True)

    objects = WatchQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(condition=models.Q(ends_at__gt=models.F("starts_at")), name="on_call_ends_after")
        ]
        indexes = [models.Index(fields=["organisation", "ends_at"], name="on_call_by_end")]

    def __str__(self) -> str:
        return str(self.user)

    @classmethod
    def give(
        cls,
        organisation: Organisation,
        user: User,
        *,
        starts_at: datetime,
        ends_at: datetime,
        by: User,
        now: datetime,
    ) -> "Watch":
        with transaction.atomic():
            hours = {"starts_at": starts_at, "ends_at": ends_at}
            watch = cls.objects.create(organisation=organisation, user=user, set_by=by, set_at=now, **hours)
            record("WATCH_GIVEN", watch, organisation=organisation, actor=by, now=now, name=user.name)
        return watch

    def remove(self, *, by: User, now: datetime) -> None:
        """They are not called any more; the row stays. Twice changes nothing."""
        with transaction.atomic():
            if Watch.objects.filter(pk=self.pk, removed_at=None).update(removed_at=now):
                name = self.user.name
                record("WATCH_REMOVED", self, organisation=self.organisation, actor=by, now=now, name=name)
