"""Who is writing an answer at this moment, so that two people do not answer one citizen."""

from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from django.db import models

from beffroi.access.models import User

if TYPE_CHECKING:
    from beffroi.inbox.models.case import Case

FRESH = timedelta(seconds=30)  # a browser says every ten seconds that somebody still writes


class Writing(models.Model):
    """It is over by itself: `seen_at` is the last moment at which this person's browser said so."""

    case = models.ForeignKey("inbox.Case", on_delete=models.CASCADE, related_name="+")
    person = models.ForeignKey(User, on_delete=models.CASCADE, related_name="+")
    seen_at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["case", "person"], name="one_writing_per_case_and_person")]

    def __str__(self) -> str:
        return f"{self.person_id} on {self.case_id}"

    @classmethod
    def note(cls, case: "Case", *, by: User, now: datetime) -> None:
        cls.objects.update_or_create(case=case, person=by, defaults={"seen_at": now})

    @classmethod
    def others(cls, case: "Case", *, than: User, now: datetime) -> list[User]:
        """The colleagues who are writing on this case now."""
        fresh = cls.objects.filter(case=case, seen_at__gt=now - FRESH).exclude(person=than)
        return [one.person for one in fresh.select_related("person").order_by("seen_at")]

    @classmethod
    def end(cls, case: "Case", *, by: User) -> None:
        cls.objects.filter(case=case, person=by).delete()


def forget_writing(now: datetime) -> int:
    return Writing.objects.filter(seen_at__lt=now - 2 * FRESH).delete()[0]
