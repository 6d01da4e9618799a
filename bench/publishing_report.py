"""The report of bench.publishing."""

import argparse
from collections.abc import Iterator, Sequence
from typing import Any

from bench.figures import percentile, table, verdict
from bench.headline import Figure
from bench.machine import described, load

Stage = dict[str, Any]
AIM = 0.050  # seconds: the lateness of an idle worker, p99

HOW = """\
- Late: from the publication's time to the moment at which the network's own process has read the request.
- The network is a process of its own that answers each request after its latency; the workers are the product's own,
  and nothing in them is replaced. The rows are written in bulk: approving 10,000 texts is not what is measured.
- "Senders" are the threads of one worker (`BEFFROI_SENDERS`). Both lines of the comparison are of the same run.
- PostgreSQL runs without `fsync`; SQLite with `synchronous=FULL`, as the product sets it.
- "Gate": everything is stopped, one post of each account is due; the time runs from the commit of the resumption.
- "Approved now": the row is written while the worker rests. The time runs from before its transaction.
""".strip()


def report(stages: Sequence[Stage], asked: argparse.Namespace) -> tuple[str, bool]:
    """The report, and whether nothing was doubled and nothing leaked through the stop."""
    exact = not any(stage.get("doubled") or stage.get("leaked") for stage in stages)
    head = ["# Publishing: how soon, how many", "", *described(), f"- load averages at the end: {load()}"]
    head += [f"- {asked.accounts} accounts; the network answers after {asked.latency * 1000:.0f} ms", ""]
    head += [f"Nothing doubled, nothing leaked through a stop: {verdict(exact)}", ""]
    parts = [_compared(stages), _bursts(stages), _single(stages)]
    return "\n".join([*head, *parts, HOW]), exact


def _place(stage: Stage) -> str:
    return f"{stage['database']}, {stage['workers']} worker{'s' * (stage['workers'] > 1)}"


def _ms(values: Sequence[float], share: float) -> str:
    return f"{percentile(values, share) * 1000:.0f} ms"


def _compared(stages: Sequence[Stage]) -> str:
    rows = []
    mine = [stage for stage in stages if stage.get("compared")]
    for one, four in zip(mine[::2], mine[1::2], strict=True):
        ratio = four["rate"] / one["rate"]
        rows.append((_place(one), one["posts"], f"{one['rate']:.0f}/s", f"{four['rate']:.0f}/s", f"{ratio:.1f} ×"))
    head = ("where", "posts due at once", "1 sender", "4 senders", "ratio")
    return f"## Several accounts side by side\n\n{table(head, rows)}\n"


def _bursts(stages: Sequence[Stage]) -> str:
    rows = [
        (
            _place(s),
            s["posts"],
            f"{percentile(s['late'], 0.5):.2f} s",
            f"{percentile(s['late'], 0.99):.2f} s",
            f"{s['rate']:.0f}/s",
        )
        for s in stages
        if s["kind"] == "burst" and not s.get("compared")
    ]
    head = ("where", "posts due at once", "late p50", "late p99", "throughput")
    return f"## Many posts due in the same second\n\n{table(head, rows)}\n"


def _single(stages: Sequence[Stage]) -> str:
    rows = []
    for s in stages:
        if s["kind"] == "resume":
            rows.append((f"gate opened, {s['posts']} posts ({_place(s)})", _ms(s["late"], 0.5), _ms(s["late"], 0.99)))
        if s["kind"] == "idle":
            aim = verdict(percentile(s["late"], 0.99) < AIM)
            rows.append(
                (f"planned, worker idle ({_place(s)}), aim 50 ms: {aim}", _ms(s["late"], 0.5), _ms(s["late"], 0.99))
            )
            rows.append((f"approved now, worker idle ({_place(s)})", _ms(s["late_now"], 0.5), _ms(s["late_now"], 0.99)))
            rows.append((f"idle worker's use of one core ({_place(s)})", f"{s['cpu'] * 100:.1f} %", ""))
    return f"## One post at a time\n\n{table(('what', 'p50', 'p99'), rows)}\n"


def figures(stages: Sequence[Stage]) -> Iterator[Figure]:
    """For the page of results: lateness, throughput of the largest burst, and what leaked through a stop."""
    most = max(stage["posts"] for stage in stages if stage["kind"] == "burst")
    for stage in stages:
        where = f"{stage['database']}, {stage['workers']} worker{'s' * (stage['workers'] > 1)}"
        end = "" if stage["database"] == "SQLite" else f"-postgresql-{stage['workers']}"
        if stage["kind"] == "idle":
            late, now = percentile(stage["late"], 0.99), percentile(stage["late_now"], 0.99)
            aim, said = f"below {AIM * 1000:.0f} ms", f"({where}, p99)"
            planned = f"a planned post leaves after its time, nothing else being due {said}"
            yield Figure(f"publishing.late{end}", planned, _ms(stage["late"], 0.99), late * 1000, aim, late < AIM)
            approved = f"a post approved “now” leaves {said}"
            yield Figure(f"publishing.now{end}", approved, _ms(stage["late_now"], 0.99), now * 1000)
        if (stage["kind"], stage["posts"]) == ("burst", most) and not stage.get("compared"):
            what = f"posts a second, {stage['posts']:,} of {stage['accounts']} accounts being due at once ({where})"
            yield Figure(f"publishing.rate{end}", what, f"{stage['rate']:.0f}/s", stage["rate"], is_more_better=True)
        if stage["kind"] == "resume":
            what = f"posts that left through a stop, of {stage['posts']} that were due ({where})"
            leaked = stage["leaked"]
            yield Figure(f"publishing.stop{end}", what, f"{leaked}", leaked, "none", leaked == 0)
