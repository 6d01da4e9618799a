"""The curve as lines in a frame: what the template draws as SVG."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from beffroi.chronicle.curve import MINUTE, Curve

TOP, FOOT, SIDE = 26, 34, 8  # room for the numbers above, the hours below, the ends of the line


@dataclass(frozen=True, slots=True)
class Frame:
    """A drawing of `width` by `height`, and a name that keeps its ids apart from those of another one."""

    name: str
    width: int
    height: int


@dataclass(frozen=True, slots=True)
class Place:
    """Where something stands, with what is said about it."""

    x: float
    y: float
    said: object
    anchor: str = "middle"


class Drawing:
    """What stands where. Coordinates have one decimal, the origin is at the top left."""

    def __init__(self, curve: Curve, frame: Frame) -> None:
        self.curve, self.frame = curve, frame
        self.base = frame.height - FOOT
        self.step = (frame.width - 2 * SIDE) / max(len(curve.counts), 1)

    @property
    def line(self) -> str:
        """The steps of the curve: one flat piece for each bin."""
        corners = [f"M{SIDE} {self.base}"]
        for place, count in enumerate(self.curve.counts):
            corners.append(f"V{self._y(count)}H{self._x(place + 1)}")
        return "".join([*corners, f"V{self.base}"])

    @property
    def changes(self) -> list[Place]:
        places = ((number, self._x(change.at)) for number, change in enumerate(self.curve.changes, start=1))
        return [Place(x, 12, number, self._anchor(x)) for number, x in places]

    @property
    def marks(self) -> list[Place]:
        return [Place(self._x(self._bins(mark.at)), self.base, mark) for mark in self.curve.marks]

    @property
    def hours(self) -> Sequence[Place]:
        """The first and the last moment, and one or two between them."""
        count = 2 if self.frame.width < 500 else 4
        places = [len(self.curve.counts) * part / count for part in range(count + 1)]
        return [Place(x, self.frame.height - 8, at, self._anchor(x)) for x, at in map(self._tick, places)]

    @property
    def top(self) -> float:
        return self._y(self.curve.peak)

    @property
    def peak_y(self) -> float:
        """Where the number of the peak stands: on its line."""
        return self.top - 4

    def _tick(self, place: float) -> tuple[float, datetime]:
        return self._x(place), self._moment(place)

    def _moment(self, place: float) -> datetime:
        return self.curve.start + place * self.curve.width * MINUTE

    def _bins(self, at: datetime) -> float:
        return (at - self.curve.start) / (self.curve.width * MINUTE)

    def _x(self, place: float) -> float:
        return round(SIDE + place * self.step, 1)

    def _y(self, count: int) -> float:
        return round(self.base - (self.base - TOP) * count / max(self.curve.peak, 1), 1)

    def _anchor(self, x: float) -> str:
        margin = 30
        return "start" if x < margin else "end" if x > self.frame.width - margin else "middle"
