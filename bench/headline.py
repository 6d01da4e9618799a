"""What a measure hands in: its report for people, and beside it as JSON the figures that stand on the page of results.

`bench.one_page` makes that page from these files and from nothing else.
"""

import json
from collections.abc import Iterable, Iterator
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any, Self

from bench.machine import Stamp, stamp


@dataclass(frozen=True, slots=True)
class Beside:
    """Other means, of the same run: its name, its figure in words, and as a number in the unit of ours."""

    name: str
    said: str
    value: float | None = None


@dataclass(frozen=True, slots=True)
class Figure:
    """One line of the page. `key` is "theme.what", `what` says it to a user with the sizes it was measured at.

    `said` is the figure as it is printed; `value` is the number that a ratio is made of, None where there is none.
    `kept` is None without an aim; `is_more_better` says which way a ratio goes.
    """

    key: str
    what: str
    said: str
    value: float | None = None
    aim: str = ""
    kept: bool | None = None
    is_more_better: bool = False
    beside: Beside | None = None


@dataclass(frozen=True, slots=True)
class Handed:
    """A figure as it lies in a file of results."""

    figure: Figure
    stamp: Stamp
    report: Path

    @classmethod
    def of(cls, row: dict[str, Any], file: Path) -> Self:
        rest = {**row}
        beside, measured = rest.pop("beside"), rest.pop("measured")
        figure = Figure(**rest, beside=Beside(**beside) if beside else None)
        return cls(figure, Stamp(**measured), file.with_suffix(".md"))

    def row(self) -> dict[str, Any]:
        return asdict(self.figure) | {"measured": asdict(self.stamp)}


def hand_in(report: str, figures: Iterable[Figure], output: Path | None) -> None:
    """Prints the report. With `output`, writes it there, and its figures beside it."""
    print(report.rstrip("\n"), flush=True)
    if output is not None:
        output.parent.mkdir(parents=True, exist_ok=True)
        output.write_text(report.rstrip("\n") + "\n", encoding="utf-8")
        keep(figures, output)


def keep(figures: Iterable[Figure], report: Path, *, beside: Iterable[Handed] = ()) -> None:
    """Writes the figures of a report as measured now, and those of `beside` whose keys are not among them."""
    now = stamp()
    handed = [Handed(each, now, report) for each in figures]
    known = {each.figure.key for each in handed}
    write([*handed, *(other for other in beside if other.figure.key not in known)], report)


def write(handed: Iterable[Handed], report: Path) -> None:
    """A figure a line."""
    rows = ",\n".join(json.dumps(each.row(), ensure_ascii=False) for each in handed)
    report.with_suffix(".json").write_text(f"[\n{rows}\n]\n", encoding="utf-8")


def handed_in(report: Path) -> Iterator[Handed]:
    """The figures that lie beside a report, in their order; none where it has none."""
    file = report.with_suffix(".json")
    if file.exists():
        yield from (Handed.of(row, file) for row in json.loads(file.read_text(encoding="utf-8")))
