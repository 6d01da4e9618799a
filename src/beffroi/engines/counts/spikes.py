"""Does a search find more than it usually does at this hour? Counts of posts against the search's own past.

All moments are what the town's clock shows (naive): a Saturday evening is one in summer and in winter.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from math import exp, lgamma, log
from statistics import fmean, variance

WINDOW = timedelta(hours=1)  # what is looked at
FEWEST = 5  # posts in it: below, nothing is a spike, however quiet the search usually is
RARER_THAN = 1e-5  # per look
PROMISED = timedelta(days=365)  # one false alarm in so much time, at most
WEEKS = 8  # of the past that are compared, at this hour of the week …
ENOUGH = 4  # … once there are so many of them; until then:
DAYS = 14  # the same hour of the days before
SHIFTS = (-1, 0, 1)  # hours: the one before and the one after are as usual as this one
REST = timedelta(hours=1)  # after a spike: its echo is none
_DAY, _WEEK = timedelta(days=1), timedelta(weeks=1)


@dataclass(frozen=True, slots=True)
class Usual:
    """How many posts each comparable hour of the past had, none left out; `by_week`: the same hour of the week."""

    counts: Sequence[int]
    by_week: bool = False

    @property
    def per_hour(self) -> float:
        return fmean(self.counts) if self.counts else 0.0


@dataclass(frozen=True, slots=True)
class Spike:
    """`posts` in the last hour where `usual` are; so many or more come once in `1 / chance` looks."""

    posts: int
    usual: float
    chance: float


def usual(moments: Iterable[datetime], now: datetime, *, since: datetime) -> Usual:
    """The hours of the past to compare with the one that ends `now`, as far as anybody listened: from `since` on."""
    reach = now - WINDOW * 2 - since  # the earliest of the hours around must have been heard whole
    weeks = min(WEEKS, reach // _WEEK)
    by_week = weeks >= ENOUGH
    step, steps = (_WEEK, weeks) if by_week else (_DAY, min(DAYS, reach // _DAY))
    ends = [now - n * step + shift * WINDOW for n in range(1, steps + 1) for shift in SHIFTS]
    counts = dict.fromkeys(ends, 0)
    for moment in moments:
        for end in ends:
            if end - WINDOW < moment <= end:
                counts[end] += 1
    return Usual(list(counts.values()), by_week)


def chance(posts: int, before: Usual) -> float:
    """The probability of at least `posts` in one hour, after such a past.

    Negative binomial with the mean m of the past (half a post more in all, Jeffreys' prior) and the variance
    m + m²/r. 1/r = 1/(n + 1/2) + 1/s: the pace is only estimated, from n posts in all (as in `bursts.chance`), and
    people answer each other, which makes the hours more uneven than chance does; s = m²/(v - m) from their variance v
    (method of moments, Anscombe 1950), none where they are no more uneven than that. No past makes nothing rare.
    """
    if posts <= 0 or not before.counts:
        return 1.0
    total, hours = sum(before.counts), len(before.counts)
    mean = (total + 0.5) / hours
    r = 1 / (1 / (total + 0.5) + _unevenness(before.counts))
    p = r / (r + mean)
    return max(0.0, 1.0 - sum(_probability(k, r, p) for k in range(posts)))


def _unevenness(counts: Sequence[int]) -> float:
    """1/s, by the method of moments: 0 for an even pace."""
    mean = fmean(counts)
    if len(counts) < 2 or mean == 0:
        return 0.0
    return max(0.0, (variance(counts) - mean) / mean**2)


def _probability(k: int, r: float, p: float) -> float:
    return exp(lgamma(k + r) - lgamma(k + 1) - lgamma(r) + r * log(p) + k * log(1 - p))


def spike(posts: int, before: Usual) -> Spike | None:
    """The spike that `posts` in the last hour are, if they are one: many, more than usual, and more than chance
    brings once in RARER_THAN looks."""
    if posts < FEWEST or posts <= before.per_hour:
        return None
    how_rare = chance(posts, before)
    return Spike(posts, before.per_hour, how_rare) if how_rare < RARER_THAN else None
