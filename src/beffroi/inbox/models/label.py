"""The organisation's own words for what cases are about."""

from datetime import datetime
from typing import TYPE_CHECKING

from django.db import models, transaction
from django.utils.translation import gettext_lazy as _

from beffroi.access.models import Organisation, User
from beffroi.inbox.models.reckoning import Reckoning
from beffroi.inbox.models.target import ResponseTarget
from beffroi.journal.models import record

if TYPE_CHECKING:
    from beffroi.inbox.models.case import Case


class Label(models.Model):
    organisation = models.ForeignKey(Organisation, on_delete=models.CASCADE, related_name="+")
    name = models.CharField(_("Label"), max_length=40)

    class Meta:
        ordering = ["name", "pk"]
        constraints = [models.UniqueConstraint(fields=["organisation", "name"], name="one_label_per_name")]

    def __str__(self) -> str:
        return self.name

    def call(self, name: str, *, by: User, now: datetime) -> None:
        """Gives it its name, the first or another: the cases that carry it follow, and what is promised of them."""
        before, is_new = self.name, self.pk is None
        self.name = name
        with transaction.atomic():
            self.save()
            verb = "LABEL_ADDED" if is_new else "LABEL_RENAMED"
            record(verb, self, organisation=self.organisation, actor=by, now=now, label=name, before=before)
            if not is_new and before != name:
                ResponseTarget.objects.of(self.organisation).follow_label(before, name)
                Reckoning.ask(self.organisation, now=now)

    def remove(self, *, by: User, now: datetime) -> None:
        """It goes from every case that carries it; what is promised of them is reckoned again."""
        with transaction.atomic():
            cases = CaseLabel.objects.filter(label=self).count()
            record(
                "LABEL_REMOVED", self, organisation=self.organisation, actor=by, now=now, label=self.name, cases=cases
            )
            self.delete()
            Reckoning.ask(self.organisation, now=now)


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
        with transaction.atomic():
            if on:
                _kept, changed = cls.objects.get_or_create(case=case, label=label, defaults={"by": by, "at": now})
            else:
                changed = bool(cls.objects.filter(case=case, label=label).delete()[0])
            if changed:
                verb = "CASE_LABELLED" if on else "CASE_UNLABELLED"
                record(verb, case, organisation=case.organisation, actor=by, now=now, label=label.name)
                case.reckon()
