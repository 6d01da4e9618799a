"""What stands in the register and the notice beside what the settings say, and whether everybody may read it."""

import secrets

from django.db import models

from beffroi.access.models import Organisation


def new_slug() -> str:
    return secrets.token_urlsafe(12)


class Notice(models.Model):
    """`contact` is where people write about their data, `officer` the data protection officer."""

    organisation = models.OneToOneField(Organisation, on_delete=models.CASCADE, related_name="+", primary_key=True)
    contact = models.CharField(max_length=200, default="", blank=True)
    officer = models.CharField(max_length=200, default="", blank=True)
    host = models.CharField(max_length=200, default="", blank=True)
    is_public = models.BooleanField(default=False)
    slug = models.CharField(max_length=40, unique=True, default=new_slug)  # says nothing

    def __str__(self) -> str:
        return f"{self.organisation}"

    @classmethod
    def of(cls, organisation: Organisation) -> "Notice":
        """Its row, or one that is not saved yet."""
        return cls.objects.filter(organisation=organisation).first() or cls(organisation=organisation)
