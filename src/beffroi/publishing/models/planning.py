"""What helps to plan: recurring slots, templates, campaigns, and what was read behind the links of a text."""

import mimetypes

from django.db import models
from django.utils.translation import gettext_lazy as _

from beffroi.access.models import Organisation, User
from beffroi.vocabulary import Card, Media
from beffroi.work.models import Due, DueQuerySet

WEEKDAYS = [_("Monday"), _("Tuesday"), _("Wednesday"), _("Thursday"), _("Friday"), _("Saturday"), _("Sunday")]


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


class Campaign(models.Model):
    """A tag that holds the posts of one operation together ("Vœux 2027")."""

    organisation = models.ForeignKey(Organisation, on_delete=models.CASCADE, related_name="+")
    name = models.CharField(_("Campaign"), max_length=80)

    class Meta:
        ordering = ["name"]
        constraints = [models.UniqueConstraint(fields=["organisation", "name"], name="one_campaign_per_name")]

    def __str__(self) -> str:
        return self.name


class LinkReading(Due):
    """What stood behind a link when it was last read: for the broken-link check and for link cards.

    `status` is the answer's HTTP status, None while nothing was read; `trouble` says why nothing could be.
    """

    url = models.CharField(max_length=2000, unique=True)
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

    def as_card(self) -> Card:
        return Card(self.url, self.title, self.summary, self._picture())

    def _picture(self) -> Media | None:
        if not self.picture:
            return None
        with self.picture.open("rb") as stored:
            return Media(mime=mimetypes.guess_type(str(self.picture.name))[0] or "", alt="", content=stored.read())
