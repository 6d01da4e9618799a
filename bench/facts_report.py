"""The report of bench.facts."""

import argparse
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from bench.figures import percentile, table, verdict
from bench.headline import Figure
from bench.machine import described, load

AIM = 1.0  # seconds from the moment a word stands to the network call, p99
NAMES = {
    "poll": "wait for the next reading (pace 5 s)",
    "evaluation": "reading → settled",
    "claim": "settled → claimed",
    "send": "claimed → read by the network",
    "whole": "**change → network call**",
}
HOW = """\
- The worker is the product's own; the chamber and the network are processes of their own, over real HTTP on loopback.
  The network answers at once. SQLite with `synchronous=FULL`, as the product sets it.
- Source: ten facts wait for each address, which changes at a random moment; the source is a value in a JSON answer with
  the pace of the fastest real one (Eliasse, 5 s). A fact of the Sénat's list, once a minute, waits up to a minute more.
  The thousand changes fall within 35 s, so that the worker is busy with them all: an idle one takes what a tap takes.
- Tap: from before the transaction of the word to the moment at which the network's process has read the request. "Held"
  is the usual fact, whose word can be taken back for ten seconds: these ten are taken off.
- Pending: facts on live lists of sixty articles, read once a minute, each address once for all its facts. A slot is
  missed when two readings of a fact lie two minutes or more apart, or none was made.
""".strip()


def report(found: Mapping[str, Any], asked: argparse.Namespace) -> tuple[str, bool]:
    """The report, and whether no slot was missed and every word was followed within the aim."""
    slowest = max(percentile(found[stage]["late"], 0.99) for stage in ("witness", "held"))
    kept = found["pending"]["missed"] == 0 and slowest < AIM
    head = [
        "# Facts: from the change to the network call",
        "",
        *described(),
        f"- load averages at the end: {load()}",
        "",
    ]
    head += [f"No poll slot missed, and p99 of a word to its network call below {AIM:.0f} s: {verdict(kept)}", ""]
    parts = [_source(found["source"]), _taps(found), _pending(found["pending"], asked)]
    return "\n".join([*head, *parts, HOW]), kept


def _source(found: Mapping[str, Any]) -> str:
    rows = [(NAMES[name], *_of(values)) for name, values in found["parts"].items()]
    runs = len(found["parts"]["whole"])
    return f"## A source changes ({runs} runs)\n\n{table(('what', 'p50', 'p99'), rows)}\n"


def _taps(found: Mapping[str, Any]) -> str:
    rows = [
        ("leaves at once: tap → network call", *_of(found["witness"]["late"])),
        ("held for ten seconds: the word stands → network call", *_of(found["held"]["late"])),
    ]
    taps = len(found["witness"]["late"])
    return f"## A witness says it ({taps} runs each)\n\n{table(('what', 'p50', 'p99'), rows)}\n"


def _pending(found: Mapping[str, Any], asked: argparse.Namespace) -> str:
    gaps = found["gaps"]
    rows = [
        ("facts, addresses", f"{asked.pending}, {asked.addresses}"),
        ("readings written", found["readings"]),
        ("between two readings of a fact: p50, p99, longest", ", ".join(f"{each:.1f} s" for each in _three(gaps))),
        ("slots missed", found["missed"]),
        ("the worker's use of one core", f"{found['cpu'] * 100:.0f} %"),
    ]
    return f"## Facts waited for at once\n\n{table(('what', ''), rows)}\n"


def _three(values: Sequence[float]) -> tuple[float, float, float]:
    return percentile(values, 0.5), percentile(values, 0.99), max(values)


def _of(values: Sequence[float]) -> tuple[str, str]:
    return f"{percentile(values, 0.5) * 1000:.0f} ms", f"{percentile(values, 0.99) * 1000:.0f} ms"


def figures(found: Mapping[str, Any], asked: argparse.Namespace) -> Iterator[Figure]:
    """For the page of results."""
    for key, stage, what in (
        ("tap", "witness", "a witness says it → the network has the post"),
        ("word", "held", "the ten seconds to take a word back are over → the network has the post"),
    ):
        p99 = percentile(found[stage]["late"], 0.99)
        said = f"{p99 * 1000:.0f} ms"
        yield Figure(f"facts.{key}", f"{what} (p99)", said, p99 * 1000, f"below {AIM:.0f} s", p99 < AIM)
    whole, poll = found["source"]["parts"]["whole"], found["source"]["parts"]["poll"]
    half, wait = percentile(whole, 0.5), percentile(poll, 0.5)
    yield Figure(
        "facts.source",
        f"a source changes → the network has the post, {len(whole):,} facts at once (p50)",
        f"{half:.1f} s, of which {wait:.1f} s until the source is read again",
        half,
    )
    missed = found["pending"]["missed"]
    what = f"readings left out in {asked.seconds} s, {asked.pending:,} facts being waited for"
    yield Figure("facts.missed", what, f"{missed}", missed, "none", missed == 0)
