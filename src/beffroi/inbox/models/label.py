"""The organisation's own words for what cases are about."""

from datetime import datetime

from django.db import models, transaction
from django.utils.translation import gettext_lazy as _

from beffroi.access.models import Organisation, User
from beffroi.inbox.models.reckoning import Reckoning
from beffroi.inbox.models.target import ResponseTarget
from beffroi.journal.models import record


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
            cases = self.cases.count()
            record(
                "LABEL_REMOVED", self, organisation=self.organisation, actor=by, now=now, label=self.name, cases=cases
            )
            self.delete()
            Reckoning.ask(self.organisation, now=now)
