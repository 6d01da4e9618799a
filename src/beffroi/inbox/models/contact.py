"""How a service is reached when it has no account here, and whom to turn to when it does not answer."""

from datetime import datetime, timedelta

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models, transaction
from django.utils.translation import gettext_lazy as _

from beffroi.access.models import Team, User
from beffroi.journal.models import record

DAYS = [MinValueValidator(1), MaxValueValidator(60)]


class ServiceContact(models.Model):
    team = models.OneToOneField(Team, on_delete=models.CASCADE, related_name="+", primary_key=True)
    email = models.EmailField(_("E-mail address"), blank=True)
    deputy = models.CharField(_("Deputy"), max_length=120, blank=True)
    deputy_email = models.EmailField(_("E-mail address of the deputy"), blank=True)
    remind_after = models.PositiveSmallIntegerField(_("Remind after this many days"), default=3, validators=DAYS)
    escalate_after = models.PositiveSmallIntegerField(
        _("Ask the deputy after this many more days"), default=2, validators=DAYS
    )

    def __str__(self) -> str:
        return f"{self.team} <{self.email}>"

    @classmethod
    def of(cls, team: Team) -> "ServiceContact":
        """How `team` is reached; not saved when nobody has said so yet."""
        return cls.objects.filter(pk=team.pk).select_related("team").first() or cls(team=team)

    @property
    def patience(self) -> timedelta:
        return timedelta(days=self.remind_after)

    @property
    def last_patience(self) -> timedelta:
        return timedelta(days=self.escalate_after)

    def keep(self, *, by: User, now: datetime) -> None:
        organisation = self.team.organisation
        with transaction.atomic():
            self.save()
            record(
                "SERVICE_CONTACT_SAVED", self.team, organisation=organisation, actor=by, now=now, team=self.team.name
            )
