"""What the pages show of alerts: their stories, each as one entry, and the line of the last day."""

from collections import defaultdict
from collections.abc import Collection, Iterable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from itertools import groupby
from typing import Any

from django.db.models import BigIntegerField, Count, F, Max, Min, Q, Value, Window
from django.db.models.functions import Coalesce, RowNumber

from beffroi.access.models import Organisation
from beffroi.engines.counts.bursts import per_bin
from beffroi.listening.models import Alert, Match, Mute, SavedSearch

ALERTS = 12  # shown together; the next ones follow as these are read
STORIES = 5  # of each alert; the others are on its search's page
REPEATS = 5  # of each story, beside its first post
JUST_NOW = timedelta(minutes=10)  # so long a reading can be undone on the page
HOURS = 24
WIDTH, HEIGHT, EDGE = 240, 32, 2

_STORY = Coalesce(F("story"), Value(0) - F("pk"), output_field=BigIntegerField())  # a post without one is its own


@dataclass(frozen=True, slots=True)
class Told:
    """One story in an alert: its first post, how often it was said, and who said it last."""

    first: Match
    count: int
    repeats: list[Match]


@dataclass(frozen=True, slots=True)
class Spark:
    """Posts in each of the last 24 hours, the oldest first; the last one ends now."""

    counts: list[int]

    @property
    def total(self) -> int:
        return sum(self.counts)

    @property
    def most(self) -> int:
        return max(self.counts)

    @property
    def points(self) -> str:
        """A line in a frame of WIDTH by HEIGHT, an hour to a step."""
        step, room = WIDTH / (len(self.counts) - 1), HEIGHT - 2 * EDGE
        heights = (HEIGHT - EDGE - room * count / max(self.most, 1) for count in self.counts)
        return " ".join(f"{n * step:.0f},{height:.1f}" for n, height in enumerate(heights))


@dataclass(slots=True)
class Shown:
    alert: Alert
    found: int
    spark: Spark
    stories: list[Told] = field(default_factory=list)

    @property
    def others(self) -> int:
        """Posts of the alert that no shown story counts."""
        return self.found - sum(story.count for story in self.stories)


def alerts_of(organisation: Organisation, now: datetime) -> list[Shown]:
    """The open alerts, the newest first, each with its latest stories."""
    alerts = list(Alert.objects.of(organisation).open().annotate(found=Count("matches"))[:ALERTS])
    sparks = sparks_of([alert.search_id for alert in alerts], now)
    shown = {
        alert.pk: Shown(alert, alert.found, sparks[alert.search_id])  # type: ignore[attr-defined]  # annotated
        for alert in alerts
    }
    for alert, story in _stories(shown):
        shown[alert].stories.append(story)
    return list(shown.values())


def _stories(alerts: Collection[int]) -> Iterable[tuple[int, Told]]:
    """(alert, story) for the latest stories of each, the latest first."""
    of_alerts = Match.objects.filter(alert__in=alerts).annotate(key=_STORY)
    tally = of_alerts.order_by().values("alert", "key").annotate(count=Count("pk"), start=Min("pk"), last=Max("pk"))
    latest: list[Any] = []
    for _alert, group in groupby(sorted(tally, key=lambda row: (row["alert"], -row["last"])), lambda row: row["alert"]):
        latest += list(group)[:STORIES]
    posts = _posts(of_alerts, {row["key"] for row in latest}, {row["start"] for row in latest})
    for row in latest:
        first, *repeats = posts[row["alert"], row["key"]]
        yield row["alert"], Told(first, row["count"], repeats[::-1][:REPEATS])


def _posts(matches: Any, keys: set[int], firsts: set[int]) -> dict[tuple[int, int], list[Match]]:
    """The first post of each of these stories, then its latest ones, in the order in which they came."""
    place = Window(RowNumber(), partition_by=[F("alert"), F("key")], order_by="-pk")
    some = matches.filter(key__in=keys).annotate(place=place).filter(Q(place__lte=REPEATS) | Q(pk__in=firsts))
    found: dict[tuple[int, int], list[Match]] = defaultdict(list)
    for match in some.select_related("post", "story", "search").order_by("pk"):
        found[match.alert_id, match.key].append(match)
    return found


def sparks_of(searches: Iterable[int], now: datetime) -> dict[int, Spark]:
    """What each of these searches found in the last day, by the hour."""
    begin = now - timedelta(hours=HOURS)
    said: dict[int, list[datetime]] = {search: [] for search in searches}
    lately = Match.objects.filter(search__in=said, said_at__range=(begin, now)).order_by()
    for search, moment in lately.values_list("search_id", "said_at"):
        said[search].append(moment)
    hour = timedelta(hours=1)
    return {
        search: Spark(per_bin((min(at, now - timedelta(microseconds=1)) for at in moments), begin, HOURS, hour))
        for search, moments in said.items()
    }


def with_sparks(searches: Iterable[SavedSearch], now: datetime) -> None:
    """Gives each search of a page its line, as `spark`, where it found anything."""
    rows = list(searches)
    for search, spark in zip(rows, sparks_of([row.pk for row in rows], now).values(), strict=True):
        search.spark = spark if spark.total else None  # type: ignore[attr-defined]  # for the page


def just_read(organisation: Organisation, now: datetime) -> Any:
    """Alerts whose reading can still be undone: nothing newer asks for attention."""
    lately = Alert.objects.of(organisation).filter(read_at__gt=now - JUST_NOW).select_related("read_by")
    open_ones = Alert.objects.of(organisation).open().order_by().values("search")
    return lately.exclude(search__in=open_ones).order_by("-read_at")[:3]


def mutes_of(organisation: Organisation, now: datetime) -> Any:
    return Mute.objects.of(organisation).standing(now)
