"""An organisation's own blackouts, beside the electoral ones that come from published calendars."""

from collections.abc import Iterable
from datetime import datetime
from typing import Self

from django.db import models, transaction
from django.utils.translation import gettext_lazy as _

from beffroi.access.models import Organisation, User
from beffroi.directory.models import Account
from beffroi.journal.models import record

CALENDARS = {"reserve": _("Duty of restraint"), "custom": _("Our own")}


class BlackoutQuerySet(models.QuerySet["Blackout"]):
    def of(self, organisation: Organisation) -> Self:
        return self.filter(organisation=organisation, removed_at=None).prefetch_related("accounts")

    def overlapping(self, start: datetime, end: datetime) -> Self:
        return self.filter(starts_at__lt=end, ends_at__gt=start)


class Blackout(models.Model):
    """From `starts_at` to `ends_at` nothing leaves from `accounts` (none named: from any), or it warns only."""

    organisation = models.ForeignKey(Organisation, on_delete=models.CASCADE, related_name="+")
    calendar = models.CharField(max_length=20, default="custom")
    name = models.CharField(_("Name"), max_length=160)
    accounts = models.ManyToManyField(Account, related_name="+", blank=True)
    starts_at = models.DateTimeField()
    ends_at = models.DateTimeField()
    blocks = models.BooleanField(default=True)
    source = models.CharField(_("Source"), max_length=500, default="", blank=True)
    added_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    added_at = models.DateTimeField()
    removed_at = models.DateTimeField(null=True)

    objects = BlackoutQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(condition=models.Q(calendar__in=list(CALENDARS)), name="blackout_calendar"),
            models.CheckConstraint(
                condition=models.Q(ends_at__gt=models.F("starts_at")), name="blackout_ends_after_it_begins"
            ),
        ]

    def __str__(self) -> str:
        return self.name

    @classmethod
    def add(
        cls,
        organisation: Organisation,
        *,
        calendar: str,
        name: str,
        starts_at: datetime,
        ends_at: datetime,
        blocks: bool,
        by: User,
        now: datetime,
        accounts: Iterable[Account] = (),
        source: str = "",
    ) -> "Blackout":
        """A new window. It holds from its commit on, for what is planned already too."""
        with transaction.atomic():
            blackout = cls.objects.create(
                organisation=organisation,
                calendar=calendar,
                name=name,
                starts_at=starts_at,
                ends_at=ends_at,
                blocks=blocks,
                source=source,
                added_by=by,
                added_at=now,
            )
            blackout.accounts.set(accounts)
            record("BLACKOUT_ADDED", blackout, organisation=organisation, actor=by, now=now, name=name)
        return blackout

    def remove(self, *, by: User, now: datetime) -> None:
        """It holds nothing back any more; the row stays, as what was said of its time. Twice changes nothing."""
        with transaction.atomic():
            if Blackout.objects.filter(pk=self.pk, removed_at=None).update(removed_at=now):
                record("BLACKOUT_REMOVED", self, organisation=self.organisation, actor=by, now=now, name=self.name)

    def concerns(self, account: Account) -> bool:
        chosen = [each.pk for each in self.accounts.all()]
        return not chosen or account.pk in chosen
