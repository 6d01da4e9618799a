"""An organisation, the roles that people have in it, and the services (teams) inside it."""

from typing import Any
from zoneinfo import ZoneInfo, available_timezones

from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext_lazy as _

from beffroi.access import roles
from beffroi.access.models.user import User


def validate_zone(value: str) -> None:
    if value not in available_timezones():
        raise ValidationError(_("“%(value)s” is not a time zone. Example: Europe/Paris."), params={"value": value})


class Organisation(models.Model):
    """A body that works with Beffroi. The bodies of the public directory are another thing."""

    name = models.CharField(_("Name of the organisation"), max_length=160)
    zone = models.CharField(_("Time zone"), max_length=60, default="Europe/Paris", validators=[validate_zone])
    territory = models.CharField(_("Territory"), max_length=40, default="metropole")  # for the electoral calendars
    is_campaign = models.BooleanField(_("Campaign workspace"), default=False)  # a candidate's, apart from any body's
    is_demo = models.BooleanField(default=False)
    is_resting = models.BooleanField(default=False)  # nothing is read for it any more; its ledger stays
    created_at = models.DateTimeField(auto_now_add=True)

    def __str__(self) -> str:
        return self.name

    @property
    def tz(self) -> ZoneInfo:
        return ZoneInfo(self.zone)

    def admit(self, user: User, role: str) -> "Membership":
        """Gives `user` a role here, in place of an earlier one."""
        membership, _new = Membership.objects.update_or_create(organisation=self, user=user, defaults={"role": role})
        return membership


class Membership(models.Model):
    organisation = models.ForeignKey(Organisation, on_delete=models.CASCADE, related_name="memberships")
    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="memberships")
    role = models.CharField(max_length=20)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["organisation", "user"], name="one_role_per_person"),
            models.CheckConstraint(condition=models.Q(role__in=list(roles.ROLES)), name="known_role"),
        ]

    def __str__(self) -> str:
        return f"{self.user} · {self.role}"

    def may(self, act: str) -> bool:
        return roles.may(self.role, act)

    @property
    def role_name(self) -> Any:
        return roles.ROLES[self.role]


class Team(models.Model):
    """A service of the organisation: Roads, Registry office…"""

    organisation = models.ForeignKey(Organisation, on_delete=models.CASCADE, related_name="teams")
    name = models.CharField(_("Service"), max_length=80)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["organisation", "name"], name="one_team_per_name")]

    def __str__(self) -> str:
        return self.name
