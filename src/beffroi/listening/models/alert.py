"""What a search found since somebody last looked."""

from datetime import datetime
from typing import Any, Self

from django.db import models, transaction

from beffroi.access.models import Organisation, User
from beffroi.journal.models import record
from beffroi.listening.models.search import SavedSearch
from beffroi.vocabulary import Sentence
from beffroi.work.models import Due, DueQuerySet
from beffroi.work.waking import wake


class AlertQuerySet(DueQuerySet["Alert"]):
    def of(self, organisation: Organisation) -> Self:
        return self.filter(search__organisation=organisation).select_related("search")

    def open(self) -> Self:
        """Those that rang last first: an old one that rings again is news."""
        return self.filter(read_at=None).order_by(models.F("rung_at").desc(nulls_last=True), "-opened_at", "-pk")


class Alert(Due):
    """What a search found since somebody last looked: one row asks for attention, however many posts matched.

    It opens as the search's policy says, for a `reason` in words. Due until people have been told that it rang.
    """

    search = models.ForeignKey(SavedSearch, on_delete=models.CASCADE, related_name="alerts")
    opened_at = models.DateTimeField()
    rings = models.CharField(max_length=20, default="each")  # what made it ring, as a policy names it
    reason = models.JSONField(default=dict)  # a Sentence; none for a post that came by itself
    rung_at = models.DateTimeField(null=True)
    read_at = models.DateTimeField(null=True)
    read_by = models.ForeignKey(User, null=True, on_delete=models.PROTECT, related_name="+")

    objects = AlertQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["search"], condition=models.Q(read_at=None), name="one_open_alert_per_search"
            )
        ]
        indexes = [
            models.Index(fields=["-opened_at"], name="alert_newest"),
            models.Index(fields=["due_at"], name="alert_due", condition=models.Q(due_at__isnull=False)),
        ]

    def __str__(self) -> str:
        return f"{self.search}: {self.opened_at:%d/%m %H:%M}"

    @classmethod
    def open_for(cls, search: SavedSearch, *, now: datetime) -> "Alert":
        """The alert that a post of `search` joins; it is opened where none is open."""
        alert, new = cls.objects.get_or_create(search=search, read_at=None, defaults={"opened_at": now})
        alert._record("ALERT_OPENED" if new else "ALERT_GREW", search, now)
        return alert

    @classmethod
    def join(cls, search: SavedSearch, *, now: datetime) -> "Alert | None":
        """The open alert that a post of `search` joins, if there is one."""
        alert = cls.objects.filter(search=search, read_at=None).first()
        if alert:
            alert._record("ALERT_GREW", search, now)
        return alert

    @classmethod
    def ring_for(
        cls, search: SavedSearch, *, rings: str, reason: Sentence, now: datetime, matches: "models.QuerySet[Any]"
    ) -> "Alert":
        """Rings for `reason`: `matches` stand under the open alert, or under a new one, and people are told."""
        why: dict[str, Any] = {"rings": rings, "reason": reason.as_json(), "rung_at": now, "due_at": now}
        with transaction.atomic():
            start = {**why, "opened_at": now}
            alert, new = cls.objects.get_or_create(search=search, read_at=None, defaults=start)
            if not new:
                cls.objects.filter(pk=alert.pk).update(**why)
            matches.update(alert=alert)
            alert._record("ALERT_OPENED" if new else "ALERT_RANG", search, now)
        return alert

    def ring(self, now: datetime) -> None:
        """People are told as soon as a worker is free."""
        Alert.objects.filter(pk=self.pk).update(rung_at=now, due_at=now)
        wake("listening.tell_alerts")

    def settle(self, again_at: datetime | None) -> None:
        """People were told, or will be at `again_at`. What rang meanwhile has made it due anew, which stands."""
        Alert.objects.filter(pk=self.pk, due_at=self.due_at).update(due_at=again_at)

    def read(self, *, by: User, now: datetime) -> None:
        """A person has seen it; the next match opens a new alert."""
        with transaction.atomic():
            if Alert.objects.filter(pk=self.pk, read_at=None).update(read_at=now, read_by=by, due_at=None):
                self._record("ALERT_READ", self.search, now, actor=by)

    def reopen(self, *, by: User, now: datetime) -> bool:
        """It was not meant: it asks for attention again. False where a newer one does already."""
        with transaction.atomic():
            if Alert.objects.select_for_update(no_key=True).filter(search=self.search, read_at=None).exists():
                return False
            if Alert.objects.filter(pk=self.pk).exclude(read_at=None).update(read_at=None, read_by=None):
                self._record("ALERT_REOPENED", self.search, now, actor=by)
        return True

    def _record(self, verb: str, search: SavedSearch, now: datetime, **more: Any) -> None:
        record(verb, self, organisation=search.organisation, now=now, search=search.name, **more)
