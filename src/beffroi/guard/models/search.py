"""When strangers are looked for who can be taken for an account of ours, or hold one of its former handles."""

from datetime import datetime

from django.db import models

from beffroi.directory.models import Account
from beffroi.vocabulary import Sentence
from beffroi.work.models import Due, DueQuerySet


class StrangerSearch(Due):
    """`trouble` says why the network could not be asked the last time."""

    account = models.OneToOneField(Account, on_delete=models.CASCADE, related_name="+")
    read_at = models.DateTimeField(null=True)
    trouble = models.JSONField(default=dict)  # a Sentence

    objects = DueQuerySet.as_manager()

    class Meta:
        indexes = [models.Index(fields=["due_at"], name="stranger_search_due")]

    def __str__(self) -> str:
        return f"strangers around {self.account_id}"

    def settle(self, *, read_at: datetime | None = None, trouble: Sentence | None = None) -> None:
        self.read_at = read_at or self.read_at
        self.trouble = trouble.as_json() if trouble else {}
        self.save(update_fields=["read_at", "trouble"])
