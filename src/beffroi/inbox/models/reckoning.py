"""When what is promised is reckoned again, because a calendar or a target was changed."""

from datetime import datetime

from django.db import models

from beffroi.access.models import Organisation
from beffroi.work.models import Due, DueQuerySet


class Reckoning(Due):
    """How far one organisation's open cases were gone through: those with a number up to `after` are done."""

    organisation = models.OneToOneField(Organisation, on_delete=models.CASCADE, related_name="+")
    after = models.PositiveBigIntegerField(default=0)
    asked_at = models.DateTimeField()

    objects = DueQuerySet["Reckoning"].as_manager()

    class Meta:
        indexes = [models.Index(fields=["due_at"], name="reckoning_due", condition=models.Q(due_at__isnull=False))]

    def __str__(self) -> str:
        return f"{self.organisation_id} after {self.after}"

    @classmethod
    def ask(cls, organisation: Organisation, *, now: datetime) -> None:
        """Everything from the beginning, also where an earlier wish was half fulfilled."""
        wish = {"after": 0, "asked_at": now, "due_at": now}
        cls.objects.update_or_create(organisation=organisation, defaults=wish)

    def settle(self, after: int | None, *, now: datetime) -> bool:
        """It came as far as `after`, None: to the end. False when it was asked for again meanwhile, which stands."""
        mine = Reckoning.objects.filter(pk=self.pk, due_at=self.due_at)
        return bool(mine.update(due_at=None if after is None else now, after=after or 0))
