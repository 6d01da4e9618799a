"""A case set aside until a moment: nobody need look at it before, unless the citizen writes again."""

from datetime import datetime
from typing import TYPE_CHECKING, Any

from django.db import models, transaction

from beffroi.access.models import User
from beffroi.journal.models import record
from beffroi.work.models import Due, DueQuerySet

if TYPE_CHECKING:
    from beffroi.inbox.models.case import Case


class SnoozeQuerySet(DueQuerySet["Snooze"]):
    def holding(self) -> "SnoozeQuerySet":
        """For a subquery of cases: what sets the case aside now. A newer message ends it by itself."""
        return self.filter(
            case=models.OuterRef("pk"), waiting_since=models.OuterRef("waiting_since"), due_at__isnull=False
        )

    def set_aside(self) -> "models.QuerySet[Snooze, Any]":
        """The cases that are set aside now, by their numbers."""
        return self.filter(waiting_since=models.F("case__waiting_since"), due_at__isnull=False).values("case")


class Snooze(Due):
    """Due when the case wakes. It is about one message: `waiting_since` is when that message was written."""

    case = models.OneToOneField("inbox.Case", on_delete=models.CASCADE, related_name="snooze")
    waiting_since = models.DateTimeField()
    at = models.DateTimeField()
    by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")

    objects = SnoozeQuerySet.as_manager()

    class Meta:
        indexes = [models.Index(fields=["due_at"], name="snooze_due", condition=models.Q(due_at__isnull=False))]

    def __str__(self) -> str:
        return f"{self.case_id} until {self.due_at}"

    @classmethod
    def of(cls, case: "Case") -> "Snooze | None":
        """What sets `case` aside now, None while it is awake."""
        return cls.objects.filter(case=case, waiting_since=case.waiting_since, due_at__isnull=False).first()

    @classmethod
    def put(cls, case: "Case", until: datetime | None, *, by: User, now: datetime) -> None:
        """Sets `case` aside until that moment, or wakes it (None)."""
        case.must_be_answered_by(by)
        with transaction.atomic():
            kept = {"waiting_since": case.waiting_since, "due_at": until, "at": now, "by": by}
            cls.objects.update_or_create(case=case, defaults=kept)
            verb = "CASE_SNOOZED" if until else "CASE_WOKEN"
            said = {"until": f"{until.astimezone(case.organisation.tz):%Y-%m-%d %H:%M}"} if until else {}
            record(verb, case, organisation=case.organisation, actor=by, now=now, **said)
            case.reckon()

    def wake(self, *, now: datetime) -> bool:
        """Its time has come. Silent when the citizen has written since: the case woke by that."""
        with transaction.atomic():
            if not Snooze.objects.filter(pk=self.pk, due_at=self.due_at).update(due_at=None):
                return False
            if self.case.waiting_since == self.waiting_since and self.case.closed_at is None:
                record("CASE_WOKE", self.case, organisation=self.case.organisation, now=now)
                self.case.reckon()
        return True
