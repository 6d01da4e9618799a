"""People, the organisations they work in, and the services (teams) inside them."""

from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo, available_timezones

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext_lazy as _

from beffroi.access import roles
from beffroi.access.secret_link import hashed, new_secret


class Users(BaseUserManager["User"]):
    def join(self, *, email: str, name: str, password: str | None) -> "User":
        """A new person. Without a password the account cannot sign in by password."""
        user = self.model(email=self.normalize_email(email), name=name)
        user.set_password(password)
        user.save()
        return user

    def get_by_natural_key(self, username: str | None) -> "User":
        return self.get(email__iexact=username)


class User(AbstractBaseUser):
    email = models.EmailField(_("E-mail address"), unique=True)
    name = models.CharField(_("Name"), max_length=120)
    is_active = models.BooleanField(default=True)
    joined_at = models.DateTimeField(auto_now_add=True)

    USERNAME_FIELD = "email"
    REQUIRED_FIELDS = ["name"]
    objects = Users()

    def __str__(self) -> str:
        return self.name

    def role_in(self, organisation: "Organisation") -> str | None:
        """This person's role in `organisation`, None for a stranger."""
        return self.memberships.filter(organisation=organisation).values_list("role", flat=True).first()

    def may(self, act: str, organisation: "Organisation") -> bool:
        role = self.role_in(organisation)
        return role is not None and roles.may(role, act)


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


class ApiToken(models.Model):
    """Lets a program act as `user` in one organisation. Only the hash is kept; the token is shown once."""

    organisation = models.ForeignKey(Organisation, on_delete=models.CASCADE, related_name="+")
    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="+")
    name = models.CharField(_("What it is for"), max_length=80)
    token_hash = models.CharField(max_length=64, unique=True)
    made_at = models.DateTimeField()
    used_at = models.DateTimeField(null=True)
    revoked_at = models.DateTimeField(null=True)

    def __str__(self) -> str:
        return self.name

    @classmethod
    def make(cls, organisation: Organisation, user: User, name: str, now: datetime) -> "tuple[ApiToken, str]":
        """A new token and its text, which is nowhere kept."""
        text = f"beffroi_{new_secret()}"
        kept = {"name": name, "token_hash": hashed(text), "made_at": now}
        return cls.objects.create(organisation=organisation, user=user, **kept), text

    @classmethod
    def opened_by(cls, text: str, now: datetime) -> "ApiToken | None":
        """The living token that `text` is, noting that it was used; None for any other text."""
        living = cls.objects.filter(token_hash=hashed(text), revoked_at=None, user__is_active=True)
        living.update(used_at=now)
        return living.select_related("organisation", "user").first()
