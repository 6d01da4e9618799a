"""Counters on a network that asks to be paid for them: on demand only, and never for more than a person agreed to."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal

from django.db import transaction

from beffroi.access.models import User
from beffroi.connectors.contract import ReadsProfiles
from beffroi.directory.models import Account, OfficialAccount
from beffroi.journal.models import record
from beffroi.rankings.models import CounterReading
from beffroi.rankings.models.observed import day_of
from beffroi.vocabulary import Sentence


class NotBought(ValueError):
    """Nothing was read; `words` says why."""

    def __init__(self, words: Sentence) -> None:
        super().__init__(str(words))
        self.words = words


@dataclass(frozen=True, slots=True)
class Offer:
    """What a reading would cost at most, in US dollars: the network asks `each` for one profile."""

    accounts: Sequence[OfficialAccount]
    each: Decimal

    @property
    def total(self) -> Decimal:
        return self.each * len(self.accounts)


def offer(through: Account, *, now: datetime) -> Offer:
    """The listed accounts of the network of `through`, our own account, that were not read today. Raises NotBought."""
    price = through.capabilities.price
    if price is None:
        raise NotBought(Sentence("{account} is on a network that asks nothing for it.", {"account": str(through)}))
    listed = OfficialAccount.objects.filter(network=through.network).exclude(native_id="").exclude(status="closed")
    today = CounterReading.objects.on(day_of(now)).filter(account__network=through.network).values("account")
    return Offer(list(listed.exclude(pk__in=today).order_by("pk")), price.profile)


def buy(through: Account, agreed: Decimal, *, by: User, now: datetime) -> int:
    """Reads them all through our own account; how many were shown. Raises NotBought where that could cost more than
    `agreed` (US dollars), and the connector's NetworkTrouble.

    What is agreed to is written down before the first question: the network may bill what we then fail to keep.
    """
    asked = offer(through, now=now)
    if asked.total > agreed:
        values: dict[str, str | int] = {"accounts": len(asked.accounts), "total": str(asked.total)}
        raise NotBought(Sentence("{accounts} accounts would cost up to ${total}.", values))
    if not asked.accounts:
        return 0
    reader = through.connect()
    if not isinstance(reader, ReadsProfiles):
        raise NotBought(Sentence("{account} cannot read the profiles of others.", {"account": str(through)}))
    with transaction.atomic():
        said = {"accounts": len(asked.accounts), "total": str(asked.total), "network": through.on.label}
        record("COUNTERS_BOUGHT", through, organisation=through.organisation, actor=by, now=now, **said)
    rows = {account.native_id: account for account in asked.accounts}
    shown = [profile for profile in reader.profiles(list(rows)) if profile.native_id in rows]
    readings = [
        CounterReading(
            account=rows[each.native_id], at=now, followers=each.followers, following=each.following, posts=each.posts
        )
        for each in shown
    ]
    CounterReading.note(readings, now=now)
    return len(readings)
