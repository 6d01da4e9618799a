"""The parts of the report of bench.inbox. Each stands by itself, with the machine and the load of its own hour."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from bench.figures import percentile, spread, table, verdict
from bench.headline import Figure, handed_in, keep
from bench.inbox_figures import MOST_GROWTH, MOST_SECONDS, grown, of_agents, of_flood, of_mentions, of_pages
from bench.machine import described

if TYPE_CHECKING:
    from bench.inbox import Measured
    from bench.inbox_flood import Flood
    from bench.inbox_live import Agents, Mentions

TITLES = {"list": "Lists", "search": "Search", "case": "Case pages", "shell": "Today, and the figures around each page"}
HEAD = (
    "# The inbox with a year of cases\n\nEach part was measured by itself; what it means stands in `bench/README.md`.\n"
)


@dataclass(frozen=True, slots=True)
class Part:
    """Of the report: its heading, its text, its figures for the page of results, and whether its aims were kept."""

    title: str
    text: str
    figures: Iterable[Figure]
    kept: bool


class Parts:
    """The report in a file: a part that is measured again takes the place of the one before, the others stay."""

    def __init__(self, file: Path | None) -> None:
        self._file = file

    def put(self, part: Part) -> bool:
        """Whether its aims were kept."""
        print(f"## {part.title}\n\n{part.text}\n", flush=True)
        if self._file is not None:
            self._file.parent.mkdir(exist_ok=True)
            parts = self._read() | {part.title: part.text}
            keep(part.figures, self._file, beside=list(handed_in(self._file)))
            written = "\n".join(f"## {name}\n\n{parts[name]}\n" for name in sorted(parts, key=_place))
            self._file.write_text(f"{HEAD}\n{written}")
        return part.kept

    def _read(self) -> dict[str, str]:
        if self._file is None or not self._file.exists():
            return {}
        pieces = self._file.read_text().split("\n## ")[1:]
        return {title: text.strip("\n") for title, _, text in (piece.partition("\n\n") for piece in pieces)}


def _place(title: str) -> tuple[int, str]:
    names = [*TITLES.values()]
    return next((at for at, name in enumerate(names) if title.startswith(name)), len(names)), title


def pages_part(found: "Measured") -> Part:
    """Kept: no page grows by more than it may."""
    sizes = [town.cases for town in found.towns]
    growths = {page: grown(times[sizes[0]], times[sizes[-1]]) for page, times in found.times.items()}
    worst = max(growths, key=lambda page: max(growths[page]))
    kept = max(growths[worst]) < MOST_GROWTH
    head = ["page", "queries", "KiB", *[f"p95 at {cases:,}" for cases in sizes], "growth"]
    rows = []
    for page, times in found.times.items():
        counted = sorted({found.queries[page][cases] for cases in sizes})
        p95 = [spread([1000 * percentile(each, 0.95) for each in times[cases]]) for cases in sizes]
        rows.append([page, "/".join(map(str, counted)), f"{found.kib[page]:.0f}", *p95, spread(growths[page], ".2f")])
    requests = len(found.times[worst][sizes[0]][0])
    lines = [
        *described(),
        f"- database: {found.database}; load averages after each round: {'; '.join(found.loads)}",
        f"- {requests} requests of each page and town in each of {len(found.loads)} rounds, the towns in turn",
        *[
            f"- {town.cases:,} cases: {_held(town.said['rows'])}; written in {town.seconds:.0f} s"
            for town in found.towns
        ],
        "",
        f"p95 grows by less than {MOST_GROWTH} from {sizes[0]:,} to {sizes[-1]:,} cases: at most "
        f"{max(growths[worst]):.2f} ({worst}), {verdict(kept)}",
        "",
        "Milliseconds, lowest–highest round:",
        "",
        table(head, rows),
    ]
    return Part(f"{TITLES[found.stage]}, {found.database}", "\n".join(lines), of_pages(found), kept)


def _held(rows: dict[str, int]) -> str:
    return ", ".join(f"{number:,} {name}" for name, number in rows.items() if name != "cases")


def mentions_part(found: "Mentions") -> Part:
    waits = [found.shown[word] - at for word, at in found.written.items() if word in found.shown]
    unseen = len(found.written) - len(waits)
    p95 = percentile(waits, 0.95) if waits else float("inf")
    kept = p95 < MOST_SECONDS and not unseen
    rows = [("written → on the open page", *_seconds(waits))]
    lines = [
        *described(),
        f"- {len(found.written)} mentions at random moments, 0.3 to 1.3 s apart; load averages "
        f"{' → '.join(found.loads)}",
        "- a real Bluesky server on loopback, the product as people start it on SQLite, one Chromium without a window",
        "",
        f"p95 below {MOST_SECONDS:.0f} s: {p95:.2f} s, {verdict(p95 < MOST_SECONDS)}. "
        f"Mentions never shown: {unseen}, {verdict(not unseen)}",
        "",
        table(("seconds", "p50", "p95", "longest"), rows),
        "",
        "Written: the server has answered whoever wrote it. On the open page: the browser has put the row into the",
        "list (a MutationObserver in the page, by the clock of the same machine).",
    ]
    return Part("A mention on the open page", "\n".join(lines), of_mentions(found, waits), kept)


def agents_part(found: "Agents") -> Part:
    heard = [wait for waits in found.heard.values() for wait in waits]
    missing = found.agents * len(found.heard) - len(heard)
    p95 = percentile(heard, 0.95) if heard else float("inf")
    kept = p95 < MOST_SECONDS and not missing
    rows = [
        ("written → a stream hears it", *_seconds(heard)),
        ("written → the last stream hears it", *_seconds([max(waits) for waits in found.heard.values() if waits])),
        ("written → a page has fetched itself again", *_seconds(found.fetched)),
    ]
    use = [
        ("memory before, with no stream (PSS)", f"{found.before.pss:.0f} MB"),
        ("memory with all streams (PSS)", f"{found.after.pss:.0f} MB"),
        ("threads", f"{found.after.threads}"),
        ("processor while nothing happens", f"{100 * found.cpu_quiet:.0f} % of one core"),
        ("processor while mentions come", f"{100 * found.cpu_busy:.0f} % of one core"),
        ("processor while all pages fetch themselves again", f"{100 * found.cpu_fetching:.0f} % of one core"),
    ]
    lines = [
        *described(),
        f"- {found.agents} streams of {found.agents} agents over HTTP; {len(found.heard)} mentions, one every "
        f"{found.gap:.0f} s; load averages {' → '.join(found.loads)}",
        "- a real Bluesky server on loopback and the 200 clients take their part of the same two cores",
        "",
        f"Every stream hears every mention: {missing} missed, {verdict(not missing)}. p95 below {MOST_SECONDS:.0f} s: "
        f"{p95:.2f} s, {verdict(p95 < MOST_SECONDS)}",
        "",
        table(("seconds", "p50", "p95", "longest"), rows),
        "",
        table(("what", "figure"), use),
        "",
        f"For the third line, {found.fetches} mentions more are written, and each agent's page fetches its list when",
        f"its stream has heard, after the breath that `live.js` takes. Pages that did not come: {found.unfetched}.",
    ]
    title = "Two hundred agents at once" if found.agents == 200 else f"{found.agents} agents at once"
    return Part(title, "\n".join(lines), of_agents(found, heard), kept)


def flood_part(found: "Flood") -> Part:
    usable = percentile(found.flooded, 0.95) if found.flooded else float("inf")
    kept = not found.lost and usable < MOST_SECONDS
    same, pace = found.mentions - found.others, found.mentions / found.written_in
    rows = [("before", *_seconds(found.quiet)), ("while they are written and filed", *_seconds(found.flooded))]
    lines = [
        *described(),
        f"- {found.mentions:,} mentions of ten people at once, {same:,} in nearly the same words; load averages "
        f"{' → '.join(found.loads)}",
        "- a real Bluesky server on loopback takes its part of the same two cores; the product on SQLite",
        "",
        f"Every mention is a case: {found.lost} lost, {verdict(not found.lost)}. The list opens in less than "
        f"{MOST_SECONDS:.0f} s at p95: {usable:.2f} s, {verdict(usable < MOST_SECONDS)}",
        "",
        f"Written in {found.written_in:.0f} s ({pace:.0f} a second), all of them cases after {found.filed_in:.0f} s. "
        f"{found.in_waves:,} of the {same:,} alike stand in {found.waves} wave(s).",
        "",
        table(("seconds to open the list", "p50", "p95", "longest"), rows),
    ]
    return Part(f"A flood of {found.mentions:,} mentions", "\n".join(lines), of_flood(found), kept)


def _seconds(values: Sequence[float]) -> list[str]:
    if not values:
        return ["–", "–", "–"]
    return [f"{percentile(values, 0.5):.2f}", f"{percentile(values, 0.95):.2f}", f"{max(values):.2f}"]
