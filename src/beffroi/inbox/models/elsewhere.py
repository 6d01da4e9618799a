"""An answer that no account of ours can send: a person posts it by hand where the question stands, and says so."""

from datetime import datetime
from typing import TYPE_CHECKING

from django.db import models, transaction

from beffroi.access.models import User
from beffroi.inbox.checks import remarks
from beffroi.journal.models import record
from beffroi.journal.moves import NotAllowed
from beffroi.publishing.checks import Finding

if TYPE_CHECKING:
    from beffroi.inbox.models.case import Case


class Overwritten(Exception):
    """A colleague wrote something else meanwhile; nothing was put in its place."""

    def __init__(self, kept: "ElsewhereAnswer") -> None:
        super().__init__(str(kept))
        self.kept = kept


class ElsewhereAnswer(models.Model):
    """The words as they were last typed, and once they were posted: who posted them, when, and where they stand."""

    case = models.OneToOneField("inbox.Case", on_delete=models.CASCADE, related_name="elsewhere")
    text = models.TextField(default="", max_length=20_000)
    saved_at = models.DateTimeField()
    saved_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    posted_at = models.DateTimeField(null=True)
    posted_by = models.ForeignKey(User, null=True, on_delete=models.PROTECT, related_name="+")
    address = models.CharField(max_length=500, default="", blank=True)

    def __str__(self) -> str:
        return self.text[:60]

    @classmethod
    def keep(cls, case: "Case", text: str, *, by: User, seen: datetime | None, now: datetime) -> "ElsewhereAnswer":
        """Puts `text` in the place of what was kept. `seen` is when what the writer had before them was saved.

        Raises NotAllowed once it was posted, Overwritten when somebody else has saved since.
        """
        case.must_be_answered_by(by)
        with transaction.atomic():
            type(case)._default_manager.select_for_update(no_key=True).get(pk=case.pk)
            kept = cls.objects.filter(case=case).select_related("saved_by").first() or cls(case=case)
            if kept.posted_at is not None:
                raise NotAllowed(f"{case} is answered")
            if kept.pk and kept.saved_by != by and (seen is None or kept.saved_at > seen):
                raise Overwritten(kept)
            kept.text, kept.saved_by, kept.saved_at = text.replace("\r\n", "\n"), by, now
            kept.save()
        return kept

    def remarks(self) -> list[Finding]:
        return remarks(self.text, lang=self.case.latest.lang or "fr")

    def declare_posted(self, *, by: User, now: datetime, address: str = "") -> None:
        """A person says that it stands there now; the case is answered. Saying it twice changes nothing."""
        self.case.must_be_answered_by(by)
        with transaction.atomic():
            unsaid = ElsewhereAnswer.objects.filter(pk=self.pk, posted_at=None)
            if not unsaid.update(posted_at=now, posted_by=by, address=address):
                return
            self.case.settle(now=now)
            said = {"place": self.case.place, "page": address or self.case.latest.url}
            record("ANSWER_POSTED", self.case, organisation=self.case.organisation, actor=by, now=now, **said)

    def take_back(self, *, by: User, now: datetime) -> None:
        """It does not stand there after all: the case waits again, and its clock never stopped."""
        self.case.must_be_answered_by(by)
        with transaction.atomic():
            said = ElsewhereAnswer.objects.filter(pk=self.pk).exclude(posted_at=None)
            if said.update(posted_at=None, posted_by=None, address=""):
                type(self.case)._default_manager.filter(pk=self.case_id).update(answer_seen_at=None)
                self.case.reckon()
                record(
                    "ANSWER_NOT_POSTED",
                    self.case,
                    organisation=self.case.organisation,
                    actor=by,
                    now=now,
                    place=self.case.place,
                )
