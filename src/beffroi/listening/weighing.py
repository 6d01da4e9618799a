"""Weighs what a search found against its policy: does it ring, and for which reason?"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import QuerySet
from django.utils.translation import gettext_noop

from beffroi.engines.counts import spikes
from beffroi.engines.times.wallclock import shown
from beffroi.journal.counted import counted
from beffroi.listening.models import Alert, Match, Policy
from beffroi.vocabulary import Sentence

LEASE = timedelta(minutes=1)
MANY = counted("One post in {minutes} min", "{posts} posts in {minutes} min", "posts")
GATHERED = counted("One post since the last digest", "{posts} posts since the last digest", "posts")
SPIKE = gettext_noop("{posts} in the last hour, usually {usual}")
SPIKE_IN_SILENCE = gettext_noop("{posts} in the last hour, usually none")
PAST = spikes.WEEKS * timedelta(weeks=1) + timedelta(hours=2)


@dataclass(frozen=True, slots=True)
class Finding:
    """Why it rings, and the matches that are then told."""

    reason: Sentence
    matches: QuerySet[Match]


def weigh(policy: Policy, now: datetime) -> bool:
    """Weighs one due policy; says whether it rang. The claim is committed first; who dies afterwards rang or did not,
    never half, and the row comes due again."""
    if not Policy.objects.claim(policy, until=now + LEASE):
        return False
    with transaction.atomic():
        found = _JUDGES[policy.rings](policy, now) if policy.rings in _JUDGES else None
        if found:
            Alert.ring_for(policy.search, rings=policy.rings, reason=found.reason, now=now, matches=found.matches)
        policy.settle(now, **({"digested_at": now} if policy.rings == "digest" else {}))
    return found is not None


def threshold(policy: Policy, now: datetime) -> Finding | None:
    """So many posts in the last minutes that nobody was told of."""
    lately = _waiting(policy).filter(said_at__gt=now - timedelta(minutes=policy.minutes), said_at__lte=now)
    posts = lately.count()
    if posts < policy.posts:
        return None
    return Finding(MANY.kept({"posts": posts, "minutes": policy.minutes}), lately)


def digest(policy: Policy, now: datetime) -> Finding | None:
    """Whatever was noted since the last digest."""
    lately = _waiting(policy).filter(at__lte=now)
    if policy.digested_at:
        lately = lately.filter(at__gt=policy.digested_at)
    posts = lately.count()
    if not posts:
        return None
    return Finding(GATHERED.kept({"posts": posts}), lately)


def spike(policy: Policy, now: datetime) -> Finding | None:
    """Far more than usual in the last hour, unless it rang for that in the hour before."""
    search = policy.search
    if Alert.objects.filter(search=search, rings="spike", rung_at__gt=now - spikes.REST).exists():
        return None
    lately = Match.objects.filter(search=search).to_ring().filter(said_at__gt=now - spikes.WINDOW, said_at__lte=now)
    posts = lately.count()
    found = spikes.spike(posts, past_of(policy, now)) if posts >= spikes.FEWEST else None
    if found is None:
        return None
    usual = round(found.usual)
    reason = (
        Sentence(SPIKE, {"posts": posts, "usual": usual}) if usual else Sentence(SPIKE_IN_SILENCE, {"posts": posts})
    )
    return Finding(reason, lately.filter(alert=None))


def past_of(policy: Policy, now: datetime) -> spikes.Usual:
    """What the search usually finds at this hour, on the town's clock, as far back as it has been heard."""
    search, zone = policy.search, policy.search.organisation.tz
    past = Match.objects.filter(search=search, said_at__range=(now - PAST, now - spikes.WINDOW), is_muted=False)
    moments = past.order_by().values_list("said_at", flat=True)
    wall = (shown(moment, zone) for moment in moments.iterator())
    return spikes.usual(wall, shown(now, zone), since=shown(search.saved_at, zone))


def _waiting(policy: Policy) -> QuerySet[Match]:
    return Match.objects.filter(search=policy.search).waiting()


_JUDGES: dict[str, Callable[[Policy, datetime], Finding | None]] = {
    "threshold": threshold,
    "digest": digest,
    "spike": spike,
}
