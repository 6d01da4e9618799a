"""Arithmetic and tables of the measures. Pure."""

import math
from collections.abc import Iterable, Sequence


def percentile(values: Sequence[float], share: float) -> float:
    """The nearest-rank percentile: a value that was really seen. `share` is 0.5 for the median, 0.95 for p95."""
    ranked = sorted(values)
    return ranked[max(0, math.ceil(share * len(ranked)) - 1)]


def spread(values: Sequence[float], form: str = ".0f") -> str:
    """ "12" when all rounds agree in print, else "12-15": the lowest and the highest round."""
    low, high = format(min(values), form), format(max(values), form)
    return low if low == high else f"{low}–{high}"


def table(head: Sequence[str], rows: Iterable[Sequence[object]]) -> str:
    """A Markdown table; the first column is text, the others are figures."""
    lines = [_line(head), _line(["---", *["---:"] * (len(head) - 1)])]
    return "\n".join([*lines, *[_line([str(cell) for cell in row]) for row in rows]])


def verdict(kept: bool) -> str:
    return "kept" if kept else "**MISSED**"


def _line(cells: Sequence[str]) -> str:
    return f"| {' | '.join(cells)} |"
