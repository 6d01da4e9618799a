"""What bench.inbox hands in for the page of results."""

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from bench.figures import percentile, spread
from bench.headline import Figure

if TYPE_CHECKING:
    from bench.inbox import Measured
    from bench.inbox_flood import Flood
    from bench.inbox_live import Agents, Mentions

MOST_GROWTH = 1.5
MOST_SECONDS = 2.0  # from a mention to the open page, p95
SHOWN = {  # of each stage: the page that speaks for it, its key, and what it is to a user
    "list": ("to answer, due first", "list", "the list of those to answer opens"),
    "search": ("the common word", "search", "a common word is looked for"),
    "case": ("a short case (3 messages)", "case", "a case opens"),
    "shell": ("today", "today", "“Today” opens"),
}
NAMED = {"list": "a list", "search": "a look for words", "case": "a case", "shell": "“Today”"}


def of_pages(found: "Measured") -> Iterator[Figure]:
    end, where = ("", "") if found.database == "SQLite" else ("-postgresql", f", on {found.database}")
    small, large = found.towns[0].cases, found.towns[-1].cases
    page, key, opens = SHOWN[found.stage]
    p50 = [1000 * percentile(times, 0.5) for times in found.times[page][large]]
    yield Figure(f"inbox.{key}{end}", f"{opens}, {large:,} cases{where} (p50)", f"{spread(p50)} ms", max(p50))
    growth, worst = max((max(grown(times[small], times[large])), page) for page, times in found.times.items())
    yield Figure(
        f"inbox.{key}-growth{end}",
        f"how much longer {NAMED[found.stage]} takes with {large:,} cases than with {small:,}{where} (p95, the worst)",
        f"{growth:.2f} × ({worst})",
        growth,
        f"below {MOST_GROWTH} ×",
        growth < MOST_GROWTH,
    )


def grown(small: Sequence[Sequence[float]], large: Sequence[Sequence[float]]) -> list[float]:
    """Of each round the p95 of the large town by that of the small one."""
    return [percentile(much, 0.95) / percentile(few, 0.95) for few, much in zip(small, large, strict=True)]


def of_mentions(found: "Mentions", waits: Sequence[float]) -> Iterator[Figure]:
    p95 = percentile(waits, 0.95) if len(waits) == len(found.written) else float("inf")
    what = f"a mention stands in the open list of a browser, {len(found.written)} mentions (p95)"
    said = f"{p95:.1f} s" if waits else "never"
    yield Figure("inbox.mention", what, said, p95, f"below {MOST_SECONDS:.0f} s", p95 < MOST_SECONDS)


def of_agents(found: "Agents", heard: Sequence[float]) -> Iterator[Figure]:
    p95 = percentile(heard, 0.95) if heard else float("inf")
    what = f"a mention is told to {found.agents} agents whose pages are open (p95)"
    yield Figure("inbox.agents", what, f"{p95:.1f} s", p95, f"below {MOST_SECONDS:.0f} s", p95 < MOST_SECONDS)


def of_flood(found: "Flood") -> Iterator[Figure]:
    usable = percentile(found.flooded, 0.95) if found.flooded else float("inf")
    what = f"the list opens while {found.mentions:,} mentions come in (p95)"
    kept = usable < MOST_SECONDS
    yield Figure("inbox.flood", what, f"{usable:.2f} s", usable, f"below {MOST_SECONDS:.0f} s", kept)
    lost = f"mentions lost, of {found.mentions:,} at once"
    yield Figure("inbox.lost", lost, f"{found.lost}", found.lost, "none", found.lost == 0)
