"""Is more said than usual, and when did the pace change? Counts of posts, and nothing about what they say.

Both questions take the counts as Poisson: posts that arrive independently at some pace.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import pairwise
from math import exp, lgamma, log

WINDOW = timedelta(minutes=10)  # what is looked at
HISTORY = timedelta(days=14)  # what is usual: the same hour of these days, and an hour on either side
AROUND = timedelta(minutes=90)
RARER_THAN = 1e-6  # per look
FEWEST = 8  # in a window: below, nothing is a burst, however silent the account usually is
_DAY = timedelta(days=1)
LEAST_STRETCH = 3  # bins between two changes of pace


@dataclass(frozen=True, slots=True)
class Usual:
    """What an account has seen before: so many posts in so many minutes."""

    posts: int
    minutes: float

    @property
    def per_minute(self) -> float:
        return self.posts / self.minutes if self.minutes else 0.0


@dataclass(frozen=True, slots=True)
class Change:
    """From bin `at` on (counted from 0) the pace is `after`, where it was `before`; posts per bin."""

    at: int
    before: float
    after: float


def per_bin(moments: Iterable[datetime], start: datetime, bins: int, width: timedelta) -> list[int]:
    """How many of `moments` fall into each of `bins` stretches of `width` from `start` on; the others are left out."""
    counts = [0] * bins
    for moment in moments:
        place = (moment - start) // width
        if 0 <= place < bins:
            counts[place] += 1
    return counts


def usual(moments: Iterable[datetime], now: datetime, *, since: datetime) -> Usual:
    """What was seen around this time of day on each of the 14 days before, as far as anybody looked: from `since` on.

    All in UTC: on the two nights of the clock change the town's habits are an hour off, which the hours around absorb.
    """
    days = max(0, min(HISTORY // _DAY, (now - AROUND - since) // _DAY))
    posts = sum(_is_usual(now - moment, days) for moment in moments)
    return Usual(posts, days * 2 * AROUND.total_seconds() / 60)


def _is_usual(ago: timedelta, days: int) -> bool:
    nearest = (ago + _DAY / 2) // _DAY
    return 1 <= nearest <= days and abs(ago - nearest * _DAY) <= AROUND


def chance(posts: int, in_minutes: float, before: Usual) -> float:
    """The probability of at least `posts` in `in_minutes` at the pace of `before`, which is itself only estimated.

    The pace has the posterior Gamma(n + 1/2, T) of n posts in T minutes under Jeffreys' prior, so the posts to come
    are negative binomial: P(k) = Γ(k+r) / (k! Γ(r)) · p^r · (1-p)^k with r = n + 1/2 and p = T / (T + t) (Gelman et
    al., Bayesian Data Analysis, 3rd ed., section 2.6). A short history thus makes nothing rare.
    """
    if posts <= 0:
        return 1.0
    r, p = before.posts + 0.5, before.minutes / (before.minutes + in_minutes)
    if p == 0:
        return 1.0
    below = sum(exp(lgamma(k + r) - lgamma(k + 1) - lgamma(r) + r * log(p) + k * log(1 - p)) for k in range(posts))
    return max(0.0, 1.0 - below)


def is_burst(posts: int, before: Usual) -> bool:
    """Whether `posts` in one window of ten minutes are more than chance brings.

    At an even pace one look in a million is a false alarm at most: with a look each minute, one in two years for an
    account (the looks overlap, so it is less). People who answer each other are no even pace: FEWEST is for them.
    """
    return posts >= FEWEST and chance(posts, WINDOW.total_seconds() / 60, before) < RARER_THAN


def changes(counts: Sequence[int], penalty: float | None = None) -> list[Change]:
    """The bins at which the pace changed, earliest first: the segmentation with the least penalised cost.

    The cost of a stretch of n bins with S posts is twice its negative Poisson log-likelihood at its own pace, up to
    what no segmentation changes: 2 · (S - S · ln(S/n)). Each change costs `penalty`, 3 · ln(bins) if it is not given
    (the order of the modified BIC, Zhang and Siegmund 2007). Found exactly, by optimal partitioning (Jackson et al.
    2005): F(t) = min over s of F(s) + C(s, t) + penalty, in time quadratic in the number of bins.
    """
    ends = _ends(_sums(counts), 3 * log(max(len(counts), 2)) if penalty is None else penalty)
    edges = [0, *ends, len(counts)]
    paces = [sum(counts[a:b]) / max(b - a, 1) for a, b in pairwise(edges)]
    return [Change(at, paces[i], paces[i + 1]) for i, at in enumerate(ends)]


def _ends(sums: Sequence[int], penalty: float) -> list[int]:
    """Where the stretches of the best segmentation end, without the last one."""
    bins = len(sums) - 1
    best, came_from = [-penalty] + [float("inf")] * bins, [0] * (bins + 1)
    for end in range(LEAST_STRETCH, bins + 1):
        starts = (start for start in range(end - LEAST_STRETCH + 1) if best[start] < float("inf"))
        best[end], came_from[end] = min((best[start] + _cost(sums, start, end) + penalty, start) for start in starts)
    ends, at = [], came_from[bins]
    while at:
        ends.append(at)
        at = came_from[at]
    return ends[::-1]


def _cost(sums: Sequence[int], start: int, end: int) -> float:
    posts = sums[end] - sums[start]
    return 2 * (posts - posts * log(posts / (end - start))) if posts else 0.0


def _sums(counts: Sequence[int]) -> list[int]:
    sums = [0]
    for count in counts:
        sums.append(sums[-1] + count)
    return sums
