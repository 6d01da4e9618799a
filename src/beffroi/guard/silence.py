"""Which accounts are silent, since when, whom to call, and which election comes next: what thieves look for too."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.db import transaction
from django.db.models import Max
from django.utils.translation import gettext_noop

from beffroi.access.models import Organisation
from beffroi.archive.models import Counters, Post
from beffroi.directory.models import Account, KeyHolder
from beffroi.engines.times.elections import ELECTIONS, TERRITORIES, Election
from beffroi.guard.models import SilenceDigest
from beffroi.guard.models.digest import next_monday
from beffroi.notify.telling import page_of, tell
from beffroi.vocabulary import Sentence

STEPS = (30, 90, 180)  # days
SOON = timedelta(days=365)
TOLD = 5  # accounts that a digest names; the page has them all
SILENT = gettext_noop("Silent for more than a month: {count}. The longest, with their days: {accounts}.")


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
    if (grew := _grew_at(account)) is not None:
        yield grew


def _grew_at(account: Account) -> datetime | None:
    """When its number of posts was last seen to grow. A counter that shows nothing for a moment did not fall."""
    before: int | None = None
    grew: datetime | None = None
    for row in Counters.objects.filter(account=account).order_by("week"):
        for count in row.counts:
            if not count.posts:
                continue
            grew = count.at if before is not None and count.posts > before else grew
            before = count.posts
    return grew


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


def tell_of(digest: SilenceDigest, now: datetime) -> bool:
    """Tells those who look after the accounts, if any is silent; False when another worker did."""
    organisation = digest.organisation
    with transaction.atomic():
        if not SilenceDigest.objects.claim(digest, until=next_monday(organisation, now)):
            return False
        found = [one for one in silences(organisation, now) if not one.is_parked]
        if found:
            told = ", ".join(f"@{one.account.handle} ({one.days})" for one in found[:TOLD])
            body = Sentence(SILENT, {"count": len(found), "accounts": told})
            tell(organisation, "silent_accounts", body=body, link=page_of("silent_accounts"), now=now)
    return True
