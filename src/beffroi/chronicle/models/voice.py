"""Who spoke in an incident, and before how many."""

from datetime import datetime

from django.db import models

from beffroi.work.models import Due, DueQuerySet


class Voice(Due):
    """The audience of one author, as the network told it at `read_at`. Due until it was read.

    Neither name nor text: those are the archive's, and go when it forgets them.
    """

    incident = models.ForeignKey("chronicle.Incident", on_delete=models.CASCADE, related_name="voices")
    network = models.CharField(max_length=40)
    author_id = models.CharField(max_length=255)
    followers = models.PositiveBigIntegerField(null=True)  # None: audience unknown
    read_at = models.DateTimeField(null=True)

    objects = DueQuerySet.as_manager()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["incident", "network", "author_id"], name="each_voice_once")]
        indexes = [models.Index(fields=["due_at"], name="voice_due", condition=models.Q(due_at__isnull=False))]

    def __str__(self) -> str:
        return f"{self.author_id}: {self.followers}"

    def settle(self, followers: int | None, *, read_at: datetime | None) -> None:
        self.followers, self.read_at, self.due_at = followers, read_at, None
        self.save(update_fields=["followers", "read_at", "due_at"])
