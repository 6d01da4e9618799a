"""What opens the API to a program."""

from datetime import datetime

from django.db import models
from django.utils.translation import gettext_lazy as _

from beffroi.access.models.organisation import Organisation
from beffroi.access.models.user import User
from beffroi.access.secret_link import hashed, new_secret


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
