"""Huber's line through points, and what each point has to do with it. engines/counts/expected says where it is from."""

from typing import Any

import numpy as np
from numpy.typing import NDArray

K = 1.345  # Huber's: 95 % as efficient as least squares where the errors are normal
MAD = 1.4826  # times the median absolute deviation is the standard deviation of a normal law
TURNS = 0.1  # of the second coefficient: a point that alone changes it by more does not draw the line
MOST_TURNING, MOST_OUT = 0.1, 20  # of the points, and points: at most so many are taken out of the line
_ROUNDS, _ENOUGH = 100, 1e-10

Floats = NDArray[np.floating[Any]]


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


def drawing_of(x: Floats, y: Floats) -> NDArray[np.bool_]:
    """Which points draw the line: all but those that alone would turn it, the worst first, a few at most."""
    drawing = np.ones(len(y), dtype=np.bool_)
    for _ in range(min(int(MOST_TURNING * len(y)), MOST_OUT)):
        by = np.abs(turned(x[drawing], y[drawing]))
        if by.max() <= TURNS:
            break
        drawing[np.flatnonzero(drawing)[by.argmax()]] = False
    return drawing


def turned(x: Floats, y: Floats) -> Floats:
    """By how much the second coefficient would change without each point (DFBETA)."""
    coefficients, _scale, weights = fit(x, y)
    inverse = np.linalg.pinv(x.T @ (x * weights[:, None]))
    residuals, leverage = y - x @ coefficients, _leverage(x, weights, inverse)
    return np.asarray((inverse @ x.T)[1] * weights * residuals / (1 - leverage))


def apart_from(x: Floats, y: Floats, drawing: NDArray[np.bool_]) -> Floats:
    """The residual of each point from a line on which it had no say."""
    coefficients, _scale, weights = fit(x[drawing], y[drawing])
    inverse = np.linalg.pinv(x[drawing].T @ (x[drawing] * weights[:, None]))
    beside = y - x @ coefficients
    beside[drawing] /= 1 - _leverage(x[drawing], weights, inverse)
    return np.asarray(beside)


def _leverage(x: Floats, weights: Floats, inverse: Floats) -> Floats:
    """Of each row, short of one: a point that draws the line alone would have no residual at all."""
    return np.asarray(np.minimum(weights * np.einsum("ij,jk,ik->i", x, inverse, x), 0.99))
