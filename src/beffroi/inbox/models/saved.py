"""Answers that are ready: words that a second person agreed to, with blanks for what differs."""

from datetime import datetime
from typing import TYPE_CHECKING

from django.db import models, transaction
from django.utils.translation import gettext_lazy as _

from beffroi.access.models import Organisation, User
from beffroi.engines.texts.blanks import blanks, filled
from beffroi.journal.models import record
from beffroi.journal.moves import NotAllowed

if TYPE_CHECKING:
    from beffroi.inbox.models.case import Case

BLANKS = {"name": "name", "nom": "name", "service": "service", "link": "link", "lien": "link"}  # as written: what it is


class SavedReply(models.Model):
    """Nobody agrees to their own words, and other words ask for another agreement."""

    organisation = models.ForeignKey(Organisation, on_delete=models.CASCADE, related_name="+")
    name = models.CharField(_("Name"), max_length=120)
    text = models.TextField(_("Text"))
    link = models.CharField(max_length=500, default="", blank=True)
    by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()
    agreed_by = models.ForeignKey(User, null=True, on_delete=models.PROTECT, related_name="+")
    agreed_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["name", "pk"]
        constraints = [models.UniqueConstraint(fields=["organisation", "name"], name="one_saved_reply_per_name")]

    def __str__(self) -> str:
        return self.name

    @staticmethod
    def unknown(text: str) -> list[str]:
        """The blanks of `text` that nothing fills."""
        return [blank for blank in blanks(text) if blank not in BLANKS]

    @staticmethod
    def needs_link(text: str) -> bool:
        return any(BLANKS.get(blank) == "link" for blank in blanks(text))

    def write(self, *, name: str, text: str, link: str = "", by: User, now: datetime) -> None:
        """Saves it. Other words, or another link, are agreed to by nobody yet; another name alone changes nothing."""
        text = text.replace("\r\n", "\n")
        if (self.text, self.link) != (text, link):
            self.text, self.link, self.by, self.at = text, link, by, now
            self.agreed_by = self.agreed_at = None
        self.name = name
        with transaction.atomic():
            self.save()
            record("SAVED_REPLY_WRITTEN", self, organisation=self.organisation, actor=by, now=now, reply=name)

    def agree(self, *, by: User, seen: datetime, now: datetime) -> None:
        """`seen` is when the words that were read had been written. Raises NotAllowed for who wrote them, and when they
        were changed, or agreed to, meanwhile."""
        if by == self.by:
            raise NotAllowed(f"{by} wrote {self}")
        with transaction.atomic():
            same = SavedReply.objects.filter(pk=self.pk, at=seen, agreed_at=None).exclude(by=by)
            if not same.update(agreed_by=by, agreed_at=now):
                raise NotAllowed(f"{self} was changed or agreed to")
            record("SAVED_REPLY_AGREED", self, organisation=self.organisation, actor=by, now=now, reply=self.name)

    def remove(self, *, by: User, now: datetime) -> None:
        with transaction.atomic():
            record("SAVED_REPLY_REMOVED", self, organisation=self.organisation, actor=by, now=now, reply=self.name)
            self.delete()

    def for_case(self, case: "Case") -> str:
        """Its words for this person: their name, who answers, and the link."""
        values = {"name": case.who, "service": str(case.team or case.organisation), "link": self.link}
        return filled(self.text, {written: values[what] for written, what in BLANKS.items()})
