"""The report of bench.crash_networks."""

import argparse
from collections import Counter
from collections.abc import Iterator
from typing import TYPE_CHECKING

from bench.figures import table, verdict
from bench.headline import Figure
from bench.machine import described, load
from tests.network.loopback import KINDS

if TYPE_CHECKING:
    from bench.crash_networks import Run

WHAT = {"keyed": "keeps the key", "searched": "can be searched", "blind": "does neither"}
HOW = """\
- Killed: SIGKILL to one worker at random, every third time to all of them; started again at once. The seed chooses the
  numbers of deliveries after which the kills fall; up to 100 ms pass before each, so that every phase is met.
- The networks are one process that is never killed. Counted there: every post it ever took, over real HTTP.
- Lost: the ledger says sent, or asks nobody, and the post is not there. Doubled: it is there twice.
- "In doubt" is the honest end of a cut row on a network that neither keeps a key nor can be asked: a person looks. It
  may be there once or not at all; sent again it never is.
- The rows are written in bulk, and the limit after which a post is `missed` is three hours away.
""".strip()


def report(run: "Run", asked: argparse.Namespace) -> tuple[str, bool]:
    """The report, and whether every post is there once, or rightly in doubt."""
    rows, is_exact = [], len(run.rows) == asked.deliveries and run.chain_is_whole
    for kind in KINDS:
        mine = [(state, run.there[text]) for network, state, text in run.rows if network == kind]
        states = Counter(state for state, _ in mine)
        doubled = sum(count > 1 for _, count in mine)
        lost = sum(count == 0 for state, count in mine if state != "unsure")
        doubtful = sum(state == "unsure" for state, _ in mine)
        arrived = sum(count == 1 for state, count in mine if state == "unsure")
        is_exact &= (
            not (doubled or lost) and (kind == "blind" or doubtful == 0) and not set(states) - {"sent", "unsure"}
        )
        rows.append((WHAT[kind], len(mine), states["sent"], f"{doubtful}, {arrived}", run.cut[kind], lost, doubled))
    told, letters = _messages(run, asked)
    is_exact &= told
    head = ["# Three networks, under kill -9", "", *described(), f"- load averages at the end: {load()}"]
    place = f"PostgreSQL, {asked.workers} workers" if asked.postgresql else "SQLite, 1 worker"
    head += [f"- seed {asked.seed}; database: {place}; {asked.accounts} accounts on each network"]
    head += [letters] if asked.messages else []
    head += [f"- leases of {asked.lease} s instead of the product's"] if asked.lease else []
    head += [f"- {run.kills} kills in {run.seconds:.0f} s; chain {'whole' if run.chain_is_whole else '**BROKEN**'}", ""]
    head += [f"Every post once, or in doubt where nobody can know: {verdict(is_exact)}", ""]
    columns = ("network", "deliveries", "sent", "in doubt, of which there", "found cut", "**lost**", "**doubled**")
    return "\n".join([*head, table(columns, rows), "", HOW]), is_exact


def _messages(run: "Run", asked: argparse.Namespace) -> tuple[bool, str]:
    """Whether every message arrived, and came twice only where a kill cut its sending; and that in a line."""
    there = {number: sum(count for id_, count in run.letters.items() if number in id_) for number, *_ in run.messages}
    lost = sum(not count for count in there.values())
    again = sum(there[number] > 1 for number, *_ in run.messages)
    doubled = sum(there[number] > 1 and tries == 1 for number, _, tries in run.messages)
    unsent = sum(state != "sent" for _, state, _ in run.messages)
    fine = not (lost or doubled or unsent) and len(run.messages) >= asked.messages
    words = (
        f"- {asked.messages} messages to people: {lost} lost, {doubled} doubled, {unsent} not sent; {again} cut in the "
    )
    return fine, words + f"sending and sent again under the same number: {verdict(fine)}"


def figures(run: "Run", asked: argparse.Namespace) -> Iterator[Figure]:
    """For the page of results."""
    place, end = (f"PostgreSQL, {asked.workers} workers", "-postgresql") if asked.postgresql else ("SQLite", "")
    doubled = sum(run.there[text] > 1 for _, _, text in run.rows)
    lost = sum(not run.there[text] for _, state, text in run.rows if state != "unsure")
    unsure = sum(state == "unsure" for _, state, _ in run.rows)
    yield Figure(
        f"publishing.exact{end}",
        f"posts lost or doubled, of {len(run.rows):,} on three kinds of network, workers killed {run.kills} times "
        f"({place})",
        f"{lost} lost, {doubled} doubled; {unsure} for a person to look up",
        lost + doubled,
        "none",
        lost + doubled == 0,
    )
