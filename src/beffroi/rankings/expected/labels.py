"""Names beside the points of a drawing: each where it covers no other name and no point, the farthest from the line
first."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from math import log10

from beffroi.engines.counts.expected import Placed

WIDTH, HEIGHT = 720, 460
LEFT, RIGHT, TOP, FOOT = 64, 16, 18, 46  # room for the numbers and the names of the axes
LETTER, LINE = 6.6, 15  # of a name: the width of a letter at most, the height of a line
RADIUS, GAP = 4, 7
MOST_NAMES, LONGEST = 40, 28


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


def labels(dots: Sequence[Dot]) -> Iterator[Label]:
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
