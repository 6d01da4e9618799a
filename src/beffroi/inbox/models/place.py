"""The streets and quarters of the town, as its own table names them."""

from collections.abc import Iterable
from datetime import datetime

from django.db import models, transaction

from beffroi.access.models import Organisation, User
from beffroi.engines.tables.gazetteer import Named
from beffroi.journal.models import record


class Place(models.Model):
    """A street, or a quarter under its own name. A street that crosses two quarters stands here twice."""

    organisation = models.ForeignKey(Organisation, on_delete=models.CASCADE, related_name="+")
    name = models.CharField(max_length=120)
    quarter = models.CharField(max_length=120)

    class Meta:
        ordering = ["quarter", "name"]
        constraints = [
            models.UniqueConstraint(fields=["organisation", "quarter", "name"], name="each_place_once_in_a_quarter")
        ]

    def __str__(self) -> str:
        return self.name

    @classmethod
    def load(cls, organisation: Organisation, rows: Iterable[Named], *, file: str, by: User, now: datetime) -> int:
        """Puts these places in the place of all that were known; how many."""
        places = [Place(organisation=organisation, name=row.name, quarter=row.quarter) for row in rows]
        with transaction.atomic():
            cls.objects.filter(organisation=organisation).delete()
            Place.objects.bulk_create(places, batch_size=500)
            said = {"count": len(places), "file": file}
            record("PLACES_LOADED", organisation, organisation=organisation, actor=by, now=now, **said)
        return len(places)

    @classmethod
    def quarters(cls, organisation: Organisation) -> list[str]:
        of_town = cls.objects.filter(organisation=organisation)
        return list(of_town.order_by("quarter").values_list("quarter", flat=True).distinct())
