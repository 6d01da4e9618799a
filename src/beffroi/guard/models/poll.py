"""When a public profile is read next, and what came of the last reading."""

from datetime import datetime

from django.db import models

from beffroi.directory.models import Account
from beffroi.vocabulary import Sentence
from beffroi.work.models import Due, DueQuerySet


class ProfilePoll(Due):
    """When an account's public profile is read next."""

    account = models.OneToOneField(Account, on_delete=models.CASCADE, related_name="+")
    read_at = models.DateTimeField(null=True)
    trouble = models.JSONField(default=dict)  # a Sentence

    objects = DueQuerySet.as_manager()

    class Meta:
        indexes = [models.Index(fields=["due_at"], name="profile_poll_due")]

    def __str__(self) -> str:
        return f"profile of {self.account_id}"

    def settle(self, *, read_at: datetime | None = None, trouble: Sentence | None = None) -> None:
        self.read_at = read_at or self.read_at
        self.trouble = trouble.as_json() if trouble else {}
        self.save(update_fields=["read_at", "trouble"])
