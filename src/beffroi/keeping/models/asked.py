"""What a person asked for about their data, and by when they are answered."""

import calendar
from datetime import date, datetime, time, timedelta

from django.db import models, transaction
from django.utils.translation import gettext_lazy as _

from beffroi.access.models import Organisation, User
from beffroi.journal.models import record
from beffroi.work.models import Due, DueQuerySet

WISHES = {
    "access": _("to know what is kept of them"),
    "erasure": _("to be erased"),
    "objection": _("not to be kept any more"),
    "rectification": _("to have something corrected"),
}
WARNED = timedelta(days=7)  # before its last day


class Asked(Due):
    """Due when people are told that the month is nearly over. Who it was is forgotten once it is answered."""

    organisation = models.ForeignKey(Organisation, on_delete=models.CASCADE, related_name="+")
    wish = models.CharField(max_length=20)
    who = models.JSONField(default=dict)  # how they are called; emptied by the answer
    received_on = models.DateField()
    answer_by = models.DateField()
    noted_at = models.DateTimeField()
    noted_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    answered_at = models.DateTimeField(null=True)
    answered_by = models.ForeignKey(User, null=True, on_delete=models.PROTECT, related_name="+")
    answer = models.TextField(max_length=1000, default="", blank=True)

    objects = DueQuerySet.as_manager()

    class Meta:
        constraints = [models.CheckConstraint(condition=models.Q(wish__in=list(WISHES)), name="known_wish")]

    def __str__(self) -> str:
        return f"{self.pk}: {self.wish}"

    @property
    def wish_name(self) -> object:
        return WISHES[self.wish]

    @classmethod
    def note(
        cls, organisation: Organisation, wish: str, who: dict[str, str], received_on: date, *, by: User, now: datetime
    ) -> "Asked":
        last = a_month_after(received_on)
        warned = datetime.combine(last, time(8), organisation.tz) - WARNED
        with transaction.atomic():
            asked: Asked = cls.objects.create(
                organisation=organisation,
                wish=wish,
                who=who,
                received_on=received_on,
                answer_by=last,
                noted_at=now,
                noted_by=by,
                due_at=warned,
            )
            asked._record("PERSON_ASKED", by, now, until=last.isoformat())
        return asked

    def remind(self, *, now: datetime) -> bool:
        """Tells once that the month is nearly over."""
        with transaction.atomic():
            waits = Asked.objects.filter(pk=self.pk, due_at=self.due_at, answered_at=None)
            if not waits.update(due_at=None):
                return False
            self._record("PERSON_WAITS", None, now, until=self.answer_by.isoformat())
        return True

    def settle(self, answer: str, *, by: User, now: datetime) -> bool:
        """What was answered. Who asked is forgotten; False: it was answered before."""
        with transaction.atomic():
            waits = Asked.objects.filter(pk=self.pk, answered_at=None)
            if not waits.update(answered_at=now, answered_by=by, answer=answer, who={}, due_at=None):
                return False
            self._record("PERSON_ANSWERED", by, now)
        return True

    def _record(self, verb: str, by: User | None, now: datetime, **detail: str) -> None:
        record(verb, self, organisation=self.organisation, actor=by, now=now, number=self.pk, **detail)


def a_month_after(day: date) -> date:
    """The same day of the next month, or its last one (GDPR, art. 12 (3); Regulation 1182/71, art. 3 (2) c)."""
    year, month = (day.year + 1, 1) if day.month == 12 else (day.year, day.month + 1)
    return date(year, month, min(day.day, calendar.monthrange(year, month)[1]))
