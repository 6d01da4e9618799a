"""What a few measured values say together; nothing when they are too few."""

from collections.abc import Sequence

LEAST = 5  # values: below this no figure says anything, and one could name a person


def quantile(values: Sequence[float], part: float) -> float:
    """Between the two values around the place, as spreadsheets do. `values` are sorted and not empty."""
    place = (len(values) - 1) * part
    below = int(place)
    above = min(below + 1, len(values) - 1)
    return values[below] + (values[above] - values[below]) * (place - below)
