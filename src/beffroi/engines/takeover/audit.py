"""Are the alarms as rare as was promised? What people answered, against the counts that the promise allows."""

import math
from dataclasses import dataclass
from typing import Literal

from beffroi.engines.takeover.detectors import at_most

TAIL = 0.025  # on each side: 95 % of what a kept promise shows lies within the band

Said = Literal["early", "kept", "more", "fewer"]


@dataclass(frozen=True, slots=True)
class Band:
    """From `low` to `high` false alarms (both included) a promise can show by chance alone."""

    low: int
    high: int

    @classmethod
    def of(cls, expected: float, most: float) -> "Band":
        """`expected` is the number of false alarms counted on for the time that was watched, `most` the one that the
        promise grants at its bound: fewer is judged against the first, more against the second."""
        return cls(low=_quantile(expected, TAIL), high=_quantile(most, 1 - TAIL))

    def says(self, observed: int) -> Said:
        """Whether `observed` false alarms keep the promise; "early" while nothing that is seen could break it."""
        if observed > self.high:
            return "more"
        if observed < self.low:
            return "fewer"
        return "early" if observed == self.low == 0 else "kept"


def _quantile(mean: float, probability: float) -> int:
    """The smallest count that a Poisson variable of this mean does not exceed with this probability."""
    if mean <= 0:
        return 0
    count = max(0, math.floor(mean - 10 * math.sqrt(mean)))
    while at_most(count, mean) < probability:
        count += 1
    return count
