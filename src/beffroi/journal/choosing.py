"""Which events of the ledger somebody wants to read: by whom, of which kind, on which days, with which words."""

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from urllib.parse import urlencode

from django.db import models
from django.db.models.functions import Cast
from django.http import QueryDict

from beffroi.access.models import Organisation, User
from beffroi.journal.models import Event
from beffroi.journal.sentences import sentences

MACHINE = "beffroi"


@dataclass(frozen=True, slots=True)
class Wanted:
    """`who` is the number of a person, or MACHINE; `verb` a verb of the ledger; both days are within."""

    who: str = ""
    verb: str = ""
    since: date | None = None
    until: date | None = None
    words: str = ""

    @classmethod
    def asked(cls, said: QueryDict) -> "Wanted":
        """What cannot be read is not asked for."""
        who, verb = said.get("who", ""), said.get("verb", "")
        return cls(
            who if who == MACHINE or (who.isdecimal() and len(who) < 10) else "",
            verb if verb in sentences() else "",
            _day(said.get("since", "")),
            _day(said.get("until", "")),
            said.get("words", "").strip()[:80],
        )

    def events(self, organisation: Organisation) -> "models.QuerySet[Event]":
        found = Event.objects.filter(organisation=organisation)
        if self.who:
            found = found.filter(actor=None) if self.who == MACHINE else found.filter(actor=int(self.who))
        if self.verb:
            found = found.filter(verb=self.verb)
        if self.since:
            found = found.filter(at__gte=datetime.combine(self.since, time(), organisation.tz))
        if self.until and self.until < date.max:
            found = found.filter(at__lt=datetime.combine(self.until + timedelta(days=1), time(), organisation.tz))
        if self.words:
            said = Cast("detail", models.TextField())
            found = found.annotate(said=said).filter(said__icontains=self.words)
        return found

    @property
    def is_narrow(self) -> bool:
        return bool(self.who or self.verb or self.since or self.until or self.words)

    @property
    def keep(self) -> str:
        """It again, as the address of the next page says it."""
        said = {"who": self.who, "verb": self.verb, "since": self.since, "until": self.until, "words": self.words}
        return urlencode({name: value for name, value in said.items() if value})


def actors(organisation: Organisation) -> "models.QuerySet[User]":
    """Those who did anything here."""
    acted = Event.objects.filter(organisation=organisation, actor=models.OuterRef("pk"))
    return User.objects.filter(models.Exists(acted)).order_by("name", "pk")


def _day(said: str) -> date | None:
    try:
        return date.fromisoformat(said) if said else None
    except ValueError:
        return None
