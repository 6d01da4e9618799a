"""What helps to plan: recurring slots, templates, campaigns, and what was read behind the links of a text."""

import mimetypes
from collections.abc import Iterable
from datetime import datetime, timedelta
from datetime import time as ClockTime
from typing import Any

from django.db import models, transaction
from django.utils.dates import WEEKDAYS
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _
from django.utils.translation import override

from beffroi.access.models import Organisation, User
from beffroi.engines.texts.links import links
from beffroi.journal.models import record
from beffroi.vocabulary import Card, Media
from beffroi.work.models import Due, DueQuerySet

MAX_ADDRESS = 2000
READ_AGAIN = timedelta(days=1)  # a link of an open draft


class Slot(models.Model):
    """A recurring time, on the organisation's own clock, at which a post may be queued. Monday is 0."""

    organisation = models.ForeignKey(Organisation, on_delete=models.CASCADE, related_name="+")
    weekday = models.PositiveSmallIntegerField(_("Day"))
    time = models.TimeField(_("Time"))

    class Meta:
        ordering = ["weekday", "time"]
        constraints = [
            models.UniqueConstraint(fields=["organisation", "weekday", "time"], name="one_slot_per_time"),
            models.CheckConstraint(condition=models.Q(weekday__lte=6), name="slot_weekday"),
        ]

    def __str__(self) -> str:
        return f"{WEEKDAYS[self.weekday]} {self.time:%H:%M}"

    @classmethod
    def add(cls, organisation: Organisation, weekday: int, at: ClockTime, *, by: User, now: datetime) -> "Slot":
        """A slot of this time; the one that there is already, if there is one."""
        with transaction.atomic():
            slot, is_new = cls.objects.get_or_create(organisation=organisation, weekday=weekday, time=at)
            if is_new:
                record("SLOT_ADDED", slot, organisation=organisation, actor=by, now=now, **slot._said())
        return slot

    def remove(self, *, by: User, now: datetime) -> None:
        with transaction.atomic():
            record("SLOT_REMOVED", self, organisation=self.organisation, actor=by, now=now, **self._said())
            self.delete()

    @property
    def day(self) -> str:
        return capfirst(WEEKDAYS[self.weekday])

    def _said(self) -> dict[str, Any]:
        """For the ledger, which is read in several languages."""
        with override(None):
            return {"day": {"say": str(WEEKDAYS[self.weekday])}, "time": f"{self.time:%H:%M}"}


class Template(models.Model):
    """A text to begin from."""

    organisation = models.ForeignKey(Organisation, on_delete=models.CASCADE, related_name="+")
    name = models.CharField(_("Name"), max_length=120)
    text = models.TextField(_("Text"))
    by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        ordering = ["name", "pk"]
        constraints = [models.UniqueConstraint(fields=["organisation", "name"], name="one_template_per_name")]

    def __str__(self) -> str:
        return self.name

    def write(self, *, name: str, text: str, by: User, now: datetime) -> None:
        """Saves it, new or in the place of what it said before."""
        self.name, self.text, self.by, self.at = name, text.replace("\r\n", "\n"), by, now
        with transaction.atomic():
            self.save()
            record("TEMPLATE_SAVED", self, organisation=self.organisation, actor=by, now=now, template=name)

    def remove(self, *, by: User, now: datetime) -> None:
        with transaction.atomic():
            record("TEMPLATE_REMOVED", self, organisation=self.organisation, actor=by, now=now, template=self.name)
            self.delete()


class Campaign(models.Model):
    """A tag that holds the posts of one operation together ("Vœux 2027")."""

    organisation = models.ForeignKey(Organisation, on_delete=models.CASCADE, related_name="+")
    name = models.CharField(_("Campaign"), max_length=80)

    class Meta:
        ordering = ["name"]
        constraints = [models.UniqueConstraint(fields=["organisation", "name"], name="one_campaign_per_name")]

    def __str__(self) -> str:
        return self.name

    @classmethod
    def called(cls, name: str, organisation: Organisation) -> "Campaign | None":
        """The campaign of this name, whatever its capitals; a new one where there is none; None without a name."""
        if not (name := " ".join(name.split())):
            return None
        known = cls.objects.filter(organisation=organisation, name__iexact=name).first()
        return known or cls.objects.get_or_create(organisation=organisation, name=name)[0]


def to_begin_with(organisation: Organisation) -> dict[str, list[dict[str, Any]]]:
    """The templates and the campaigns that a writer may choose, by name, in one query."""
    kinds: dict[str, type[models.Model]] = {"templates": Template, "campaigns": Campaign}
    of_ours = {kind: model._default_manager.filter(organisation=organisation) for kind, model in kinds.items()}
    rows = [all_.order_by().values("pk", "name", kind=models.Value(kind)) for kind, all_ in of_ours.items()]
    found = sorted(rows[0].union(*rows[1:]), key=lambda row: str(row["name"]).casefold())
    return {kind: [row for row in found if row["kind"] == kind] for kind in kinds}


class LinkReading(Due):
    """What stood behind a link when it was last read: for the broken-link check and for link cards.

    `status` is the answer's HTTP status, None while nothing was read; `trouble` says why nothing could be.
    """

    url = models.CharField(max_length=MAX_ADDRESS, unique=True)
    status = models.PositiveSmallIntegerField(null=True)
    trouble = models.JSONField(default=dict)  # a Sentence
    title = models.CharField(max_length=300, default="")
    summary = models.CharField(max_length=500, default="")
    picture = models.FileField(upload_to="cards/%Y/%m", default="")
    read_at = models.DateTimeField(null=True)

    objects = DueQuerySet["LinkReading"].as_manager()

    class Meta:
        indexes = [models.Index(fields=["due_at"], name="link_reading_due", condition=models.Q(due_at__isnull=False))]

    def __str__(self) -> str:
        return self.url

    @classmethod
    def ask(cls, texts: Iterable[str], *, now: datetime) -> None:
        """Has the links of `texts` read: those that nobody read yet, and those that nobody has read for a day."""
        addresses = [address for text in texts for address in links(text) if len(address) <= MAX_ADDRESS]
        if addresses:
            asked = [LinkReading(url=each, due_at=now) for each in sorted(set(addresses))]
            LinkReading.objects.bulk_create(asked, ignore_conflicts=True)
            LinkReading.objects.filter(url__in=addresses, due_at=None, read_at__lt=now - READ_AGAIN).update(due_at=now)

    def settle(self, *, at: datetime | None, **changes: Any) -> bool:
        """Writes what was read, and when to read it again (None: nobody needs it); False if the lease is another's."""
        return bool(LinkReading.objects.filter(pk=self.pk, due_at=self.due_at).update(due_at=at, **changes))

    def as_card(self) -> Card:
        return Card(self.url, self.title, self.summary, self._picture())

    def _picture(self) -> Media | None:
        if not self.picture:
            return None
        with self.picture.open("rb") as stored:
            return Media(mime=mimetypes.guess_type(str(self.picture.name))[0] or "", alt="", content=stored.read())
