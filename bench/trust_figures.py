"""What bench.trust hands in for the page of results."""

from collections.abc import Iterator
from statistics import median
from typing import Any

from bench.figures import percentile
from bench.headline import Beside, Figure
from bench.trust_report import FLAT

Figures = dict[str, Any]
HOURS = 72


def figures(found: dict[str, list[Figures]]) -> Iterator[Figure]:
    """Of whatever was measured."""
    tellers = {"wake": _wake, "takeover": _takeover, "soak": _soak, "restore": _restore}
    for part, stages in found.items():
        if part in ("rate", "matches"):
            yield from _ratios(part, stages)
        else:
            yield from tellers[part](stages)


def _wake(stages: list[Figures]) -> Iterator[Figure]:
    """With the wake-ups that the product uses on PostgreSQL, beside the loop that it used before."""
    most = max(each["workers"] for each in stages)
    woken, loop = (
        next(each for each in stages if (each["workers"], each["wake"]) == (most, how))
        for how in ("procrastinate", "loop")
    )
    late = percentile(woken["late"], 0.99) * 1000
    before = percentile(loop["late"], 0.99) * 1000
    workers = f"{most} worker{'s' * (most > 1)} on PostgreSQL"
    beside = Beside("looking again and again", f"{before:.0f} ms", before)
    what = f"a post approved “now” leaves, {workers} being woken (p99)"
    yield Figure("trust.woken", what, f"{late:.0f} ms", late, beside=beside)
    rests, asks = woken["transactions"], loop["transactions"]
    beside = Beside("looking again and again", f"{asks:.0f}/s", asks)
    yield Figure("trust.rest", f"transactions of {workers} at rest", f"{rests:.0f}/s", rests, beside=beside)


def _takeover(stages: list[Figures]) -> Iterator[Figure]:
    [stage] = stages
    seconds = stage["seconds"]
    if seconds:
        half = percentile(seconds, 0.5)
        what = f"a worker is killed → another one has settled what it was sending, {len(seconds)} posts (p50)"
        yield Figure("trust.takeover", what, f"{half:.0f} s", half)
    lost = stage["there"] - stage["sent"]
    what = f"posts lost of {stage['there']}, {stage['kills']} of two workers being killed while they sent"
    yield Figure("trust.lost", what, f"{lost}", lost, "none", lost == 0)


def _ratios(part: str, stages: list[Figures]) -> Iterator[Figure]:
    """What each number of workers does of what one does, measured in turn."""
    one = {each["round"]: each["rate"] for each in stages if each["workers"] == 1}
    what = {"rate": "deliveries", "matches": "posts matched"}[part]
    for number in sorted({each["workers"] for each in stages} - {1}):
        mine = [each for each in stages if each["workers"] == number and each["round"] in one]
        ratios = [each["rate"] / one[each["round"]] for each in mine]
        rate = median(each["rate"] for each in mine)
        yield Figure(
            f"trust.{part}-{number}",
            f"{what} a second with {number} workers",
            f"{rate:,.0f}/s",
            rate,
            is_more_better=True,
            beside=Beside("one worker, in turn", f"{rate / median(ratios):,.0f}/s", rate / median(ratios)),
        )


def _soak(stages: list[Figures]) -> Iterator[Figure]:
    [stage] = stages
    grown = max(each["grown"] for each in stage["parts"])
    hours = HOURS * stage["step"] / stage["steps"]
    done = f"{stage['sent']:,} deliveries, {stage['read']:,} posts heard, {stage['filed']:,} cases"
    what = f"memory gained in {hours:.0f} hours of a clock of its own: {done}"
    kept = grown <= FLAT
    yield Figure("trust.memory", what, f"{grown:+.1%}", 100 * grown, f"at most {FLAT:.0%}", kept)


def _restore(stages: list[Figures]) -> Iterator[Figure]:
    [stage] = stages
    size = f"{stage['size']:.1f} GB"
    for act, what in (("backup", "is backed up"), ("verify", "is restored in rehearsal"), ("restore", "is put back")):
        seconds = stage[act]
        said = f"{seconds:.0f} s"
        yield Figure(f"trust.{act}", f"an instance of {size} {what}", said, seconds)
