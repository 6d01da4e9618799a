"""The report of bench.alert_latency. Pure but for the machine's own lines."""

from collections.abc import Iterator, Mapping, Sequence
from typing import TYPE_CHECKING

from bench.figures import percentile, table, verdict
from bench.headline import Figure
from bench.machine import described

if TYPE_CHECKING:
    from bench.alert_latency import Stage

AIM = 2.0  # seconds from the post to the page, p95, at rest
HOW = """\
- Written: the server has answered who wrote the post. From there it goes through the server's own firehose, a bridge
  that checks its signature and tells it in the shape of Jetstream, the listener, the database, the journal, the live
  stream of the page, and the page. All of it is on one machine; on the real network a few hundred milliseconds of
  way are to be added before the match.
- Match committed: another process can see it; looked for every 20 ms.
- Page told: the live stream, which looks into the journal twice a second, has said that the room has news.
- On the page: the page waits 150 ms for further messages, as `live.js` does, then each of its three parts asks for the
  page again, side by side as htmx does; the last one has come and shows the post's words. Drawing is not measured.
- A post may be shown by a look that an earlier post had called for: its time after the match is then short.
- The posts come at random moments, 0.3 to 1.3 s apart, by ten people whom the listener asks the server for their names.
- SQLite with `synchronous=FULL`, as the product sets it.
""".strip()


def report(stages: "Sequence[Stage]") -> tuple[str, bool]:
    """The report, and whether every post was shown and those at rest within the aim."""
    rest = stages[0]
    p95 = percentile(_between(rest.written, rest.shown), 0.95)
    unseen = [len(stage.written) - len(stage.shown) for stage in stages]
    in_time = p95 < AIM
    parts = [
        "# Alerts: from the post to the open page",
        "",
        *described(),
        "",
        f"p95 at rest below {AIM:.0f} s: {p95:.2f} s, {verdict(in_time)}. "
        f"Posts never shown: {sum(unseen)}, {verdict(not any(unseen))}",
        "",
        *[line for stage in stages for line in _section(stage)],
        HOW,
    ]
    return "\n".join(parts), in_time and not any(unseen)


def _section(stage: "Stage") -> list[str]:
    title = "While many others talk" if stage.talk else "At rest"
    searches = "1 saved search" if stage.searches == 1 else f"{stage.searches:,} saved searches"
    said = [f"{len(stage.written)} posts, {searches}, load averages {' → '.join(stage.loads)}"]
    if stage.talk:
        pace = stage.talk["posts"] / stage.talk["seconds"]
        said.append(f"others wrote {stage.talk['posts']:,} posts, {pace:.0f} a second")
    rows = [
        ("written → match committed", *_of(_between(stage.written, stage.committed))),
        ("match committed → page told", *_of(_between(stage.committed, stage.heard))),
        ("page told → on the page", *_of(_between(stage.heard, stage.shown))),
        ("**written → on the page**", *_of(_between(stage.written, stage.shown))),
    ]
    return [f"## {title}", "", f"{'; '.join(said)}.", "", table(("what", "p50", "p95", "p99", "longest"), rows), ""]


def _between(earlier: Mapping[str, float], later: Mapping[str, float]) -> list[float]:
    return [later[word] - at for word, at in earlier.items() if word in later]


def _of(values: Sequence[float]) -> list[str]:
    return [f"{value * 1000:,.0f} ms" for value in (*(percentile(values, p) for p in (0.5, 0.95, 0.99)), max(values))]


def figures(stages: "Sequence[Stage]") -> Iterator[Figure]:
    """For the page of results."""
    for stage in stages:
        p95 = percentile(_between(stage.written, stage.shown), 0.95)
        what, said = "a post that a search finds stands on the open page", f"{p95:.1f} s"
        if stage.talk:
            busy = f"{what}, others writing {stage.talk['posts'] / stage.talk['seconds']:.0f} a second (p95)"
            yield Figure("listening.busy", busy, said, p95)
        else:
            rest = f"{what}, {len(stage.written)} posts (p95)"
            yield Figure("listening.page", rest, said, p95, f"below {AIM:.0f} s", p95 < AIM)
