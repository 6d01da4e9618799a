"""An organisation, the roles that people have in it, and the services (teams) inside it."""

from collections.abc import Iterable, Sequence
from datetime import datetime
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


def validate_siret(value: str) -> None:
    """The 14 digits of a place, or the 9 of the body: nothing is asked of anybody, and nothing else is made of them."""
    if not (value.isascii() and value.isdigit() and len(value) in (9, 14)):
        raise ValidationError(_("A SIRET has 14 digits, a SIREN 9, without spaces."))


class Organisation(models.Model):
    """A body that works with Beffroi. The bodies of the public directory are another thing."""

    name = models.CharField(_("Name of the organisation"), max_length=160)
    zone = models.CharField(_("Time zone"), max_length=60, default="Europe/Paris", validators=[validate_zone])
    territory = models.CharField(_("Territory"), max_length=40, default="metropole")  # for the electoral calendars
    is_campaign = models.BooleanField(_("Campaign workspace"), default=False)  # a candidate's, apart from any body's
    siret = models.CharField(_("SIRET or SIREN"), max_length=14, default="", blank=True, validators=[validate_siret])
    admits_by_provider = models.BooleanField(default=False)  # whom the identity provider knows of it comes in, to look
    is_demo = models.BooleanField(default=False)
    is_resting = models.BooleanField(default=False)  # nothing is read for it any more; its ledger stays
    created_at = models.DateTimeField(auto_now_add=True)

    def __str__(self) -> str:
        return self.name

    @property
    def tz(self) -> ZoneInfo:
        return ZoneInfo(self.zone)

    def members(self, *, may: str | None = None) -> models.QuerySet[User]:
        """The people who work here, by name; only those whose role here lets them do `may`, if that is given."""
        roles_asked = {"memberships__role__in": roles.MAY[may]} if may else {}
        here = User.objects.filter(memberships__organisation=self, is_active=True, **roles_asked)
        return here.order_by("name", "pk")

    def admit(self, user: User, role: str) -> "Membership":
        """Gives `user` a role here, in place of an earlier one."""
        membership, _new = Membership.objects.update_or_create(organisation=self, user=user, defaults={"role": role})
        return membership


class Membership(models.Model):
    organisation = models.ForeignKey(Organisation, on_delete=models.CASCADE, related_name="memberships")
    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="memberships")
    role = models.CharField(max_length=20)
    second_factor_from = models.DateTimeField(null=True)  # since when a second factor is asked of them here

    others: "Sequence[Membership]" = ()  # this person's in other organisations: put here by the middleware
    account_roles: Iterable[
        str
    ] = ()  # for single accounts: put here by directory/rights.py for the length of a request

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["organisation", "user"], name="one_role_per_person"),
            models.CheckConstraint(condition=models.Q(role__in=list(roles.ROLES)), name="known_role"),
        ]

    def __str__(self) -> str:
        return f"{self.user} · {self.role}"

    def may(self, act: str) -> bool:
        return roles.may(self.role, act)

    def may_somewhere(self, act: str) -> bool:
        """In the organisation; or, in a request, on one account at least: on which, whoever lets them must ask."""
        return self.may(act) or any(roles.may(role, act) for role in self.account_roles)

    def ask_for_second_factor(self, now: datetime) -> datetime:
        """Since when a second factor is asked of this member: since now, if it was not yet."""
        if self.second_factor_from is None:
            Membership.objects.filter(pk=self.pk, second_factor_from=None).update(second_factor_from=now)
            self.refresh_from_db(fields=["second_factor_from"])
        return self.second_factor_from or now

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
