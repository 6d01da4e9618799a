"""The page of results, made of the figures that the measures have handed in, and of `peers.csv`; nothing is typed.

A line shows the figure of the usual size. Where there is none, because what it needs is not here or because nothing so
long belongs to the usual run, it shows the figure of the full size that was kept, with its date. What was measured at
full size beside a usual one stands in a table of its own below.
"""

import csv
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Self

from bench.figures import verdict
from bench.headline import Figure, Handed, handed_in
from bench.run import Run
from bench.sizes import MEASURES

HERE = Path(__file__).parent
RESULTS = HERE / "results"
THEMES = {
    "listening": "Listening",
    "publishing": "Publishing",
    "facts": "Facts",
    "inbox": "Inbox",
    "guard": "Guard",
    "rankings": "Rankings",
    "pages": "Pages",
    "start": "Start",
    "memory": "Memory",
    "trust": "Trust: several workers, taking over, restoring",
}
HEAD = ("what", "Beffroi", "aim", "nearest product, or other means", "ratio", "measured")


@dataclass(frozen=True, slots=True)
class Peer:
    """What is known of the nearest product: `how` says whether somebody measured it, read its source, or claims it."""

    name: str
    said: str
    value: float | None
    how: str

    @classmethod
    def of(cls, row: Mapping[str, str]) -> Self:
        return cls(row["name"], row["figure"], float(row["value"]) if row["value"] else None, row["how"])


def page(results: Path) -> str:
    """The whole of RESULTS.md, links from the folder above `results`."""
    peers, run = peers_of(HERE / "peers.csv"), Run.kept(results)
    usual, full = newest(results), newest(results / "full")
    shown = {**full, **usual}
    parts = [
        "# Results",
        "\n".join(_head(shown.values(), run)),
        "\n".join(_table(shown.values(), peers, since=run.began if run else "")),
        "\n".join(_notes(run)),
    ]
    if larger := [each for key, each in full.items() if key in usual]:
        parts += ["## The same at full size", FULL, "\n".join(_table(larger, peers))]
    parts += ["## Reports", "\n".join(_reports(results))]
    return "\n\n".join(parts) + "\n"


FULL = "Measured apart, each at its date, by `make bench ARGS=--full` or `python -m bench --full --only NAME`."


def peers_of(file: Path) -> dict[str, Peer]:
    """By the key of the figure that each stands beside."""
    with file.open(encoding="utf-8", newline="") as lines:
        return {row["key"]: Peer.of(row) for row in csv.DictReader(lines)}


def newest(folder: Path) -> dict[str, Handed]:
    """Every figure that lies in a folder by its key, in the order of the measures; of two the latest."""
    found: dict[str, Handed] = {}
    for measure in MEASURES:
        for each in handed_in(folder / f"{measure.name}.md"):
            key = each.figure.key
            if key not in found or found[key].stamp.at <= each.stamp.at:
                found[key] = each
    return found


def _head(shown: Iterable[Handed], run: Run | None) -> Iterator[str]:
    every = list(shown)
    aims = [each.figure.kept for each in every if each.figure.kept is not None]
    yield "Written by `make bench` from the figures that its measures hand in, never by hand."
    yield "[What each line means, and how to repeat it](README.md#what-each-line-means)."
    yield ""
    if run is None:
        yield "- no run of all measures yet: every figure was kept from the date beside it"
    else:
        yield f"- measured from {run.began} UTC in {run.seconds / 60:.0f} minutes; load averages before it {run.load}"
    if every:
        latest = max(every, key=lambda each: each.stamp.at).stamp
        yield f"- machine: {latest.machine}; {latest.software}; where another one was used, its line says so"
    yield f"- {len(every)} figures; of {len(aims)} with an aim {sum(aims)} keep it and {len(aims) - sum(aims)} miss it"
    yield "- ratio: above 1 Beffroi does better, in the same run; with ~ the other one was measured in a run of its own"


def _table(shown: Iterable[Handed], peers: Mapping[str, Peer], *, since: str = "") -> Iterator[str]:
    """By theme. What was measured before `since` is said to be kept."""
    every = list(shown)
    hardware = max(every, key=lambda each: each.stamp.at).stamp.machine if every else ""
    yield _line(HEAD)
    yield _line(["---", "---:", "---", "---", "---:", "---"])
    for theme, title in THEMES.items():
        if mine := [each for each in every if each.figure.key.partition(".")[0] == theme]:
            yield _line([f"**{title}**", *[""] * (len(HEAD) - 1)])
            yield from (_line(_row(each, peers, since, hardware)) for each in mine)


def _row(each: Handed, peers: Mapping[str, Peer], since: str, hardware: str) -> Sequence[str]:
    figure = each.figure
    aim = f"{figure.aim}: {verdict(figure.kept)}" if figure.kept is not None else figure.aim
    return [
        figure.what,
        figure.said,
        aim,
        *_nearest(figure, peers.get(_plain(figure.key))),
        _measured(each, since, hardware),
    ]


def _plain(key: str) -> str:
    """The key without the database: what is known of a product stands beside both."""
    return key.partition("-postgresql")[0]


def _nearest(figure: Figure, peer: Peer | None) -> tuple[str, str]:
    """Other means of the same run come before what is known of a product."""
    if figure.beside:
        said = f"{figure.beside.name}: {figure.beside.said}"
        return said, _ratio(figure, figure.beside.value)
    if peer is None:
        return "–", ""
    ratio = _ratio(figure, peer.value)
    return f"{peer.name}: {peer.said} ({peer.how})", f"~{ratio}" if ratio else ""


def _ratio(figure: Figure, other: float | None) -> str:
    """How many times better ours is."""
    if not other or not figure.value:
        return ""
    ratio = figure.value / other if figure.is_more_better else other / figure.value
    return f"{ratio:,.0f}" if ratio >= 10 else f"{ratio:.1f}" if ratio >= 1.95 else f"{ratio:.2f}"


def _measured(each: Handed, since: str, hardware: str) -> str:
    folder = "results/full" if each.report.parent.name == "full" else "results"
    date = f"[{each.stamp.at}]({folder}/{each.report.name}), load {each.stamp.load}"
    other = f", {each.stamp.machine}" if each.stamp.machine != hardware else ""
    return f"{'kept from ' if each.stamp.at < since else ''}{date}{other}"


def _notes(run: Run | None) -> Iterator[str]:
    needs = {measure.name: measure.needs for measure in MEASURES}
    if run is not None:
        took = ", ".join(f"{done.name} {done.seconds:.0f}" for done in run.measures)
        yield f"Seconds that each took: {took}."
        if run.left_out:
            said = "; ".join(f"{name} needs {needs.get(name) or 'what is not here'}" for name in run.left_out)
            yield f"Left out, their figures kept from the dates above: {said}."
        if run.broke:
            yield f"**Broke**, their figures kept from the dates above: {', '.join(run.broke)}."
    never = ", ".join(measure.name for measure in MEASURES if measure.usual is None)
    yield f"Only at full size, because of their time or their data: {never}."


def _reports(results: Path) -> Iterator[str]:
    for measure in MEASURES:
        files = (Path(f"{measure.name}.md"), Path("full", f"{measure.name}.md"))
        if there := [path for path in files if (results / path).exists()]:
            links = ", ".join(
                f"[{'full size' if len(path.parts) > 1 else 'usual size'}](results/{path})" for path in there
            )
            yield f"- {measure.name}: {links}"


def _line(cells: Sequence[str]) -> str:
    return f"| {' | '.join(cells)} |"
