"""On which days was a fleet read at all? A file that keeps only what moved does not tell silence from a hole.

The others tell: on a day on which hardly any account has moved, nobody was looking.
"""

from collections import Counter
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from statistics import median

FEWEST = 20  # accounts followed on a day: with fewer of them nobody can tell, and it is taken as read
USUAL = 0.25  # of the share of accounts that moves on the usual day: with less, the day was not read


@dataclass(frozen=True, slots=True)
class ReadDays:
    """The days, as ordinals, on which a fleet was read: all but the holes."""

    holes: frozenset[int] = frozenset()

    def between(self, first: int, last: int) -> Sequence[int]:
        """The read days after `first` and before `last`."""
        return [day for day in range(first + 1, last) if day not in self.holes]


class Followed:
    """Counts, account by account, who was followed and who has moved on each day."""

    def __init__(self) -> None:
        self._moved: Counter[int] = Counter()
        self._bounds: Counter[int] = Counter()

    def add(self, days: Collection[int]) -> None:
        """The days on which one account has a row; none says nothing."""
        if days:
            self._moved.update(days)
            self._bounds[min(days)] += 1
            self._bounds[max(days) + 1] -= 1

    def read_days(self) -> ReadDays:
        shares, followed = {}, 0
        for day in range(min(self._bounds, default=0), max(self._bounds, default=0)):
            followed += self._bounds[day]
            if followed >= FEWEST:
                shares[day] = self._moved[day] / followed
        usual = median([share for share in shares.values() if share] or [0.0])
        return ReadDays(frozenset(day for day, share in shares.items() if share < USUAL * usual))
