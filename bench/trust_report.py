"""The report of bench.trust."""

import argparse
from collections.abc import Sequence
from statistics import median
from typing import Any

from bench.figures import percentile, spread, table, verdict
from bench.machine import described, load

FLAT = 0.10  # of memory: the most that a part may grow after its caches are full
Figures = dict[str, Any]


def report(found: dict[str, list[Figures]], asked: argparse.Namespace) -> tuple[str, bool]:
    """The report of whatever was measured, and whether the aims were kept."""
    lines = ["# Trust: waking, taking over, several workers, three days, a large restore", "", *described()]
    lines += [f"- load averages at the end: {load()}", ""]
    kept = True
    tellers = {
        "wake": _wake,
        "takeover": _takeover,
        "rate": _rate,
        "matches": _matches,
        "soak": _soak,
        "restore": _restore,
    }
    for part, stages in found.items():
        text, fine = tellers[part](stages)
        lines += [text, ""]
        kept &= fine
    return "\n".join(lines), kept


def _ms(values: Sequence[float], share: float) -> str:
    return f"{percentile(values, share) * 1000:.0f}"


def _wake(stages: list[Figures]) -> tuple[str, bool]:
    rows = [
        (
            f"{each['workers']}, {each['wake']}",
            f"{each['transactions']:.0f}",
            f"{each['cpu']:.2f}",
            _ms(each["late"], 0.5),
            _ms(each["late"], 0.99),
        )
        for each in stages
    ]
    head = ("workers, woken by", "transactions/s at rest", "cores at rest, all workers", "late p50 (ms)", "p99 (ms)")
    return f"## Waking\n\n{table(head, rows)}\n\nLate: a post approved now, until the network has read it.", True


def _takeover(stages: list[Figures]) -> tuple[str, bool]:
    [stage] = stages
    seconds, fine = stage["seconds"], stage["sent"] == stage["there"]
    said = (
        f"p50 {percentile(seconds, 0.5):.1f} s, p99 {percentile(seconds, 0.99):.1f} s" if seconds else "nothing was cut"
    )
    return (
        f"## Taking over\n\n{stage['kills']} workers killed while they sent, {len(seconds)} posts cut: {said} from the "
        f"kill to the settling by another worker (the lease is a minute). Every post sent: {verdict(fine)}",
        fine,
    )


def _rated(stages: list[Figures], what: str) -> str:
    by = {
        n: [each["rate"] for each in stages if each["workers"] == n]
        for n in sorted({each["workers"] for each in stages})
    }
    one = {each["round"]: each["rate"] for each in stages if each["workers"] == min(by)}
    ratios = {n: [each["rate"] / one[each["round"]] for each in stages if each["workers"] == n] for n in by}
    rows = [(n, spread(rates), f"{median(ratios[n]):.2f}", spread(ratios[n], ".2f")) for n, rates in by.items()]
    return table(("workers", f"{what} a second", f"ratio to {min(by)}, median", "lowest–highest round"), rows)


def _rate(stages: list[Figures]) -> tuple[str, bool]:
    fine = not any(each["doubled"] for each in stages)
    return f"## Deliveries\n\n{_rated(stages, 'deliveries')}\n\nNone doubled: {verdict(fine)}", fine


def _matches(stages: list[Figures]) -> tuple[str, bool]:
    return f"## Matches\n\n{_rated(stages, 'posts matched')}\n\nHearers behind NATS, against 1,000 searches.", True


def _soak(stages: list[Figures]) -> tuple[str, bool]:
    [stage] = stages
    rows = [
        (n, each["steps"], f"{each['seconds']:.0f}", f"{each['warm']:.0f}", f"{each['grown'] * 100:+.1f} %")
        for n, each in enumerate(stage["parts"], 1)
    ]
    flat = all(each["grown"] <= FLAT for each in stage["parts"])
    done = stage["step"] / stage["steps"]
    wanted = int(stage["deliveries"] * done)
    whole = stage["sent"] >= wanted and not stage["twice"]
    head = ("part", "steps", "seconds", "memory when warm (MB)", "most above it")
    return (
        f"## Three days\n\n{done:.0%} of 72 hours: {stage['sent']:,} deliveries, {stage['read']:,} stream posts, "
        f"{stage['filed']:,} cases; the database has {stage['database']:.2f} GB.\n\n{table(head, rows)}\n\n"
        f"Memory flat within 10 %: {verdict(flat)}. Every delivery left, at the first try: {verdict(whole)}",
        flat and whole,
    )


def _restore(stages: list[Figures]) -> tuple[str, bool]:
    [stage] = stages
    rows = [
        (what, f"{stage[what]:.0f}", f"{stage['size'] * 1000 / stage[what]:.0f}")
        for what in ("backup", "verify", "restore")
    ]
    return f"## {stage['size']:.2f} GB\n\n{table(('what', 'seconds', 'MB a second'), rows)}", True
