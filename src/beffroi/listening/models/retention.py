"""For how long what a search found is kept."""

from collections.abc import Iterator
from datetime import date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from django.db import models, transaction
from django.db.models.functions import TruncDate
from django.utils.translation import gettext_lazy as _

from beffroi.access.models import Organisation, User
from beffroi.archive.models import spoken_to_us
from beffroi.journal.models import record
from beffroi.keeping.kinds import Kind
from beffroi.keeping.models import days_of
from beffroi.listening.models.match import Match
from beffroi.listening.models.search import SavedSearch

CHOICES = (7, 30, 90, 180, 365)  # days


class Retention(models.Model):
    """Somebody's choice for one search; without one, what the organisation chose for all."""

    search = models.OneToOneField(SavedSearch, on_delete=models.CASCADE, related_name="retention")
    days = models.PositiveSmallIntegerField()
    chosen_at = models.DateTimeField()
    chosen_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")

    def __str__(self) -> str:
        return f"{self.search_id}: {self.days}"

    @classmethod
    def choose(cls, search: SavedSearch, days: int, *, by: User, now: datetime) -> None:
        """Nothing is deleted here: the duty does it, and the page tells when before."""
        if days == kept_for(search).days:
            return
        with transaction.atomic():
            chosen = {"days": days, "chosen_at": now, "chosen_by": by}
            cls.objects.update_or_create(search=search, defaults=chosen)
            record(
                "SEARCH_KEEPS_FOR",
                search,
                organisation=search.organisation,
                actor=by,
                now=now,
                name=search.name,
                days=days,
            )


FOUND = Kind(
    "listening.found",
    name=_("What searches found"),
    why=_("To hear what is said of the organisation and of its business, and to answer."),
    basis=_("Task in the public interest (GDPR, art. 6 (1) e)"),
    days=30,
    most=365,
)


def kept_for(search: SavedSearch) -> timedelta:
    chosen = Retention.objects.filter(search=search).values_list("days", flat=True).first()
    return timedelta(days=chosen or days_of(search.organisation_id, FOUND))


def passing() -> "models.QuerySet[Match]":
    """The matches that will go one day: those of conversations that never spoke to us. The others are in a case, or
    waiting to be put into one, and stay with it."""
    return Match.objects.exclude(models.Exists(spoken_to_us("post__")))


def past_keeping(organisation: Organisation, usual: int, now: datetime) -> "models.QuerySet[Match]":
    """What is past its time: after `usual` days, or those that somebody chose for its search."""
    over = models.Q(search__retention=None, at__lte=now - timedelta(days=usual))
    for days in set(Retention.objects.filter(search__organisation=organisation).values_list("days", flat=True)):
        over |= models.Q(search__retention__days=days, at__lte=now - timedelta(days=days))
    return passing().filter(over, search__organisation=organisation)


def will_go(search: SavedSearch, zone: ZoneInfo, most: int = 3) -> Iterator[tuple[date, int]]:
    """The next days on which something goes, by the town's clock, and how many posts each time."""
    kept = kept_for(search)
    days: Any = passing().filter(search=search).annotate(day=TruncDate("at", tzinfo=zone)).order_by("day").values("day")
    for row in days.annotate(posts=models.Count("pk"))[:most]:
        yield row["day"] + kept, row["posts"]
