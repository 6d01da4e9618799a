"""Response targets: within which time we answer, and for which cases."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any, Self

from django.db import models, transaction
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from beffroi.access.models import Organisation, User
from beffroi.directory.models import network_name
from beffroi.engines.worktime import Hours, always, hours_of
from beffroi.inbox.models.calendar import Calendar
from beffroi.inbox.models.channel import CHANNELS
from beffroi.inbox.models.reckoning import Reckoning
from beffroi.journal.models import record

if TYPE_CHECKING:
    from beffroi.inbox.models.case import Case

AIMS: dict[str, str | Promise] = {
    "first": gettext_lazy("First response"),
    "next": gettext_lazy("Further responses"),
    "resolution": gettext_lazy("Resolution"),
}
MOST = 365 * 24 * 60  # minutes


@dataclass(frozen=True, slots=True)
class Traits:
    """What of a case a target may ask for."""

    network: str
    priority: str
    labels: frozenset[str]


def traits_of(case: "Case") -> Traits:
    """The only place that reads them from a case."""
    labelled = getattr(case, "labelled", None)
    labels = labelled.values_list("label__name", flat=True) if labelled is not None else ()
    return Traits(case.latest.network, getattr(case, "priority", ""), frozenset(labels))


class ResponseTargetQuerySet(models.QuerySet["ResponseTarget"]):
    def of(self, organisation: Organisation) -> Self:
        standing = self.filter(organisation=organisation, removed_at=None)
        return standing.select_related("calendar", "organisation").order_by("pk")

    def follow_label(self, before: str, name: str) -> None:
        """A label is called otherwise now. A target of the new name for the same cases stays as it is, and alone."""
        for target in self.filter(label=before):
            same = {each: getattr(target, each) for each in ("aim", "network", "priority")}
            if not self.filter(label=name, **same).exists():
                ResponseTarget.objects.filter(pk=target.pk).update(label=name)


class ResponseTarget(models.Model):
    """`minutes` of the hours of `calendar`, or of real time without one. An empty `network`, `priority` or `label` is
    any. `warned_percent` is the share of the time after which people are told that it runs out."""

    organisation = models.ForeignKey(Organisation, on_delete=models.CASCADE, related_name="+")
    aim = models.CharField(max_length=12)
    minutes = models.PositiveIntegerField()
    calendar = models.ForeignKey(Calendar, null=True, on_delete=models.PROTECT, related_name="targets")
    network = models.CharField(max_length=40, default="", blank=True)
    priority = models.CharField(max_length=10, default="", blank=True)
    label = models.CharField(max_length=40, default="", blank=True)
    warned_percent = models.PositiveSmallIntegerField(default=80)
    set_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    set_at = models.DateTimeField()
    removed_at = models.DateTimeField(null=True)

    objects = ResponseTargetQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(condition=models.Q(aim__in=list(AIMS)), name="known_aim"),
            models.CheckConstraint(condition=models.Q(warned_percent__range=(1, 100)), name="warned_in_time"),
            models.UniqueConstraint(
                fields=["organisation", "aim", "network", "priority", "label"],
                condition=models.Q(removed_at=None),
                name="one_target_for_the_same_cases",
            ),
        ]

    def __str__(self) -> str:
        return f"{AIMS[self.aim]}: {self.minutes} min"

    @property
    def length(self) -> timedelta:
        return timedelta(minutes=self.minutes)

    @property
    def hours(self) -> Hours:
        """What counts as time for it."""
        return self.calendar.hours if self.calendar else hours_of(always(self.organisation.tz))

    @property
    def aim_name(self) -> Any:
        return AIMS[self.aim]

    @property
    def asks_for(self) -> list[str]:
        """What a case must have for it, in words; nothing when it is for all."""
        named = [(_("label “%s”"), self.label), (_("priority %s"), _(self.priority) if self.priority else "")]
        said = [words % value for words, value in named if value]
        return [*said, *([network_named(self.network)] if self.network else [])]

    def fits(self, traits: Traits) -> bool:
        return (
            self.network in ("", traits.network)
            and self.priority in ("", traits.priority)
            and (not self.label or self.label in traits.labels)
        )

    @property
    def precision(self) -> tuple[int, bool, bool, int]:
        """Of several that fit the one with the greatest wins: who asks for more, then for a label, then for a priority;
        of two labels the one that is to be answered sooner."""
        named = [bool(self.label), bool(self.priority), bool(self.network)]
        return sum(named), named[0], named[1], -self.minutes

    def keep(self, *, by: User, now: datetime, **wishes: Any) -> None:
        """Sets it, new or anew; what is promised is reckoned again."""
        for name, value in wishes.items():
            setattr(self, name, value)
        self.set_by, self.set_at = by, now
        with transaction.atomic():
            self.save()
            said = {"aim": self.aim, "minutes": self.minutes}
            record("TARGET_SET", self, organisation=self.organisation, actor=by, now=now, **said)
            Reckoning.ask(self.organisation, now=now)

    def remove(self, *, by: User, now: datetime) -> None:
        """Nothing is promised by it any more; the row stays. Twice changes nothing."""
        with transaction.atomic():
            if ResponseTarget.objects.filter(pk=self.pk, removed_at=None).update(removed_at=now):
                said = {"aim": self.aim, "minutes": self.minutes}
                record("TARGET_REMOVED", self, organisation=self.organisation, actor=by, now=now, **said)
                Reckoning.ask(self.organisation, now=now)


def network_named(network: str) -> str:
    """As a report says it: a network, the way by which a message came that no network carries, or what was found on a
    page."""
    if (channel := CHANNELS.get(network)) is not None:
        return _(channel)
    return network_name(network) or _("Blogs and newspapers")


def fitting(targets: Iterable[ResponseTarget], aim: str, traits: Traits) -> list[ResponseTarget]:
    """The targets of this aim that fit, the most precise first: that one counts."""
    found = [target for target in targets if target.aim == aim and target.fits(traits)]
    return sorted(found, key=lambda target: target.precision, reverse=True)
