"""Followers that came at once: bought, or nobody's merit; the account is left out of what counts followers."""

from collections.abc import Sequence
from datetime import date
from itertools import pairwise
from statistics import median

from beffroi.engines.ranking.record import Leap

# Readings of 353 French deputies' accounts from November 2016 to February 2017 (Regards Citoyens, ODbL): one fifth more
# in a day was seen once in 2,000 account-months. Below LEAST a fifth is a good market day of a small town.
SHARE, LEAST = 0.2, 500
# A modified z-score above 3.5 is an outlier: Iglewicz and Hoaglin, How to detect and handle outliers (ASQC 1993).
OUTLIER, SCALE = 3.5, 0.6745
ENOUGH = 7  # steps of its own that an account is compared with; with fewer, the share alone decides

Seen = tuple[date, int]


def is_large(gain: int, days: int, had: int) -> bool:
    """Whether so many more in so many days are too many for any account."""
    return gain >= LEAST * days and gain >= SHARE * had * days


def leap(seen: Sequence[Seen]) -> Leap | None:
    """The largest step up that is far outside what the account has on other days; None for most accounts.

    `seen` are the followers at each reading, in the order of their days. A gap between two readings counts as an even
    growth over its days.
    """
    steps = [Leap(day, (day - before).days, had, followers - had) for (before, had), (day, followers) in pairwise(seen)]
    found = [step for step in steps if is_large(step.gain, step.days, step.had) and _stands_out(step, steps)]
    return max(found, key=lambda step: (step.gain, step.day), default=None)


def _stands_out(step: Leap, steps: Sequence[Leap]) -> bool:
    others = [each.gain / each.days for each in steps if each is not step]
    if len(others) < ENOUGH:
        return True
    usual = median(others)
    spread = max(1.0, median([abs(other - usual) for other in others]))
    return SCALE * (step.gain / step.days - usual) / spread > OUTLIER
