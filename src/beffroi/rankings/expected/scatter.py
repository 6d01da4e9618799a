"""Followers against inhabitants as a drawing: where each point, name, tick and line stands. The template paints it.

Both axes are logarithms. A name that finds no room is left to the table below.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from math import ceil

from beffroi.engines.counts.expected import BAND, Expectation, Placed
from beffroi.rankings.expected.axis import Axis, Tick
from beffroi.rankings.expected.labels import FOOT, HEIGHT, LEFT, RIGHT, TOP, WIDTH, Dot, Label, labels

MOST_DOTS, FARTHEST = 1_500, 300  # points of one drawing, and of them those farthest from the line on either side


@dataclass(frozen=True, slots=True)
class Drawing:
    """What stands where; the origin is at the top left."""

    dots: tuple[Dot, ...]
    labels: tuple[Label, ...]
    across: tuple[Tick, ...]
    up: tuple[Tick, ...]
    line: str  # points of a polyline; empty without a line
    band: str  # points of a polygon
    not_drawn: int = 0
    width: int = WIDTH
    height: int = HEIGHT
    left: int = LEFT
    right: int = WIDTH - RIGHT
    top: int = TOP
    foot: int = HEIGHT - FOOT


def drawn(found: Expectation) -> Drawing | None:
    """The drawing of `found`; None where nobody is placed."""
    if not found.placed or found.line is None:
        return None
    line = found.line
    shown = _some(found.placed)
    people = [float(each.observed.population or 1) for each in shown]
    followers = [float(each.observed.followers or 1) for each in shown]
    ends = min(people), max(people)
    expected = [line.at(end, found.typical_posts) for end in ends]
    across = Axis(people, LEFT, WIDTH - RIGHT)
    up = Axis([*followers, *(max(each, 1.0) for each in expected)], HEIGHT - FOOT, TOP)
    dots = tuple(
        Dot(round(across.at(one), 1), round(up.at(two), 1), each, each.times >= 1)
        for one, two, each in zip(people, followers, shown, strict=True)
    )
    beside = 10 ** (BAND * line.scale)
    path = [(across.at(end), up.at(max(value, 1e-3))) for end, value in zip(ends, expected, strict=True)]
    upper = [(across.at(end), _inside(up.at(value * beside))) for end, value in zip(ends, expected, strict=True)]
    lower = [(across.at(end), _inside(up.at(value / beside))) for end, value in zip(ends, expected, strict=True)]
    ticks = tuple(across.ticks()), tuple(up.ticks())
    band = _points([*upper, *reversed(lower)])
    return Drawing(dots, tuple(labels(dots)), *ticks, _points(path), band, len(found.placed) - len(shown))


def _some(placed: Sequence[Placed]) -> Sequence[Placed]:
    """All of them, or of a multitude the farthest from the line and an even choice of the others."""
    if len(placed) <= MOST_DOTS:
        return placed
    middle = placed[FARTHEST:-FARTHEST]
    step = ceil(len(middle) / (MOST_DOTS - 2 * FARTHEST))
    return [*placed[:FARTHEST], *middle[::step], *placed[-FARTHEST:]]


def _inside(y: float) -> float:
    return min(max(y, TOP), HEIGHT - FOOT)


def _points(path: Sequence[tuple[float, float]]) -> str:
    return " ".join(f"{x:.1f},{y:.1f}" for x, y in path)
