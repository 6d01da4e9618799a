"""When the people of an organisation are next told which of their accounts are silent."""

from datetime import datetime, time, timedelta
from typing import Self

from django.db import models

from beffroi.access.models import Organisation
from beffroi.work.models import Due, DueQuerySet

MONDAY_AT = time(9)


class SilenceDigestQuerySet(DueQuerySet["SilenceDigest"]):
    def awake(self) -> Self:
        return self.filter(organisation__is_resting=False).select_related("organisation")


class SilenceDigest(Due):
    """Due on Monday morning, on the organisation's own clock."""

    organisation = models.OneToOneField(Organisation, on_delete=models.CASCADE, related_name="+")

    objects = SilenceDigestQuerySet.as_manager()

    class Meta:
        indexes = [models.Index(fields=["due_at"], name="silence_digest_due")]

    def __str__(self) -> str:
        return f"silences of {self.organisation_id}"

    @classmethod
    def enrol(cls, now: datetime) -> None:
        """Every organisation has one; a new one is told on the first Monday after."""
        for organisation in Organisation.objects.filter(is_resting=False).exclude(
            pk__in=cls.objects.values("organisation")
        ):
            cls.objects.get_or_create(organisation=organisation, defaults={"due_at": next_monday(organisation, now)})


def next_monday(organisation: Organisation, after: datetime) -> datetime:
    """The first Monday morning after that moment."""
    local = after.astimezone(organisation.tz)
    monday = local.date() - timedelta(days=local.weekday())
    this = datetime.combine(monday, MONDAY_AT, tzinfo=organisation.tz)
    return this if this > after else datetime.combine(monday + timedelta(days=7), MONDAY_AT, tzinfo=organisation.tz)
