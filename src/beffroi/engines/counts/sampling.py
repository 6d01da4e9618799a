"""How often something is said, told from a sample of what is said.

A stream's sample is drawn by tickets: each post has one, a number that nobody chooses, and is in the sample when its
ticket is below a share of all tickets. A smaller share is part of a larger one, so that a sample can be thinned later
and stays fair.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from math import exp, lgamma, log, sqrt

TICKETS = 2**62
CONFIDENCE = 0.95
QUIET = timedelta(hours=12)  # a longer silence of a sample is a stream that was not read
_HALVINGS = 50


@dataclass(frozen=True, slots=True)
class Counted:
    """One stream: so many posts of its sample were `found`; one in `one_in` is sampled; heard for `days`."""

    found: int
    one_in: int
    days: float


@dataclass(frozen=True, slots=True)
class Estimate:
    """Posts a day: the best guess, and bounds that hold with CONFIDENCE."""

    a_day: float
    low: float
    high: float

    def at_least(self, a_day: float) -> "Estimate":
        """The same, when that many a day are known for certain."""
        return Estimate(max(self.a_day, a_day), max(self.low, a_day), max(self.high, a_day))


def is_drawn(ticket: int, one_in: int) -> bool:
    """Whether the post with this ticket (0 to TICKETS - 1) is in a sample of one in `one_in`."""
    return ticket < TICKETS // one_in


def estimate(streams: Sequence[Counted]) -> Estimate:
    """Posts a day in all streams together, none when there is no stream.

    Each stream's count is that of a Poisson process, thinned to one in `one_in`. Where there are several, each gets
    its share of the risk (Bonferroni) and the bounds are added: together never too narrow.
    """
    bounds = [interval(one.found, 1 - (1 - CONFIDENCE) / len(streams)) for one in streams]
    scales = [one.one_in / one.days for one in streams]
    return Estimate(
        a_day=sum(one.found * scale for one, scale in zip(streams, scales, strict=True)),
        low=sum(low * scale for (low, _), scale in zip(bounds, scales, strict=True)),
        high=sum(high * scale for (_, high), scale in zip(bounds, scales, strict=True)),
    )


def interval(count: int, confidence: float = CONFIDENCE) -> tuple[float, float]:
    """The exact two-sided interval for the mean of a Poisson variable that was seen to be `count`.

    F. Garwood, "Fiducial limits for the Poisson distribution", Biometrika 28 (1936), pages 437 to 442: the means at
    which as many or more, as many or fewer, have half of the remaining chance each.
    """
    half = (1 - confidence) / 2
    far = 8 * sqrt(count + 4)
    low = _crossing(lambda mean: 1 - at_most(count - 1, mean) > half, max(0, count - far), count) if count else 0.0
    high = _crossing(lambda mean: at_most(count, mean) < half, count, count + far)
    return low, high


def at_most(count: int, mean: float) -> float:
    """The chance of `count` or fewer from a Poisson variable of this mean."""
    if mean <= 0:
        return 1.0
    term = exp(count * log(mean) - mean - lgamma(count + 1))
    if not term:  # too small for a float: so far out on one side
        return float(mean < count)
    total, number = term, count
    while number > 0 and (number > mean or term > total * 1e-17):
        term *= number / mean
        total += term
        number -= 1
    return min(total, 1.0)


def days_heard(moments: Sequence[datetime], now: datetime) -> float:
    """For how many days a sample was taken whose posts, in their order, are of these moments.

    A silence counts as heard up to QUIET: what a stream brought while nobody read it is in no sample.
    """
    ends = [*moments[1:], now] if moments else []
    heard = sum((min(end - start, QUIET) for start, end in zip(moments, ends, strict=True)), timedelta())
    return heard / timedelta(days=1)


def _crossing(holds: Callable[[float], bool], low: float, high: float) -> float:
    """Where between `low` and `high` something begins to hold."""
    for _ in range(_HALVINGS):
        middle = (low + high) / 2
        low, high = (low, middle) if holds(middle) else (middle, high)
    return (low + high) / 2
