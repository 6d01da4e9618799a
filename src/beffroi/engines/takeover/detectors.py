"""What watches an account: the detectors by name, each with the false alarms it was seen to raise."""

import math
from dataclasses import dataclass, field

from beffroi.vocabulary import Sentence

CONFIDENCE = 0.95


@dataclass(frozen=True, slots=True)
class Rate:
    """False alarms counted over genuine history. `years` are account-years: ten accounts for a year are ten."""

    alarms: int
    years: float

    @property
    def per_year(self) -> float:
        """False alarms per account-year as they were counted."""
        return self.alarms / self.years

    @property
    def bound(self) -> float:
        """The exact upper bound of the rate, one-sided at 95 %, per account-year.

        Garwood, "Fiducial limits for the Poisson distribution", Biometrika 28 (1936): the mean under which seeing so
        few alarms has a probability of 5 %.
        """
        low, high = float(self.alarms), self.alarms + 10 * math.sqrt(self.alarms + 1) + 10
        while high - low > 1e-9 * high:
            mean = (low + high) / 2
            low, high = (mean, high) if at_most(self.alarms, mean) > 1 - CONFIDENCE else (low, mean)
        return high / self.years


def at_most(count: int, mean: float) -> float:
    """P(X ≤ count) where X is Poisson with this mean."""
    return math.fsum(math.exp(n * math.log(mean) - mean - math.lgamma(n + 1)) for n in range(count + 1))


@dataclass(frozen=True, slots=True)
class Detector:
    """One rule that can raise an alarm. `rate` is None where its alarms are certain knowledge, not a guess."""

    key: str
    rate: Rate | None


@dataclass(frozen=True, slots=True)
class Finding:
    """What a detector saw, in numbers and in words.

    `score` stands against `threshold` in the detector's own measure. `about` tells this finding from another one of
    the same detector: the same finding again is no news. A `severe` one freezes the account until a person answers;
    `signs` are what else was seen at the same time, each a Sentence.
    """

    detector: str
    about: str
    score: float
    threshold: float
    severe: bool
    sentence: Sentence
    signs: tuple[Sentence, ...] = field(default=())
