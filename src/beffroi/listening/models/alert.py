"""What a search found since somebody last looked."""

from datetime import datetime
from typing import Self

from django.db import models, transaction

from beffroi.access.models import Organisation, User
from beffroi.journal.models import record
from beffroi.listening.models.search import SavedSearch


class AlertQuerySet(models.QuerySet["Alert"]):
    def of(self, organisation: Organisation) -> Self:
        return self.filter(search__organisation=organisation).select_related("search")

    def open(self) -> Self:
        return self.filter(read_at=None).order_by("-opened_at", "-pk")


class Alert(models.Model):
    """What a search found since somebody last looked: one row asks for attention, however many posts matched."""

    search = models.ForeignKey(SavedSearch, on_delete=models.CASCADE, related_name="alerts")
    opened_at = models.DateTimeField()
    read_at = models.DateTimeField(null=True)
    read_by = models.ForeignKey(User, null=True, on_delete=models.PROTECT, related_name="+")

    objects = AlertQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["search"], condition=models.Q(read_at=None), name="one_open_alert_per_search"
            )
        ]
        indexes = [models.Index(fields=["-opened_at"], name="alert_newest")]

    def __str__(self) -> str:
        return f"{self.search}: {self.opened_at:%d/%m %H:%M}"

    def read(self, *, by: User, now: datetime) -> None:
        """A person has seen it; the next match opens a new alert."""
        with transaction.atomic():
            if Alert.objects.filter(pk=self.pk, read_at=None).update(read_at=now, read_by=by):
                record(
                    "ALERT_READ",
                    self,
                    organisation=self.search.organisation,
                    actor=by,
                    now=now,
                    search=self.search.name,
                )
