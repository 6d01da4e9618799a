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
from typing import Any

import numpy as np
from numpy.typing import NDArray

from beffroi.vocabulary import Sentence

LEAST = 8  # bodies with all values: below, there is no line
EACH = 4  # of them for every coefficient
K = 1.345  # Huber's: 95 % as efficient as least squares where the errors are normal
MAD = 1.4826  # times the median absolute deviation is the standard deviation of a normal law
TURNS = 0.1  # of the exponent of the population: a body that alone changes it by more does not draw the line
MOST_TURNING = 0.1  # of the bodies, at most, are taken out of the line
BAND = 1.2816  # standard deviations: eight of ten values of a normal law
_ROUNDS, _ENOUGH = 100, 1e-10

NOBODY_LIVES_THERE = Sentence("Nobody lives there, or the population is not known.")
NOBODY_FOLLOWS = Sentence("Nobody follows it, or its followers are not known.")
ACTIVITY_UNKNOWN = Sentence("How much it posts is not known.")
ALONE_TURNS = Sentence("It is so far from the others that it alone would turn the line: it does not draw it.")
TOO_FEW = "Too few to say what is expected: {count} bodies with all values, where it takes {least}."

Floats = NDArray[np.floating[Any]]


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
    drawing = _without_what_turns(x, y)
    coefficients, scale, _weights = fit(x[drawing], y[drawing])
    line = Line(coefficients[0], coefficients[1], coefficients[2] if with_activity else None, scale, int(drawing.sum()))
    apart = _apart(x, y, drawing)
    placed = [
        Placed(each, float(10 ** (value - beside)), float(10**beside), None if draws else ALONE_TURNS)
        for each, value, beside, draws in zip(kept, y, apart, drawing, strict=True)
    ]
    placed.sort(key=lambda each: (-each.times, each.observed.name, each.observed.key))
    posts = [each.posts_a_week or 0.0 for each in kept] if with_activity else []
    return Expectation(line, tuple(placed), left_out, None, float(np.median(posts)) if posts else None)


def fit(x: Floats, y: Floats) -> tuple[list[float], float, Floats]:
    """Huber's line through rows `x` and values `y`: coefficients, scale, and the weight of each row."""
    weights: Floats = np.ones(len(y))
    coefficients: Floats = np.zeros(x.shape[1])
    scale = 0.0
    for _ in range(_ROUNDS):
        root = np.sqrt(weights)
        before, coefficients = coefficients, np.linalg.lstsq(x * root[:, None], y * root, rcond=None)[0]
        residuals = y - x @ coefficients
        scale = float(MAD * np.median(np.abs(residuals - np.median(residuals))))
        if scale < _ENOUGH:  # they lie on the line, but for a few
            weights = np.where(np.abs(residuals) < 1e-6, 1.0, 1e-6)
        else:
            weights = np.minimum(1.0, K * scale / np.maximum(np.abs(residuals), _ENOUGH))
        if np.abs(coefficients - before).max() < _ENOUGH:
            break
    return [float(each) for each in coefficients], scale, weights


def _without_what_turns(x: Floats, y: Floats) -> NDArray[np.bool_]:
    """Which bodies draw the line: all but those that alone would turn it, the worst first, a few at most."""
    drawing = np.ones(len(y), dtype=np.bool_)
    for _ in range(int(MOST_TURNING * len(y))):
        turned = np.abs(_turned(x[drawing], y[drawing]))
        if turned.max() <= TURNS:
            break
        drawing[np.flatnonzero(drawing)[turned.argmax()]] = False
    return drawing


def _turned(x: Floats, y: Floats) -> Floats:
    """By how much the exponent of the population would change without each body (DFBETA)."""
    coefficients, _scale, weights = fit(x, y)
    inverse = np.linalg.pinv(x.T @ (x * weights[:, None]))
    residuals, leverage = y - x @ coefficients, _leverage(x, weights, inverse)
    return np.asarray((inverse @ x.T)[1] * weights * residuals / (1 - leverage))


def _apart(x: Floats, y: Floats, drawing: NDArray[np.bool_]) -> Floats:
    """The residual of each body from a line on which it had no say."""
    coefficients, _scale, weights = fit(x[drawing], y[drawing])
    inverse = np.linalg.pinv(x[drawing].T @ (x[drawing] * weights[:, None]))
    apart = y - x @ coefficients
    apart[drawing] /= 1 - _leverage(x[drawing], weights, inverse)
    return np.asarray(apart)


def _leverage(x: Floats, weights: Floats, inverse: Floats) -> Floats:
    """Of each row, short of one: a body that draws the line alone would have no residual at all."""
    return np.asarray(np.minimum(weights * np.einsum("ij,jk,ik->i", x, inverse, x), 0.99))


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
