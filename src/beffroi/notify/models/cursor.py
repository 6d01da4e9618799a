"""How far the ledger of each organisation was read for what people want to be told."""

from datetime import datetime, timedelta
from typing import Self

from django.db import models

from beffroi.access.models import Organisation
from beffroi.journal.models import Chain, Event

FRESH = timedelta(hours=1)  # what happened before the first reading is told when it is not older


class CursorQuerySet(models.QuerySet["Cursor"]):
    def behind(self) -> Self:
        """Those whose ledger goes on after what was read."""
        end = Chain.objects.filter(organisation=models.OuterRef("organisation")).values("number")[:1]
        watched = self.filter(organisation__is_demo=False, organisation__is_resting=False)
        return watched.filter(number__lt=models.Subquery(end))


class Cursor(models.Model):
    """`number` is the last event that was read. It moves in the transaction that writes what those events tell, so
    nothing is told twice and nothing is left out; the chain never skips a number."""

    organisation = models.OneToOneField(Organisation, on_delete=models.CASCADE, related_name="+", primary_key=True)
    number = models.PositiveBigIntegerField()

    objects = CursorQuerySet.as_manager()

    def __str__(self) -> str:
        return f"{self.organisation} · {self.number}"

    @classmethod
    def place(cls, now: datetime) -> None:
        """A cursor for each organisation that has none: behind what is too old to be told."""
        watched = Organisation.objects.filter(is_demo=False, is_resting=False)
        for organisation in watched.exclude(pk__in=cls.objects.values("organisation")):
            old = Event.objects.filter(organisation=organisation, at__lt=now - FRESH).order_by("-number").first()
            cls.objects.get_or_create(organisation=organisation, defaults={"number": old.number if old else 0})
