"""The report of bench.crash_publish."""

import argparse
from collections import Counter
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, Any

from bench.cuts import CUT_AGAIN, FOUND, NOT_FOUND, OTHER, inversions, outcomes
from bench.figures import percentile, table, verdict
from bench.headline import Figure
from bench.machine import described, load

if TYPE_CHECKING:
    from bench.crash_publish import Run

GOES_ON = 10.0  # seconds: the most from a kill to the next post
HOW = """\
- Killed: SIGKILL to the process group of `beffroi up` (parent, pages, worker and listener at once); restarted at once
  on the same data folder. The seed chooses the moments: two kills of three fall after a random number of newly sent
  posts and up to 80 ms later, so that every phase of a sending is met; every third one falls up to 4 seconds after a
  restart, while connections are opened and cut rows are looked up.
- Published through the real connector to a real PDS (`@atproto/pds`) with its PLC directory, on loopback.
- Counted on the server: `com.atproto.repo.listRecords` for every account, and the server's own stream of commits since
  its first one, which would also show a record that was written twice or written and deleted.
- The posts are drafted, submitted and approved through the product's own verbs. One thing is changed in the rows: the
  limit after which a post is `missed`, 15 minutes, is moved by 3 hours, because being killed twenty times takes time.
- "Landed": half a second after the kill the server shows the post of the cut row, although the product never heard so.
""".strip()


def report(run: "Run", texts: Sequence[str], asked: argparse.Namespace) -> tuple[str, bool]:
    """The report, and whether every post is there exactly once."""
    there = Counter(record["text"] for record in run.records)
    lost = [text for text in texts if not there[text]]
    doubled = [text for text, count in there.items() if count > 1]
    foreign = [text for text in there if text not in set(texts)]
    writes = Counter(arrival["operation"] for arrival in run.arrivals)
    is_exact = not (lost or doubled or foreign) and writes == {"create": len(texts)}
    shown, arrived = _out_of_order(run.records, "at"), _out_of_order(run.arrivals, "")
    ended = outcomes(run.cuts, run.attempts)
    rows = [
        ("posts approved, on accounts", f"{run.posts} on {run.accounts}"),
        ("kills, while posts remained", f"{run.kills}, {run.kills_among_posts}"),
        ("rows cut in `sending`", f"{len({cut.row for cut in run.cuts})}, found so after {len(run.cuts)} kills in all"),
        ("of these, landed on the server", len({cut.row for cut in run.cuts if cut.landed})),
        ("looked up and found: not sent again", ended[FOUND]),
        ("looked up, not found: sent again with the same key", ended[NOT_FOUND]),
        ("killed again before or while it was looked up", ended[CUT_AGAIN]),
        ("another story", ended[OTHER]),
        ("states in the end", ", ".join(f"{count} {state}" for state, count in sorted(run.states.items()))),
        ("journal: PUBLICATION_SENT, chain", f"{run.events}, {'whole' if run.chain_is_whole else '**BROKEN**'}"),
        ("records on the server", len(run.records)),
        ("commits on the server's stream", ", ".join(f"{count} {what}" for what, count in sorted(writes.items()))),
        ("**lost**", len(lost)),
        ("**doubled**", len(doubled)),
        ("posts shown out of their order (by createdAt)", shown),
        ("posts that arrived out of their order", arrived),
        ("whole run", f"{run.seconds:.0f} s"),
        ("from a kill to the next post that left", _seconds(run.recoveries)),
        ("from a restart to the first page", _seconds(run.restarts)),
    ]
    server = "PostgreSQL" if asked.postgresql else "SQLite"
    head = ["# Exactly once, under kill -9", "", *described(), f"- load averages at the end: {load()}"]
    head += [f"- seed {run.seed}; database: {server}", "", f"Every post exactly once: {verdict(is_exact)}", ""]
    return "\n".join([*head, table(("what", "figure"), rows), "", HOW]), is_exact


def _out_of_order(posts: Sequence[dict[str, Any]], by: str) -> int:
    """How many posts stand after a later one of the same account."""
    late = 0
    for did in {post["did"] for post in posts}:
        mine = [post for post in posts if post["did"] == did]
        if by:
            mine.sort(key=lambda post: str(post[by]))
        late += inversions([int(post["text"][:5]) for post in mine])
    return late


def _seconds(values: Sequence[float]) -> str:
    return f"median {percentile(values, 0.5):.1f} s, longest {max(values):.1f} s" if values else "–"


def figures(run: "Run", texts: Sequence[str], asked: argparse.Namespace) -> Iterator[Figure]:
    """For the page of results; how soon it goes on is one of SQLite, where nobody else could have taken over."""
    there = Counter(record["text"] for record in run.records)
    wrong = sum(there[text] != 1 for text in texts)
    place, end = ("PostgreSQL", "-postgresql") if asked.postgresql else ("SQLite", "")
    yield Figure(
        f"publishing.exact-bluesky{end}",
        f"posts lost or doubled, of {run.posts:,} on a real Bluesky server, everything killed {run.kills} times "
        f"({place})",
        f"{wrong}",
        wrong,
        "none",
        wrong == 0,
    )
    if run.recoveries and not asked.postgresql:
        seconds = max(run.recoveries)
        yield Figure(
            "trust.goes-on",
            f"from the kill of everything to the next post that leaves, the longest of {len(run.recoveries)}",
            f"{seconds:.1f} s",
            seconds,
            f"below {GOES_ON:.0f} s",
            seconds < GOES_ON,
        )
