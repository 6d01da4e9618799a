"""Since when each detector watches: its promise is held against that time and no other."""

from collections.abc import Iterable
from datetime import datetime, timedelta

from django.db import models
from django.db.models import F, Sum

from beffroi.access.models import Organisation
from beffroi.directory.models import Account

YEAR = timedelta(days=365.25)


class Watching(models.Model):
    detector = models.CharField(max_length=40, unique=True)
    since = models.DateTimeField()

    def __str__(self) -> str:
        return f"{self.detector} since {self.since:%Y-%m-%d}"

    @classmethod
    def begin(cls, detectors: Iterable[str], now: datetime) -> None:
        """Notes the detectors that this release brought."""
        known = set(cls.objects.values_list("detector", flat=True))
        new = [Watching(detector=key, since=now) for key in detectors if key not in known]
        Watching.objects.bulk_create(new, ignore_conflicts=True)

    @classmethod
    def years_of(cls, organisation: Organisation, now: datetime) -> dict[str, float]:
        """For each detector, the account-years that it has watched over the accounts of an organisation."""
        found: dict[datetime, float] = {}
        years = {}
        for row in cls.objects.all():
            if row.since not in found:
                found[row.since] = _account_years(organisation, row.since, now)
            years[row.detector] = found[row.since]
        return years


def _account_years(organisation: Organisation, since: datetime, now: datetime) -> float:
    accounts = Account.objects.filter(organisation=organisation)
    before = accounts.filter(added_at__lte=since).count()
    later = accounts.filter(added_at__gt=since, added_at__lt=now)
    lasted = models.ExpressionWrapper(models.Value(now) - F("added_at"), output_field=models.DurationField())
    after: timedelta = later.aggregate(lasted=Sum(lasted))["lasted"] or timedelta(0)
    return (before * max(now - since, timedelta(0)) + after) / YEAR
