"""Windows in which nothing, or not everything, may leave."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Literal

Effect = Literal["blocks", "asks", "warns"]


@dataclass(frozen=True, slots=True)
class Window:
    """From `starts_at` (included) to `ends_at` (excluded), both aware.

    `effect`: blocks, asks (leaves only when a named person has lifted it with a reason) or warns. `key` names the
    window for good; `source` says where it comes from.
    """

    key: str
    calendar: Literal["silence", "promotion", "reserve", "custom"]
    name: str
    starts_at: datetime
    ends_at: datetime
    effect: Effect
    source: str = ""

    def covers(self, at: datetime) -> bool:
        return self.starts_at <= at < self.ends_at

    def overlaps(self, start: datetime, end: datetime) -> bool:
        return self.starts_at < end and start < self.ends_at


def covering(windows: Iterable[Window], at: datetime) -> list[Window]:
    return [window for window in windows if window.covers(at)]
