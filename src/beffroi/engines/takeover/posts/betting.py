"""From a score to evidence: conformal p-values, and a bet on small ones.

A post's p-value is the share of genuine calibration posts that look at least as odd, originals and reposts apart
(Vovk, Gammerman, Shafer, "Algorithmic learning in a random world", 2005). The bet `e(p)` does not rise with p and pays
1 on average when p is uniform; where the calibration posts are few its bins are counted as wide as they may be,
one-sided at 95 %. M ← e(p)·(M + 1) is an e-detector of Shiryaev–Roberts form (Shin, Ramdas, Rinaldo, "E-detectors",
2022): on genuine posts the mean number of posts up to M ≥ t is at least t.
"""

import math
from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

EDGES = (0.0, 3e-4, 1e-3, 3e-3, 1e-2, 3e-2, 0.1, 0.3, 1.0)  # of the p-values' bins; a bin holds its upper edge
_NORMAL = 1.645  # one-sided 95 %


def widest(width: float, posts: int) -> float:
    """The 95 % upper bound of the probability of a bin of this width, given so many calibration posts."""
    return min(1.0, width + _NORMAL * math.sqrt(width * (1 - width) / posts) + _NORMAL**2 / (2 * posts))


def widths(posts: int) -> list[float]:
    return [widest(high - low, posts) for low, high in pairwise(EDGES)]


@dataclass(frozen=True, slots=True)
class Calibration:
    """`limits[kind][n]` is the score from which a post's p-value is at most EDGES[n + 1]; kind 0 are originals, 1 are
    reposts. The limits fall."""

    limits: tuple[tuple[float, ...], tuple[float, ...]]
    pays: tuple[float, ...]  # of each bin

    def place(self, score: float, *, is_repost: bool) -> int:
        """The bin of the p-value of this score, 0 for the smallest."""
        falling = self.limits[is_repost]
        return bisect_left(falling, -score, key=lambda limit: -limit)


def limits_of(scores: Sequence[float]) -> tuple[float, ...]:
    """Where the bins begin, from scores of genuine posts: (1 + those at least as high) / (1 + all), never too small."""
    ordered = sorted(scores, reverse=True)
    found = []
    for edge in EDGES[1:-1]:
        allowed = math.floor(edge * (len(ordered) + 1)) - 1  # genuine scores that may be as large
        found.append(math.inf if allowed < 0 else math.nextafter(ordered[allowed], math.inf))
    return tuple(found)
