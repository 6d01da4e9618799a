"""Followers against inhabitants as a drawing: where each point, name, tick and line stands. The template paints it.

Both axes are logarithms. A name stands beside its point where it covers no other name and no point, the farthest from
the line first; a name that finds no room is left to the table below.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from math import ceil, floor, log10

from beffroi.engines.expected import BAND, Expectation, Placed

WIDTH, HEIGHT = 720, 460
LEFT, RIGHT, TOP, FOOT = 64, 16, 18, 46  # room for the numbers and the names of the axes
LETTER, LINE = 6.6, 15  # of a name: the width of a letter at most, the height of a line
RADIUS, GAP = 4, 7
MOST_NAMES, LONGEST = 40, 28
STEPS = (1, 2, 5)


@dataclass(frozen=True, slots=True)
class Dot:
    x: float
    y: float
    placed: Placed
    is_above: bool


@dataclass(frozen=True, slots=True)
class Label:
    """A name whose text begins, or ends (`anchor`), at x; y is its base line."""

    x: float
    y: float
    anchor: str
    said: str

    @property
    def box(self) -> tuple[float, float, float, float]:
        width = len(self.said) * LETTER
        left = self.x - {"start": 0, "middle": width / 2, "end": width}[self.anchor]
        return left, self.y - LINE + 4, left + width, self.y + 4


@dataclass(frozen=True, slots=True)
class Tick:
    at: float
    value: int


@dataclass(frozen=True, slots=True)
class Drawing:
    """What stands where; the origin is at the top left."""

    dots: tuple[Dot, ...]
    labels: tuple[Label, ...]
    across: tuple[Tick, ...]
    up: tuple[Tick, ...]
    line: str  # points of a polyline; empty without a line
    band: str  # points of a polygon
    width: int = WIDTH
    height: int = HEIGHT
    left: int = LEFT
    right: int = WIDTH - RIGHT
    top: int = TOP
    foot: int = HEIGHT - FOOT


class _Axis:
    """From a value to its place, on a logarithm; a tenth of its length stays free at either end."""

    def __init__(self, values: Sequence[float], start: float, end: float) -> None:
        low, high = log10(min(values)), log10(max(values))
        room = max((high - low) * 0.08, 0.05)
        self.low, self.high, self.start, self.end = low - room, high + room, start, end

    def at(self, value: float) -> float:
        return self.start + (log10(value) - self.low) / (self.high - self.low) * (self.end - self.start)

    def ticks(self) -> Iterator[Tick]:
        for power in range(floor(self.low), ceil(self.high) + 1):
            for step in STEPS:
                value = step * 10**power
                if power >= 0 and self.low <= log10(value) <= self.high:
                    yield Tick(round(self.at(value), 1), int(value))


def drawn(found: Expectation) -> Drawing | None:
    """The drawing of `found`; None where nobody is placed."""
    if not found.placed or found.line is None:
        return None
    line = found.line
    people = [float(each.observed.population or 1) for each in found.placed]
    followers = [float(each.observed.followers or 1) for each in found.placed]
    ends = min(people), max(people)
    expected = [line.at(end, found.typical_posts) for end in ends]
    across = _Axis(people, LEFT, WIDTH - RIGHT)
    up = _Axis([*followers, *(max(each, 1.0) for each in expected)], HEIGHT - FOOT, TOP)
    dots = tuple(
        Dot(round(across.at(one), 1), round(up.at(two), 1), each, each.times >= 1)
        for one, two, each in zip(people, followers, found.placed, strict=True)
    )
    beside = 10 ** (BAND * line.scale)
    path = [(across.at(end), up.at(max(value, 1e-3))) for end, value in zip(ends, expected, strict=True)]
    upper = [(across.at(end), _inside(up.at(value * beside))) for end, value in zip(ends, expected, strict=True)]
    lower = [(across.at(end), _inside(up.at(value / beside))) for end, value in zip(ends, expected, strict=True)]
    ticks = tuple(across.ticks()), tuple(up.ticks())
    return Drawing(dots, tuple(_labels(dots)), *ticks, _points(path), _points([*upper, *reversed(lower)]))


def _inside(y: float) -> float:
    return min(max(y, TOP), HEIGHT - FOOT)


def _points(path: Sequence[tuple[float, float]]) -> str:
    return " ".join(f"{x:.1f},{y:.1f}" for x, y in path)


def _labels(dots: Sequence[Dot]) -> Iterator[Label]:
    taken = [(dot.x - RADIUS, dot.y - RADIUS, dot.x + RADIUS, dot.y + RADIUS) for dot in dots]
    farthest = sorted(dots, key=lambda dot: (-abs(log10(dot.placed.times)), dot.placed.observed.key))
    for dot in farthest[:MOST_NAMES]:
        label = next((each for each in _around(dot) if _has_room(each, taken)), None)
        if label is not None:
            taken.append(label.box)
            yield label


def _around(dot: Dot) -> Iterator[Label]:
    name = dot.placed.observed.name
    said = name if len(name) <= LONGEST else f"{name[: LONGEST - 1]}…"
    for x, y, anchor in (
        (GAP, 4, "start"),
        (-GAP, 4, "end"),
        (0, -GAP - 2, "middle"),
        (0, GAP + LINE - 4, "middle"),
        (GAP, -GAP - 4, "start"),
        (GAP, GAP + LINE - 2, "start"),
        (-GAP, -GAP - 4, "end"),
        (-GAP, GAP + LINE - 2, "end"),
    ):
        yield Label(round(dot.x + x, 1), round(dot.y + y, 1), anchor, said)


def _has_room(label: Label, taken: Sequence[tuple[float, float, float, float]]) -> bool:
    left, top, right, foot = label.box
    if left < LEFT or right > WIDTH or top < 0 or foot > HEIGHT - FOOT:
        return False
    return not any(left < box[2] and right > box[0] and top < box[3] and foot > box[1] for box in taken)
