"""What is done with a case: its answers, and who was given it."""

from typing import Self

from django.db import models

from beffroi.access.models import Team, User
from beffroi.publishing.models import Draft


class ReplyQuerySet(models.QuerySet["Reply"]):
    def sent(self) -> Self:
        """Answers that left."""
        return self.filter(draft__publications__state="sent")


class Reply(models.Model):
    """Ties an answer's draft to its case."""

    case = models.ForeignKey("inbox.Case", on_delete=models.CASCADE, related_name="replies")
    draft = models.OneToOneField(Draft, on_delete=models.PROTECT, related_name="+")

    objects = ReplyQuerySet.as_manager()

    def __str__(self) -> str:
        return f"{self.case_id} <- {self.draft_id}"


class Assignment(models.Model):
    case = models.ForeignKey("inbox.Case", on_delete=models.CASCADE, related_name="assignments")
    team = models.ForeignKey(Team, null=True, on_delete=models.SET_NULL, related_name="+")
    person = models.ForeignKey(User, null=True, on_delete=models.SET_NULL, related_name="+")
    by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    def __str__(self) -> str:
        return f"{self.case_id} -> {self.team_id}"
