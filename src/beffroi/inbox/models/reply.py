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
    """Ties an answer's draft to its case. A trace only says where the question is: the case goes on waiting."""

    case = models.ForeignKey("inbox.Case", on_delete=models.CASCADE, related_name="replies")
    draft = models.OneToOneField(Draft, on_delete=models.PROTECT, related_name="+")
    is_trace = models.BooleanField(default=False)

    objects = ReplyQuerySet.as_manager()

    def __str__(self) -> str:
        return f"{self.case_id} <- {self.draft_id}"


class AssignmentQuerySet(models.QuerySet["Assignment"]):
    def by_people(self) -> Self:
        """Those that somebody decided: at the desk, or in the service that gave the case back."""
        return self.exclude(by=None, returned_by=None)


class Assignment(models.Model):
    """Without `by` the rules made it; with `returned_by` a service gave the case back to the desk."""

    case = models.ForeignKey("inbox.Case", on_delete=models.CASCADE, related_name="assignments")
    team = models.ForeignKey(Team, null=True, on_delete=models.SET_NULL, related_name="+")
    person = models.ForeignKey(User, null=True, on_delete=models.SET_NULL, related_name="+")
    by = models.ForeignKey(User, null=True, on_delete=models.PROTECT, related_name="+")
    returned_by = models.ForeignKey(Team, null=True, on_delete=models.SET_NULL, related_name="+")
    at = models.DateTimeField()

    objects = AssignmentQuerySet.as_manager()

    def __str__(self) -> str:
        return f"{self.case_id} -> {self.team_id}"
