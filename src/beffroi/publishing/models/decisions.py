"""Decisions of people about a version: each is a row that says who, when and why."""

from django.db import models

from beffroi.access.models import User
from beffroi.publishing.models.version import Version


class Approval(models.Model):
    """A second person agreed to exactly this version. One to one: clicking twice approves once."""

    version = models.OneToOneField(Version, on_delete=models.PROTECT, related_name="approval")
    by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    def __str__(self) -> str:
        return f"{self.by} {self.at:%d/%m %H:%M}"


class ChangeRequest(models.Model):
    version = models.ForeignKey(Version, on_delete=models.CASCADE, related_name="change_requests")
    by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()
    reason = models.TextField()

    def __str__(self) -> str:
        return self.reason
