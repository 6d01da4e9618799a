"""What bench.pages hands in for the page of results."""

import argparse
from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING

from bench.figures import percentile, spread
from bench.headline import Figure
from bench.pages_report import MOST_KIB, MOST_MB, MOST_QUERIES, MOST_RATIO

if TYPE_CHECKING:
    from bench.pages import Found

SHOWN = {
    "today": "“Today” opens",
    "calendar, this month": "the calendar opens on this month",
    "compose": "the composer opens",
    "inbox": "the list of cases opens",
    "case, the longest": "the longest case opens",
    "search": "a saved search opens with its finds",
}


def figures(found: "Found", rows: Mapping[str, Mapping[str, int]], asked: argparse.Namespace) -> Iterator[Figure]:
    """Every figure of pages; the start and memory too where it is the product as people start it, on SQLite."""
    on_server = bool(asked.postgresql or asked.database)
    end, where = ("-postgresql", ", on PostgreSQL") if on_server else ("", "")
    size = f"{rows['large']['cases']:,} cases and {rows['large']['archived posts']:,} posts{where}"
    for page, opens in SHOWN.items():
        p50 = [1000 * percentile(times["large"][page], 0.5) for times in found.rounds]
        key = f"pages.{page.split(',')[0]}{end}"
        yield Figure(key, f"{opens}, with {size} (p50)", f"{spread(p50)} ms", max(p50))
    yield from _bounds(found, rows, asked, end, where)
    if not on_server:
        yield from _standing(found, asked)


def _bounds(
    found: "Found", rows: Mapping[str, Mapping[str, int]], asked: argparse.Namespace, end: str, where: str
) -> Iterator[Figure]:
    large = found.queries["large"]
    most = max(large, key=lambda page: max(large[page]))
    queries = max(large[most])
    kib = found.kib["large"]
    heaviest = max(kib, key=lambda page: kib[page])
    reached, cases = found.reached["large"][0], rows["large"]["cases"]
    yield Figure(
        f"pages.queries{end}",
        f"questions to the database, of the page with the most{where}",
        f"{queries} ({most})",
        queries,
        f"at most {MOST_QUERIES}",
        queries <= MOST_QUERIES,
    )
    yield Figure(
        f"pages.weight{end}",
        f"HTML of the heaviest page{where}",
        f"{kib[heaviest]:.0f} KiB ({heaviest})",
        kib[heaviest],
        f"at most {MOST_KIB:.0f} KiB",
        kib[heaviest] <= MOST_KIB,
    )
    yield Figure(
        f"pages.reached{end}",
        f"cases that the list leads to, page by page{where}",
        f"{reached:,} of {cases:,}",
        reached,
        "every one",
        reached == cases,
    )
    yield _worst_growth(found, asked, end, where)


def _worst_growth(found: "Found", asked: argparse.Namespace, end: str, where: str) -> Figure:
    growth = {page: _growth(found, page) for page in found.kib["large"]}
    worst = max(growth, key=lambda page: growth[page])
    return Figure(
        f"pages.growth{end}",
        f"how much longer a page takes with {asked.cases:,} cases than with {asked.small:,} (p95, the worst){where}",
        f"{growth[worst]:.2f} × ({worst})",
        growth[worst],
        f"below {MOST_RATIO} ×",
        growth[worst] < MOST_RATIO,
    )


def _growth(found: "Found", page: str) -> float:
    return max(
        percentile(times["large"][page], 0.95) / percentile(times["small"][page], 0.95) for times in found.rounds
    )


def _standing(found: "Found", asked: argparse.Namespace) -> Iterator[Figure]:
    """Starts, and what it holds in memory."""
    yield Figure(
        "start.cold",
        "from the start on an empty folder to the first page, the tables made on the way",
        f"{spread(found.cold, '.1f')} s",
        max(found.cold),
    )
    yield Figure(
        "start.warm", "from a later start to the first page", f"{spread(found.warm, '.1f')} s", max(found.warm)
    )
    pss = [memory.pss for memory in found.rest]
    yield Figure(
        "memory.rest",
        "all processes at rest, a shared page counted once (PSS)",
        f"{spread(pss)} MB",
        max(pss),
        f"at most {MOST_MB:.0f} MB",
        max(pss) <= MOST_MB,
    )
    rss = [memory.rss for memory in found.rest]
    yield Figure(
        "memory.resident", "all processes at rest, a shared page counted each time (RSS)", f"{spread(rss)} MB", max(rss)
    )
    streaming = [memory.pss for memory in found.streaming]
    yield Figure(
        "memory.streams",
        f"with {asked.streams} pages open that wait for news (PSS)",
        f"{spread(streaming)} MB",
        max(streaming),
    )
    yield _heard(found, asked)


def _heard(found: "Found", asked: argparse.Namespace) -> Figure:
    heard = min(each.heard for each in found.heard)
    last = max(each.last for each in found.heard)
    return Figure(
        "pages.streams",
        f"open pages that hear of an act, of {asked.streams}",
        f"{heard}, the last one after {last:.2f} s",
        heard,
        "every one",
        heard == asked.streams,
    )
