"""What colleagues tell each other about a case. It never leaves the house."""

from datetime import datetime
from typing import TYPE_CHECKING

from django.db import models, transaction

from beffroi.access.models import User
from beffroi.journal.models import record

if TYPE_CHECKING:
    from beffroi.inbox.models.case import Case


class Note(models.Model):
    """The journal says that it was written, and never what it says."""

    case = models.ForeignKey("inbox.Case", on_delete=models.CASCADE, related_name="notes")
    text = models.TextField(max_length=5_000)
    to = models.ForeignKey(User, null=True, on_delete=models.PROTECT, related_name="+")  # whose attention it asks for
    by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        ordering = ["at", "pk"]

    def __str__(self) -> str:
        return f"{self.case_id}: {self.text[:40]}"

    @classmethod
    def write(cls, case: "Case", text: str, *, by: User, now: datetime, to: User | None = None) -> "Note":
        """`to` is the colleague whose attention it asks for."""
        case.must_be_answered_by(by)
        with transaction.atomic():
            note = cls.objects.create(case=case, text=text.replace("\r\n", "\n"), to=to, by=by, at=now)
            said = {"to": to.name} if to else {}
            verb = "CASE_NOTE_FOR" if to else "CASE_NOTED"
            record(verb, case, organisation=case.organisation, actor=by, now=now, **said)
        return note
