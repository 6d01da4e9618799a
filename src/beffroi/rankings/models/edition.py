"""Rankings, their editions that nobody changes, and what the ranked bodies say to them."""

from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

from django.conf import settings
from django.db import models, transaction
from django.urls import reverse
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from beffroi.access.models import Organisation, User
from beffroi.directory.models import Body, network_name
from beffroi.directory.models.body import CLASSES, KINDS
from beffroi.engines.ranking.measures import COMPOSITE, MEASURES, Measure
from beffroi.engines.ranking.record import ANSWERED_WITHIN
from beffroi.engines.ranking.window import LENGTHS, Window, holding, last_whole
from beffroi.journal.models import record
from beffroi.journal.moves import NotAllowed
from beffroi.work.models import Due, DueQuerySet

WINDOWS = {"week": _("Week"), "month": _("Month"), "quarter": _("Quarter"), "year": _("Year")}
SEVERAL = {
    "commune": _("Communes"),
    "epci": _("Groups of communes"),
    "departement": _("Départements"),
    "region": _("Régions"),
    "state": _("State"),
    "assembly": _("Assemblies"),
    "other": _("Other bodies"),
}
AT_NIGHT = timedelta(hours=5)  # UTC: after the last answers that count, before anybody comes to the desk
LONGEST_REPLY = 2_000  # characters


class Ranking(Due):
    """A question that is asked again for each window: which accounts, by which measure. Due when its next edition is.

    `measure` is one of `engines.ranking.measures`, or "composite" with `weights` by measure. `bound` is the lower bound
    of the only class of population compared, null for all; `network` is empty for all.
    """

    measure = models.CharField(max_length=40)
    weights = models.JSONField(default=dict)
    window = models.CharField(max_length=10, choices=list(WINDOWS.items()))
    kind = models.CharField(max_length=20, choices=list(KINDS.items()))
    bound = models.PositiveIntegerField(null=True)
    network = models.CharField(max_length=40, default="", blank=True)
    is_personal = models.BooleanField(default=False)  # the accounts of those who hold an office, not of the body
    added_at = models.DateTimeField()

    objects = DueQuerySet["Ranking"].as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(condition=models.Q(window__in=list(LENGTHS)), name="a_ranking_has_a_window"),
        ]

    def __str__(self) -> str:
        return f"{self.title}, {self.get_window_display()}"

    @property
    def title(self) -> str:
        return (
            gettext(MEASURES[self.measure].title) if self.measure != COMPOSITE else gettext("Several measures together")
        )

    @property
    def of(self) -> Measure | None:
        """Its measure; None for a composite."""
        return MEASURES.get(self.measure)

    @property
    def network_name(self) -> str:
        return network_name(self.network) or self.network

    @property
    def kind_name(self) -> str:
        return str(SEVERAL[self.kind])

    @property
    def class_name(self) -> str:
        return class_name(self.bound)

    @classmethod
    def begin(cls, organisation: Organisation, *, by: User, now: datetime, **asked: Any) -> "Ranking":
        """A ranking that is made from the window of today on; one that was stopped is taken up again."""
        with transaction.atomic():
            ranking, _new = cls.objects.get_or_create(
                **{"bound": None, **asked}, weights={}, defaults={"added_at": now}
            )
            if ranking.due_at is None:
                ranking.due_at = ranking.due_after(last_whole(ranking.window, now.date()))
                ranking.save(update_fields=["due_at"])
                ranking._record("RANKING_BEGUN", organisation, by, now)
        return ranking

    def stop(self, organisation: Organisation, *, by: User, now: datetime) -> None:
        """No edition comes any more; those that were made stay."""
        with transaction.atomic():
            if Ranking.objects.filter(pk=self.pk).exclude(due_at=None).update(due_at=None):
                self._record("RANKING_STOPPED", organisation, by, now)

    def _record(self, verb: str, organisation: Organisation, by: User, now: datetime) -> None:
        record(verb, self, organisation=organisation, actor=by, now=now, ranking=str(self))

    def due_after(self, window: Window) -> datetime:
        """When the edition of the window that follows can be made: all its questions had their time to be answered."""
        until = holding(self.window, window.until).until
        return datetime(until.year, until.month, until.day, tzinfo=UTC) + ANSWERED_WITHIN + AT_NIGHT


class Edition(models.Model):
    """One ranking over one window, as it was reckoned. The database refuses to change it, and its places; a correction
    is another edition of the same window, with the next `number`."""

    ranking = models.ForeignKey(Ranking, on_delete=models.PROTECT, related_name="editions")
    number = models.PositiveSmallIntegerField()
    first = models.DateField()
    until = models.DateField()
    formula = models.CharField(max_length=20)
    made_at = models.DateTimeField()
    sha256 = models.CharField(max_length=64)  # of its archive, which is named by it
    size = models.PositiveBigIntegerField()  # of its archive, in bytes
    ranked = models.PositiveIntegerField()
    unranked = models.PositiveIntegerField()
    manifest = models.JSONField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["ranking", "first", "until", "number"], name="each_edition_once"),
        ]
        indexes = [models.Index(fields=["-until", "-made_at"], name="edition_by_window")]

    def __str__(self) -> str:
        return f"{self.ranking.title} {self.first}"

    def get_absolute_url(self) -> str:
        return reverse("ranking_edition", args=[self.pk])

    @property
    def window(self) -> Window:
        return Window(self.first, self.until)

    @property
    def last(self) -> date:
        return self.until - timedelta(days=1)

    @property
    def archive(self) -> Path:
        return archives() / f"{self.sha256}.zip"


