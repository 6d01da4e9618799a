"""A person."""

from typing import TYPE_CHECKING

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.db import models
from django.utils.translation import gettext_lazy as _

from beffroi.access import roles

if TYPE_CHECKING:
    from beffroi.access.models.organisation import Organisation


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

    def pseudonymise(self) -> None:
        """Takes the person out of the row for good: what they did was done by a number. They cannot sign in again."""
        self.name, self.email = f"No. {self.pk}", f"{self.pk}@left.invalid"
        self.is_active = False
        self.set_unusable_password()
        self.save(update_fields=["name", "email", "is_active", "password"])
