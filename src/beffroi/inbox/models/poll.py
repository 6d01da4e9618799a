"""When the networks are asked next who spoke to us."""

from datetime import datetime

from django.db import models

from beffroi.connectors.contract import NetworkTrouble
from beffroi.directory.models import Account
from beffroi.work.models import Due, DueQuerySet


class MentionPoll(Due):
    """When the mentions of an account are read next, and where the last reading ended."""

    account = models.OneToOneField(Account, on_delete=models.CASCADE, related_name="+")
    cursor = models.TextField(default="")
    read_at = models.DateTimeField(null=True)
    trouble = models.JSONField(default=dict)  # a Sentence

    objects = DueQuerySet.as_manager()

    class Meta:
        indexes = [models.Index(fields=["due_at"], name="mention_poll_due")]

    def __str__(self) -> str:
        return f"mentions of {self.account_id}"

    def settle(self, cursor: str, now: datetime) -> None:
        self.cursor, self.read_at, self.trouble = cursor, now, {}
        self.save(update_fields=["cursor", "read_at", "trouble"])

    def failed(self, trouble: NetworkTrouble) -> None:
        self.trouble = trouble.reason.as_json()
        self.save(update_fields=["trouble"])
