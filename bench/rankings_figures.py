"""What bench.rankings hands in for the page of results."""

import argparse
from collections.abc import Iterator
from typing import Any

from bench.headline import Beside, Figure
from bench.rankings import AIM_BYTES, AIM_RATIO, AIM_SECONDS, Measured

MISSING = "not installed (`make peers`)"


def figures(found: Measured, asked: argparse.Namespace) -> Iterator[Figure]:
    size = f"{asked.accounts:,} accounts and {asked.events:,} events in {asked.days} days"
    total = found.added_up["seconds"] + found.editions["own-posts"]["seconds"]
    what = f"an edition over {size}, nothing being added up before"
    aim = f"below {AIM_SECONDS} s"
    yield Figure("rankings.edition", what, f"{total:.0f} s", total, aim, total < AIM_SECONDS)
    peak = max(made["peak"] for made in (found.added_up, *found.editions.values()))
    said, aim = f"{peak / 1e6:,.0f} MB", f"below {AIM_BYTES / 1e9:.0f} GB"
    yield Figure("rankings.memory", "the most memory that an edition takes", said, peak / 1e6, aim, peak < AIM_BYTES)
    same = sum(made["same"] for made in found.editions.values())
    what = "archives of editions that give the same bytes when they are reckoned again"
    many = len(found.editions)
    yield Figure("rankings.again", what, f"{same} of {many}", same, "every one", same == many)
    nights = found.nights
    grown = nights["year"] / nights["month"]
    what = f"a night’s work with {asked.days} days of history, as a multiple of that with a month"
    yield Figure("rankings.night", what, f"{grown:.2f} ×", grown, f"below {AIM_RATIO} ×", grown < AIM_RATIO)
    yield from _question(found, asked)


def _question(found: Measured, asked: argparse.Namespace) -> Iterator[Figure]:
    """Of the events, so that all are asked of the same; by the million, because not everyone can hold all of them."""
    mine = _by_the_million(found.rivals["duckdb-events"], asked)
    what = "who answered how much and how soon, a million events, beside {}"
    for key, name, said in (
        ("polars", "polars-events", "Polars"),
        ("pandas", "pandas-events", "pandas"),
        ("database", "postgresql", "PostgreSQL"),
    ):
        if (rival := found.rivals.get(name)) is None:
            beside = Beside(said, "no server here" if name == "postgresql" else MISSING)
        else:
            theirs = _by_the_million(rival, asked)
            beside = Beside(said, f"{theirs:,.0f} ms", theirs)
        yield Figure(f"rankings.{key}", what.format(said), f"{mine:,.0f} ms", mine, beside=beside)


def _by_the_million(answer: dict[str, Any], asked: argparse.Namespace) -> float:
    """Milliseconds for a million events."""
    return float(1000 * float(answer["seconds"]) / (asked.events * answer["days"] / asked.days / 1e6))
