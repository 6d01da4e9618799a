"""An axis of a drawing, on a logarithm."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from math import ceil, floor, log10

STEPS = (1, 2, 5)


@dataclass(frozen=True, slots=True)
class Tick:
    at: float
    value: int


class Axis:
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
