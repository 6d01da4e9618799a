"""When the organisation is opened: what counts as time in a response target."""

from collections.abc import Sequence
from datetime import datetime
from typing import Self
from zoneinfo import ZoneInfo

from django.db import models, transaction
from django.utils.translation import gettext_lazy as _

from beffroi.access.models import Organisation, User, validate_zone
from beffroi.engines.worktime import Hours, hours_of
from beffroi.engines.worktime.writing import read
from beffroi.inbox.models.reckoning import Reckoning
from beffroi.journal.models import record
from beffroi.journal.moves import NotAllowed


class CalendarQuerySet(models.QuerySet["Calendar"]):
    def of(self, organisation: Organisation) -> Self:
        return self.filter(organisation=organisation, removed_at=None).order_by("name", "pk")


class Calendar(models.Model):
    """Opening hours, kept as they were typed: `week` is seven texts, Monday first, `closures` and `nights` are lines.
    `engines.worktime.writing` reads them; what it cannot read is never kept."""

    organisation = models.ForeignKey(Organisation, on_delete=models.CASCADE, related_name="+")
    name = models.CharField(_("Name"), max_length=80)
    week = models.JSONField(default=list)
    zone = models.CharField(_("Time zone"), max_length=60, validators=[validate_zone])
    territory = models.CharField(_("Public holidays"), max_length=40)
    closures = models.TextField(_("Closures"), default="", blank=True)
    nights = models.TextField(_("Nights on call"), default="", blank=True)
    set_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    set_at = models.DateTimeField()
    removed_at = models.DateTimeField(null=True)

    objects = CalendarQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["organisation", "name"], condition=models.Q(removed_at=None), name="one_calendar_per_name"
            )
        ]

    def __str__(self) -> str:
        return self.name

    @classmethod
    def begin(cls, organisation: Organisation) -> "Calendar":
        """Unsaved: a usual office week on the organisation's own clock."""
        week = ["8:30-12:00 13:30-17:30"] * 5 + ["", ""]
        return cls(organisation=organisation, week=week, zone=organisation.zone, territory=organisation.territory)

    @property
    def hours(self) -> Hours:
        """Raises engines.worktime.Unusable for what was not kept by `keep`."""
        said = {"territory": self.territory, "closures": self.closures, "nights": self.nights}
        return hours_of(read(self.week, ZoneInfo(self.zone), **said))

    def keep(
        self,
        *,
        name: str,
        week: Sequence[str],
        zone: str,
        territory: str,
        closures: str,
        nights: str,
        by: User,
        now: datetime,
    ) -> None:
        """Sets it, new or anew; what is promised is reckoned again. Raises engines.worktime.Unusable, or
        NeverPasses where it only opens in the past."""
        self.name, self.week, self.zone, self.territory = name, list(week), zone, territory
        self.closures, self.nights, self.set_by, self.set_at = closures, nights, by, now
        self.hours.next_opening(now)  # what never opens is kept nowhere
        with transaction.atomic():
            self.save()
            record("CALENDAR_SET", self, organisation=self.organisation, actor=by, now=now, name=name)
            Reckoning.ask(self.organisation, now=now)

    def remove(self, *, by: User, now: datetime) -> None:
        """Offered no more; the row stays. Twice changes nothing. Raises NotAllowed while a target counts by it."""
        with transaction.atomic():
            if self.targets.filter(removed_at=None).exists():
                raise NotAllowed(f"a target counts by {self}")
            if Calendar.objects.filter(pk=self.pk, removed_at=None).update(removed_at=now):
                record("CALENDAR_REMOVED", self, organisation=self.organisation, actor=by, now=now, name=self.name)