class Place(models.Model):
    """One line of an edition as it was, names and all, whatever becomes of account and body. No rank: `why` says so."""

    edition = models.ForeignKey(Edition, on_delete=models.PROTECT, related_name="places")
    order = models.PositiveIntegerField()
    rank = models.PositiveIntegerField(null=True)
    best = models.PositiveIntegerField(null=True)
    worst = models.PositiveIntegerField(null=True)
    of = models.PositiveIntegerField(default=0)
    value = models.FloatField(null=True)
    low = models.FloatField(null=True)
    high = models.FloatField(null=True)
    sample = models.PositiveBigIntegerField(null=True)
    why = models.JSONField(default=dict)  # a Sentence
    account = models.PositiveBigIntegerField()  # the key of the account in the directory at that time
    network = models.CharField(max_length=40)
    handle = models.CharField(max_length=255)
    name = models.CharField(max_length=220)
    body_kind = models.CharField(max_length=20)
    body_code = models.CharField(max_length=40)
    bound = models.PositiveIntegerField(null=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["edition", "order"], name="each_place_once")]
        indexes = [
            models.Index(fields=["edition", "bound", "order"], name="place_by_class"),
            models.Index(fields=["body_kind", "body_code"], name="place_by_body"),
        ]

    def __str__(self) -> str:
        return f"{self.rank} {self.name}"

    @property
    def network_name(self) -> str:
        return network_name(self.network) or self.network


class Reply(models.Model):
    """What a ranked body says to an edition, shown beside its place. The latest one stands, earlier ones are kept."""

    edition = models.ForeignKey(Edition, on_delete=models.PROTECT, related_name="replies")
    body = models.ForeignKey(Body, on_delete=models.PROTECT, related_name="+")
    text = models.TextField(max_length=LONGEST_REPLY)
    at = models.DateTimeField()
    by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    on_behalf = models.BooleanField(default=False)  # written by an organisation that is not the body's own
    replaced_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["edition", "body"], condition=models.Q(replaced_at=None), name="one_reply_stands"
            )
        ]

    def __str__(self) -> str:
        return f"{self.body}: {self.text[:40]}"

    @classmethod
    def write(
        cls, edition: Edition, body: Body, text: str, *, by: User, organisation: Organisation, now: datetime
    ) -> "Reply":
        """Puts the body's words beside its place. Raises NotAllowed for an organisation that does not speak for it, and
        for a body that has no place there; the edition stays as it is."""
        if not speaks_for(organisation, by, body):
            raise NotAllowed(f"{organisation} does not speak for {body}")
        if not edition.places.filter(body_kind=body.kind, body_code=body.code).exists():
            raise NotAllowed(f"{body} has no place in it")
        with transaction.atomic():
            cls.objects.filter(edition=edition, body=body, replaced_at=None).update(replaced_at=now)
            reply = cls.objects.create(
                edition=edition,
                body=body,
                text=text,
                at=now,
                by=by,
                organisation=organisation,
                on_behalf=body.organisation_id != organisation.pk,
            )
            record(
                "RANKING_REPLIED",
                reply,
                organisation=organisation,
                actor=by,
                now=now,
                body=body.name,
                ranking=str(edition),
            )
        return reply


def speaks_for(organisation: Organisation, user: User, body: Body) -> bool:
    """Every member whose role may answer, for the body of the organisation; an owner on behalf of a body that has no
    organisation here."""
    membership = organisation.memberships.filter(user=user).first()
    if membership is None:
        return False
    if body.organisation_id == organisation.pk:
        return membership.may("answer")
    return body.organisation_id is None and membership.may("run the organisation")


def class_name(bound: int | None) -> str:
    """A class of population in words, by its lower bound."""
    if bound is None:
        return gettext("all populations")
    nth = CLASSES.index(bound)
    if nth == len(CLASSES) - 1:
        return gettext("%(low)s inhabitants and more") % {"low": _number(bound)}
    return gettext("%(low)s to %(high)s inhabitants") % {"low": _number(bound), "high": _number(CLASSES[nth + 1] - 1)}


def _number(number: int) -> str:
    return f"{number:,}".replace(",", "\N{NARROW NO-BREAK SPACE}")


def archives() -> Path:
    """The folder of the archives of all editions."""
    return Path(settings.DATA) / "rankings" / "editions"
