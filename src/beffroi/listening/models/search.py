"""Saved searches: what an organisation wants to hear of."""

from datetime import datetime

from django.core.exceptions import ValidationError
from django.db import models, transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from beffroi.access.models import Organisation, User
from beffroi.engines.query import Search, SearchError, parse
from beffroi.journal.models import record
from beffroi.journal.sentences import translated


def validate_search(text: str) -> None:
    """Says where a search is wrong and how to mend it."""
    try:
        parse(text)
    except SearchError as error:
        place = _("Character %(position)s: %(message)s %(hint)s")
        message, hint = (translated(sentence.as_json()) for sentence in error.sentences)
        said = {"position": error.position + 1, "message": message, "hint": hint}
        raise ValidationError(place % said, code="search", params={"position": error.position}) from error


class SavedSearch(models.Model):
    organisation = models.ForeignKey(Organisation, on_delete=models.CASCADE, related_name="+")
    name = models.CharField(gettext_lazy("Name of the search"), max_length=120)
    text = models.TextField(gettext_lazy("Search"), max_length=10_000, validators=[validate_search])
    saved_at = models.DateTimeField()
    saved_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    paused_at = models.DateTimeField(null=True)

    class Meta:
        indexes = [models.Index(fields=["organisation", "name"], name="search_by_name")]

    def __str__(self) -> str:
        return self.name

    @classmethod
    def save_new(cls, *, organisation: Organisation, name: str, text: str, by: User, now: datetime) -> "SavedSearch":
        with transaction.atomic():
            search = cls.objects.create(organisation=organisation, name=name, text=text, saved_at=now, saved_by=by)
            record("SEARCH_SAVED", search, organisation=organisation, actor=by, now=now, name=name)
        return search

    def change(self, *, name: str, text: str, by: User, now: datetime) -> bool:
        """Heard within a second; what was found before stays. False when it says the same."""
        if (name, text) == (self.name, self.text):
            return False
        before = {"name_before": self.name, "text_before": self.text}
        with transaction.atomic():
            self.name, self.text = name, text
            self.save(update_fields=["name", "text"])
            record(
                "SEARCH_CHANGED",
                self,
                organisation=self.organisation,
                actor=by,
                now=now,
                name=name,
                text=text,
                **before,
            )
        return True

    def pause(self, *, by: User, now: datetime) -> None:
        self._switch(now, "SEARCH_PAUSED", by, now)

    def resume(self, *, by: User, now: datetime) -> None:
        self._switch(None, "SEARCH_RESUMED", by, now)

    def _switch(self, paused_at: datetime | None, verb: str, by: User, now: datetime) -> None:
        with transaction.atomic():
            self.paused_at = paused_at
            self.save(update_fields=["paused_at"])
            record(verb, self, organisation=self.organisation, actor=by, now=now, name=self.name)

    @property
    def parsed(self) -> Search:
        return parse(self.text)
