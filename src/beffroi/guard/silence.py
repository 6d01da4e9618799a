"""Which accounts are silent, since when, whom to call, and which election comes next: what thieves look for too."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.db.models import Max

from beffroi.access.models import Organisation
from beffroi.archive.models import Counters, Post, ProfileSnapshot
from beffroi.directory.models import Account, KeyHolder
from beffroi.engines.elections import ELECTIONS, TERRITORIES, Election

STEPS = (30, 90, 180)  # days
SOON = timedelta(days=365)


@dataclass(frozen=True, slots=True)
class Silence:
    """`since` is when the account last spoke, as far as is known: `is_known` is False where it only has not spoken
    since it was connected. `step` is the largest of STEPS that it has passed."""

    account: Account
    since: datetime
    is_known: bool
    days: int
    step: int
    holder: KeyHolder | None

    @property
    def is_parked(self) -> bool:
        return any(freeze.is_parking and freeze.lifted_at is None for freeze in self.account.freezes.all())


@dataclass(frozen=True, slots=True)
class Ahead:
    """The next election here. `day` is the first day of its month while the days are not set; `days` are left."""

    election: Election
    day: date
    is_day_set: bool
    days: int


def silences(organisation: Organisation, now: datetime) -> list[Silence]:
    """Accounts that have not spoken for a month or longer, the longest silence first."""
    holders = {holder.account_id: holder for holder in KeyHolder.objects.of(organisation)}
    accounts = Account.objects.of(organisation).prefetch_related("freezes")
    found = [_silence(account, holders.get(account.pk), now) for account in accounts]
    return sorted((one for one in found if one is not None), key=lambda one: one.since)


def _silence(account: Account, holder: KeyHolder | None, now: datetime) -> Silence | None:
    spoke = max(_last_words(account), default=None)
    since = spoke or account.added_at
    days = (now - since).days
    step = max((step for step in STEPS if days >= step), default=0)
    return Silence(account, since, spoke is not None, days, step, holder) if step else None


def _last_words(account: Account) -> Iterator[datetime]:
    """Its newest post that was seen, and the last time at which its number of posts grew."""
    theirs = Post.objects.filter(network=account.network, author_id=account.native_id)
    if (newest := theirs.aggregate(at=Max("published_at"))["at"]) is not None:
        yield newest
    shown = ProfileSnapshot.objects.filter(account=account, posts__isnull=False)
    weeks = Counters.objects.filter(account=account)
    counted = [(count.at, count.posts) for week in weeks for count in week.counts if count.posts is not None]
    before: int | None = None
    grew: datetime | None = None
    for at, posts in sorted([*shown.values_list("at", "posts"), *counted]):
        grew = at if before is not None and posts > before else grew
        before = posts
    if grew is not None:
        yield grew


def election_ahead(territory: str, today: date) -> Ahead | None:
    """The next election within a year in which people of `territory` vote; None while none is known."""
    place = territory if territory in TERRITORIES else "metropole"
    here = (each for each in ELECTIONS if each.territories is None or place in each.territories)
    coming = [(next((day for day in each.days if day >= today), None), each) for each in here]
    dated = [
        Ahead(each, day or each.month, day is not None, ((day or each.month) - today).days)
        for day, each in coming
        if day is not None or (not each.days and each.month >= today)
    ]
    return min((one for one in dated if one.days <= SOON.days), key=lambda one: one.day, default=None)
