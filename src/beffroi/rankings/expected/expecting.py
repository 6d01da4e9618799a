"""What the directory and the readings say for expected followers: each body of a class once, on one network."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from django.db.models import Count, OuterRef, Subquery

from beffroi.directory.models import Body, OfficialAccount
from beffroi.directory.models.official import SPEAKING
from beffroi.engines.counts.expected import Expectation, Observed, expect
from beffroi.rankings.choosing import label, standing
from beffroi.rankings.models import Activity, CounterReading
from beffroi.vocabulary import Sentence

RECENT = timedelta(days=180)  # an older reading says nothing about today
WEEKS = 4  # over which posts are counted
OWN_VOICE = ("own", "reply")


@dataclass(frozen=True, slots=True)
class Told:
    """What is expected of the bodies asked for; `bodies` by their key as text; `read_at` is the latest reading."""

    expectation: Expectation
    bodies: dict[str, Body]
    read_at: datetime | None


def expected_of(kind: str, bound: int | None, network: str, *, with_activity: bool, now: datetime) -> Told:
    """Of the bodies of `kind`, in the class of population that begins with `bound`, with an account on `network`."""
    latest = _latest_readings(kind, network, now)
    accounts = OfficialAccount.objects.filter(pk__in=list(latest)).order_by("pk")
    bodies = standing(Body.objects.filter(pk__in=accounts.order_by().values("body")))
    posts = _posts_a_week(accounts, now) if with_activity else {}
    found: dict[str, Observed] = {}
    excluded: list[tuple[Observed, Sentence]] = []
    for account in accounts:
        body = bodies[account.body_id or 0]
        if body.kind != kind or (bound is not None and body.population_class != bound):
            continue
        followers = latest[account.pk][0]
        seen = Observed(str(body.pk), label(body), body.population, followers, posts.get(account.pk))
        if why := account.excluded_because:
            excluded.append((seen, Sentence(why["say"], why.get("values", {}))))
        elif seen.key not in found or followers > (found[seen.key].followers or 0):
            found[seen.key] = seen  # of several accounts of one body, the one with the most followers
    told = expect(list(found.values()), with_activity=with_activity)
    told = replace(told, left_out=(*told.left_out, *excluded))
    by_key = {str(body.pk): body for body in bodies.values()}
    return Told(told, by_key, max((at for _followers, at in latest.values()), default=None))


def _latest_readings(kind: str, network: str, now: datetime) -> dict[int, tuple[int, datetime]]:
    """The followers of each account of a body of `kind`, and when they were read."""
    readings = CounterReading.objects.filter(account=OuterRef("pk"), followers__isnull=False, at__gt=now - RECENT)
    newest = readings.order_by("-at")
    accounts = OfficialAccount.objects.filter(network=network, is_institutional=True, status__in=SPEAKING)
    rows = accounts.filter(body__kind=kind).annotate(
        seen=Subquery(newest.values("followers")[:1]), seen_at=Subquery(newest.values("at")[:1])
    )
    rows = rows.filter(seen__isnull=False)
    return {pk: (followers, at) for pk, followers, at in rows.values_list("pk", "seen", "seen_at")}


def _posts_a_week(accounts: Iterable[OfficialAccount], now: datetime) -> dict[int, float]:
    """Of those of whom anything was ever seen; of the others it is not known."""
    ever = Activity.objects.filter(account__in=accounts).order_by()
    lately = ever.filter(kind__in=OWN_VOICE, at__gt=now - timedelta(weeks=WEEKS))
    counted = dict(lately.values_list("account").annotate(Count("pk")))
    return {account: counted.get(account, 0) / WEEKS for account in ever.values_list("account", flat=True).distinct()}
