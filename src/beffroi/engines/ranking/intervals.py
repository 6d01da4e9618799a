"""How far a figure may be from the truth by chance alone, with 95 % confidence."""

from collections.abc import Sequence
from math import exp, floor, sqrt

Z = 1.959964  # the normal quantile of 97.5 %

Interval = tuple[float, float]


def of_share(hits: int, tries: int) -> Interval:
    """A share's score interval: it stays within 0 and 1, and 3 of 3 is far from certain.

    E. B. Wilson, Probable inference, the law of succession, and statistical inference, JASA 22 (1927).
    `tries` is at least 1.
    """
    share, square = hits / tries, Z * Z / tries
    middle, half = share + square / 2, Z * sqrt(share * (1 - share) / tries + square / tries / 4)
    low, high = (middle - half) / (1 + square), (middle + half) / (1 + square)
    return (0.0 if hits == 0 else max(0.0, low), 1.0 if hits == tries else min(1.0, high))


def of_count(count: int) -> Interval:
    """What a Poisson count could as well have been: Byar's approximation of the exact bounds.

    Breslow and Day, Statistical methods in cancer research II (IARC 1987), p. 69. Posts come in bursts, so the true
    interval is wider.
    """
    more = count + 1
    low = count * _cubed(1 - 1 / (9 * count) - Z / (3 * sqrt(count))) if count else 0.0
    return max(0.0, low), more * _cubed(1 - 1 / (9 * more) + Z / (3 * sqrt(more)))


def of_median(ordered: Sequence[int]) -> Interval:
    """Two of the ordered values, between which the median is, whatever its distribution.

    W. R. Thompson, Annals of Mathematical Statistics 7 (1936), with the normal approximation of the ranks in W. J.
    Conover, Practical nonparametric statistics (1999), 3.2, rounded outwards. `ordered` is not empty.
    """
    number = len(ordered)
    low = max(0, floor(number / 2 - Z * sqrt(number) / 2) - 1)
    return float(ordered[low]), float(ordered[number - 1 - low])


def of_ratio(now: float, before: float) -> Interval:
    """The ratio of two Poisson counts, on the scale of logarithms.

    K. J. Rothman, Modern epidemiology (1986). Neither of both is 0.
    """
    ratio, wide = now / before, exp(Z * sqrt(1 / now + 1 / before))
    return ratio / wide, ratio * wide


def of_change(change: int) -> Interval:
    """A difference of two Poisson counts (those who came and those who left), whose variance is at least |change|.

    J. G. Skellam, Journal of the Royal Statistical Society 109 (1946).
    """
    half = Z * sqrt(max(1, abs(change)))
    return change - half, change + half


def _cubed(base: float) -> float:
    return base * base * base
