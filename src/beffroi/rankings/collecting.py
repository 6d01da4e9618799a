"""Reads what listed accounts show to anybody: their counters in batches, and what they did since the last time.

Only who did something since then is asked for it: a counter that stands still needs no second question.
"""

import logging
from collections.abc import Sequence
from datetime import datetime, timedelta
from itertools import groupby

from beffroi.archive.models import Mention
from beffroi.connectors.contract import NetworkTrouble, TryLater
from beffroi.directory import observing
from beffroi.directory.models import Account, OfficialAccount
from beffroi.directory.models.official import number_of
from beffroi.engines.counts.observed import Act, act_of
from beffroi.rankings.models import Activity, CounterReading
from beffroi.rankings.models.collection import PACE, Collection
from beffroi.vocabulary import Profile

log = logging.getLogger("beffroi.rankings")

NEWEST = 100  # acts that are asked for at a time
LEASE = timedelta(minutes=10)
AGAIN = timedelta(hours=1)  # after a network that did not answer
HEARD_SINCE = timedelta(days=2)


def begin(now: datetime) -> int:
    """Accounts that were listed since are read from now on."""
    return Collection.objects.begin(now=now)


def collect(now: datetime) -> int:
    """One batch of the accounts that are due, longest due first; how many were read."""
    due = list(Collection.objects.due(now).select_related("account")[: observing.TOGETHER * 4])
    rows = sorted(due, key=lambda row: (observing.place_of(row.account), row.due_at or now))
    read = 0
    for _place, same in groupby(rows, key=lambda row: observing.place_of(row.account)):
        claimed = [row for row in list(same)[: observing.TOGETHER] if Collection.objects.claim(row, until=now + LEASE)]
        if claimed:
            read += _read(claimed, now)
    return read


def _read(rows: Sequence[Collection], now: datetime) -> int:
    try:
        shown = observing.profiles([row.account for row in rows])
    except NetworkTrouble as trouble:
        _again(rows, trouble, now)
        return 0
    readings = [_reading(row.account, shown[row.account_id], now) for row in rows if row.account_id in shown]
    CounterReading.note(readings, now=now)
    for at, row in enumerate(rows):
        try:
            _settle(row, shown.get(row.account_id), now)
        except NetworkTrouble as trouble:
            _again(rows[at:], trouble, now)
            return at
    return len(rows)


def _settle(row: Collection, shown: Profile | None, now: datetime) -> None:
    """Reads what the account did, where its counter moved; it comes due again in a day. Raises NetworkTrouble."""
    if shown is None:
        row.missing_since = row.missing_since or now
    else:
        if shown.posts is None or shown.posts != row.posts:
            note_acts(row.account, [act_of(post) for post in observing.activity(row.account, NEWEST)], now=now)
        row.posts, row.missing_since = shown.posts, None
    row.read_at, row.due_at = now, now + PACE
    row.save(update_fields=["posts", "missing_since", "read_at", "due_at"])


def _again(rows: Sequence[Collection], trouble: NetworkTrouble, now: datetime) -> None:
    """A network that asks to wait is waited for; what stands in the claim comes due again."""
    asked = trouble.seconds if isinstance(trouble, TryLater) else None
    wait = timedelta(seconds=asked) if asked else AGAIN
    Collection.objects.filter(pk__in=[row.pk for row in rows]).update(due_at=now + wait)
    log.info("reading %s official accounts: %s", len(rows), trouble)


def _reading(account: OfficialAccount, shown: Profile, now: datetime) -> CounterReading:
    return CounterReading(
        account=account, at=now, followers=shown.followers, following=shown.following, posts=shown.posts
    )


def note_acts(account: OfficialAccount, acts: Sequence[Act], *, now: datetime) -> int:
    """Keeps what an account did; what it answers, of what it had heard, is answered from then on."""
    rows = [
        Activity(
            account=account,
            native_id=act.native_id[:255],
            kind=act.kind,
            at=act.at,
            other=act.other[:255],
            parent_at=act.parent_at,
            images=act.images,
            images_with_alt=act.images_with_alt,
            tags=act.tags,
            readable_tags=act.readable_tags,
        )
        for act in acts
    ]
    new = Activity.note(rows, now=now)
    answered = {act.answers[:255]: act.at for act in acts[::-1] if act.answers}
    known = Activity.objects.filter(account=account, kind="heard", native_id__in=answered)
    for heard in known.values_list("native_id", flat=True):
        Activity.answer(account, heard, at=answered[heard], now=now)
    return new


def note_heard(now: datetime) -> int:
    """What was said to our own accounts, where the directory lists them: how soon they answer can then be counted."""
    ours = {account.pk: listed for account in Account.objects.all() if (listed := _listed(account))}
    recent = Mention.objects.filter(account__in=ours, post__seen_at__gte=now - HEARD_SINCE).exclude(post__private=True)
    heard = [
        Activity(account=ours[account], native_id=native_id[:255], kind="heard", at=at, other=author[:255])
        for account, native_id, at, author in recent.values_list(
            "account", "post__native_id", "post__published_at", "post__author_id"
        )
    ]
    return Activity.note(heard, now=now)


def _listed(account: Account) -> OfficialAccount | None:
    """The directory's row of one of our accounts. A number of Mastodon is one server's own, and means the account only
    together with its name."""
    same = OfficialAccount.objects.filter(network=account.network)
    if account.network == "mastodon":
        named = same.filter(handle__iexact=account.handle)
        return next((row for row in named if number_of(row.native_id) == account.native_id), None)
    return same.filter(native_id=account.native_id).first()
