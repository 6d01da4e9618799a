"""How often a profile is read, and what that costs where a network is paid for by the reading."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from decimal import Decimal

from django.conf import settings
from django.utils.translation import gettext_noop

from beffroi.directory.models import Account
from beffroi.guard.models import ProfilePoll
from beffroi.vocabulary import Sentence

FREE = timedelta(minutes=5)
PAID = timedelta(minutes=15)  # at most, where the ceiling allows it
MONTH = timedelta(days=31)
SPENT = Sentence(gettext_noop("What may be spent on reading it this month is spent. It is read again next month."))


@dataclass(frozen=True, slots=True)
class Pace:
    """`between` two readings of one account; `price` of one in US dollars, `ceiling` of a month."""

    between: timedelta
    price: Decimal = Decimal(0)
    ceiling: Decimal = Decimal(0)

    @classmethod
    def of(cls, account: Account) -> "Pace":
        """So slow that a whole month stays below the ceiling, and no slower: no month ends blind."""
        asked = account.capabilities.price
        if asked is None or not asked.profile:
            return cls(FREE)
        ceiling = Decimal(settings.GUARD_CEILING)
        readings = int(ceiling / asked.profile)
        return cls(max(PAID, MONTH / readings) if readings else MONTH, asked.profile, ceiling)

    def spent(self, poll: ProfilePoll, now: datetime) -> Decimal:
        """In this month."""
        return self.price * poll.readings_of(now)

    def allows(self, poll: ProfilePoll, now: datetime) -> bool:
        return not self.price or self.spent(poll, now) + self.price <= self.ceiling
