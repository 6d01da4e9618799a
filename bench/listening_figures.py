"""What bench.listening hands in for the page of results."""

from collections.abc import Iterator
from statistics import median

from bench.figures import percentile
from bench.headline import Beside, Figure
from bench.listening import Results, Rivalry
from bench.listening_report import ADDED, AIMS, LIBRARIES, MANY_TIMES, RECORD, SOON

COMPARED = 100_000  # searches: the size that has aims for single batches


def figures(found: Results) -> Iterator[Figure]:
    """Rates at each size that has an aim, single batches, and other means where they are installed."""
    corpus = f"{found.corpus} posts" if found.corpus else "posts"
    for run in found.files:
        if (aim := AIMS.get((run.searches, run.workers))) is not None:
            yield Figure(
                f"listening.rate-{run.searches}",
                f"{corpus} a second through {run.searches:,} searches, file to file, {run.workers} workers",
                f"{run.rate:,.0f}/s",
                run.rate,
                f"{aim} times the record of a network, {aim * RECORD:,.0f}/s",
                run.rate >= aim * RECORD,
                is_more_better=True,
            )
    for speed in found.speeds:
        if (speed.searches, speed.batch) == (COMPARED, 100):
            late = 1000 * percentile(speed.batches, 0.99)
            what = f"a hundred posts are asked of {COMPARED:,} searches (p99)"
            yield Figure("listening.batch", what, f"{late:.2f} ms", late, f"at most {SOON:.0f} ms", late <= SOON)
    if found.added:
        added = 1000 * median(found.added)
        what = f"a new search is added to {COMPARED:,} that listen (p50)"
        yield Figure("listening.add", what, f"{added:.2f} ms", added, f"at most {ADDED} ms", added <= ADDED)
    yield from _beside_others(found)


def _beside_others(found: Results) -> Iterator[Figure]:
    through = f"posts a second of one core through {found.rival_searches or COMPARED:,} searches, beside"
    libraries = [each for each in found.rivals if each.name.startswith(LIBRARIES)]
    best = min(libraries, key=lambda each: each.ratio, default=None)
    what = f"{through} the best library that finds many words at once"
    aim = f"{MANY_TIMES} times as many"
    if best is None:
        missing = Beside(" or ".join(LIBRARIES), "not installed (`make peers`)")
        for speed in found.speeds:
            if (speed.searches, speed.batch) == (COMPARED, 1000):
                said = f"{speed.rate:,.0f}/s"
                yield Figure("listening.library", what, said, speed.rate, aim, is_more_better=True, beside=missing)
    else:
        yield _beside("listening.library", what, best, aim, best.ratio >= MANY_TIMES)
    for rival in found.rivals:
        if rival.name.startswith("PostgreSQL"):
            yield _beside("listening.database", f"{through} PostgreSQL’s own search", rival)
        if rival.name.startswith("`re`"):
            yield _beside("listening.re", f"{through} one regular expression of all words", rival)


def _beside(key: str, what: str, rival: Rivalry, aim: str = "", kept: bool | None = None) -> Figure:
    """Ours is what it did beside that rival: the ratio is of runs that stood beside each other."""
    ours = rival.ratio * rival.rate
    beside = Beside(rival.name.partition(",")[0], f"{rival.rate:,.0f}/s", rival.rate)
    return Figure(key, what, f"{ours:,.0f}/s", ours, aim, kept, is_more_better=True, beside=beside)
