"""When the things of an organisation are next looked through for what has to go."""

from datetime import datetime

from django.db import models

from beffroi.access.models import Organisation
from beffroi.work.models import Due, DueQuerySet


class Round(Due):
    organisation = models.OneToOneField(Organisation, on_delete=models.CASCADE, related_name="+")

    objects = DueQuerySet.as_manager()

    def __str__(self) -> str:
        return f"{self.organisation}"

    @classmethod
    def plan(cls, now: datetime) -> None:
        """One for each organisation that has none."""
        for organisation in Organisation.objects.exclude(pk__in=cls.objects.values("organisation")):
            cls.objects.get_or_create(organisation=organisation, defaults={"due_at": now})
