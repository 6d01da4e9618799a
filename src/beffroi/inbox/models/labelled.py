"""Which case carries which of the organisation's words."""

from datetime import datetime
from typing import TYPE_CHECKING

from django.db import models, transaction

from beffroi.access.models import User
from beffroi.inbox.models.label import Label
from beffroi.journal.models import record

if TYPE_CHECKING:
    from beffroi.inbox.models.case import Case


class CaseLabel(models.Model):
    """Somebody put this label on that case."""

    case = models.ForeignKey("inbox.Case", on_delete=models.CASCADE, related_name="labelled")
    label = models.ForeignKey(Label, on_delete=models.CASCADE, related_name="cases")
    by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["case", "label"], name="each_label_once_on_a_case")]

    def __str__(self) -> str:
        return f"{self.case_id}: {self.label_id}"

    @classmethod
    def put(cls, case: "Case", label: Label, *, on: bool, by: User, now: datetime) -> None:
        """Puts `label` on `case`, or takes it off; what is so already changes nothing."""
        case.must_be_answered_by(by)
        with transaction.atomic():
            if on:
                _kept, changed = cls.objects.get_or_create(case=case, label=label, defaults={"by": by, "at": now})
            else:
                changed = bool(cls.objects.filter(case=case, label=label).delete()[0])
            if changed:
                verb = "CASE_LABELLED" if on else "CASE_UNLABELLED"
                record(verb, case, organisation=case.organisation, actor=by, now=now, label=label.name)
                case.reckon()
