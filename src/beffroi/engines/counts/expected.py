"""How many followers would one expect of a body of this size that is this active, and how many has it?

Large towns have more followers because they are large: their order says almost nothing. A line is fitted through the
logarithms, log10(followers) = a + b·log10(inhabitants) [+ c·log10(1 + posts a week)], by Huber's M-estimator (Huber,
Robust Estimation of a Location Parameter, 1964; k = 1.345) with iteratively reweighted least squares (Holland and
Welsch, Robust regression using iteratively reweighted least-squares, 1977) and the scale 1.4826·MAD. What a body has
beside the line is its residual, taken from a line on which it had no say: r / (1 - h), with h its leverage (Belsley,
Kuh and Welsch, Regression Diagnostics, 1980, section 2.1). A body that alone would turn the line is left out of it.

This describes accounts that are seen. It says nothing of why, and nothing of a body for which the line was not fitted.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field

import numpy as np

from beffroi.engines.counts.huber import Floats, apart_from, drawing_of, fit
from beffroi.vocabulary import Sentence

LEAST = 8  # bodies with all values: below, there is no line
EACH = 4  # of them for every coefficient
BAND = 1.2816  # standard deviations: eight of ten values of a normal law

NOBODY_LIVES_THERE = Sentence("Nobody lives there, or the population is not known.")
NOBODY_FOLLOWS = Sentence("Nobody follows it, or its followers are not known.")
ACTIVITY_UNKNOWN = Sentence("How much it posts is not known.")
ALONE_TURNS = Sentence("It is so far from the others that it alone would turn the line: it does not draw it.")
TOO_FEW = "Too few to say what is expected. Bodies with all values: {count}; it takes {least}."


@dataclass(frozen=True, slots=True)
class Observed:
    """One body: its inhabitants, the followers of its account, and its posts a week (None: not asked)."""

    key: str
    name: str
    population: int | None
    followers: int | None
    posts_a_week: float | None = None

    @property
    def per_thousand(self) -> float | None:
        """Followers for 1,000 inhabitants."""
        return 1000 * self.followers / self.population if self.population and self.followers is not None else None


@dataclass(frozen=True, slots=True)
class Placed:
    """A body beside the line. `times` is followers by expected followers: 2 is twice as many. `said` is a remark."""

    observed: Observed
    expected: float
    times: float
    said: Sentence | None = None


@dataclass(frozen=True, slots=True)
class Line:
    """log10(followers) = intercept + exponent·log10(inhabitants) + activity·log10(1 + posts a week).

    `scale` is the spread of the residuals, in powers of ten; `fitted` how many bodies drew the line.
    """

    intercept: float
    exponent: float
    activity: float | None
    scale: float
    fitted: int

    def at(self, population: float, posts_a_week: float | None = None) -> float:
        """The followers that are expected."""
        active = self.activity * np.log10(1 + (posts_a_week or 0.0)) if self.activity is not None else 0.0
        return float(10 ** (self.intercept + self.exponent * np.log10(population) + active))

    @property
    def doubled(self) -> float:
        """How many times the followers one expects where there are twice the inhabitants."""
        return float(2**self.exponent)

    @property
    def within(self) -> float:
        """Eight of ten bodies have between 1/within and within times what is expected."""
        return float(10 ** (BAND * self.scale))


@dataclass(frozen=True, slots=True)
class Expectation:
    """The line, None where there are too few; the bodies, the farthest above it first; those left out, and why."""

    line: Line | None
    placed: tuple[Placed, ...]
    left_out: tuple[tuple[Observed, Sentence], ...]
    because: Sentence | None = None
    typical_posts: float | None = field(default=None)  # posts a week of the middle body: where the drawn line stands


def expect(bodies: Sequence[Observed], *, with_activity: bool = False, least: int = LEAST) -> Expectation:
    """What is expected of each of `bodies`, which are of one class and on one network."""
    reasons = [(each, _why_left_out(each, with_activity)) for each in bodies]
    kept = [each for each, reason in reasons if reason is None]
    left_out = tuple((each, reason) for each, reason in reasons if reason is not None)
    needed = max(least, EACH * 3) if with_activity else least
    if len(kept) < needed:
        because = Sentence(TOO_FEW, {"count": len(kept), "least": needed})
        return Expectation(None, (), left_out, because)
    x, y = _design(kept, with_activity), np.log10([float(each.followers or 0) for each in kept])
    drawing = drawing_of(x, y)
    coefficients, scale, _weights = fit(x[drawing], y[drawing])
    line = Line(coefficients[0], coefficients[1], coefficients[2] if with_activity else None, scale, int(drawing.sum()))
    apart = apart_from(x, y, drawing)
    placed = [
        Placed(each, float(10 ** (value - beside)), float(10**beside), None if draws else ALONE_TURNS)
        for each, value, beside, draws in zip(kept, y, apart, drawing, strict=True)
    ]
    placed.sort(key=lambda each: (-each.times, each.observed.name, each.observed.key))
    posts = [each.posts_a_week or 0.0 for each in kept] if with_activity else []
    return Expectation(line, tuple(placed), left_out, None, float(np.median(posts)) if posts else None)


def _design(bodies: Sequence[Observed], with_activity: bool) -> Floats:
    columns = [np.ones(len(bodies)), np.log10([float(each.population or 1) for each in bodies])]
    if with_activity:
        columns.append(np.log10([1.0 + (each.posts_a_week or 0.0) for each in bodies]))
    return np.column_stack(columns)


def _why_left_out(each: Observed, with_activity: bool) -> Sentence | None:
    if not each.population:
        return NOBODY_LIVES_THERE
    if not each.followers:
        return NOBODY_FOLLOWS
    return ACTIVITY_UNKNOWN if with_activity and each.posts_a_week is None else None
