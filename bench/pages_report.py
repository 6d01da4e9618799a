"""The report of bench.pages: the aims first, then every figure."""

import argparse
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

from bench.figures import percentile, spread, table, verdict
from bench.machine import described
from bench.product import Memory

if TYPE_CHECKING:
    from bench.pages import Found

MOST_QUERIES = 12
MOST_KIB = 100.0
MOST_RATIO = 1.5
MOST_MB = 350.0
HOW = """\
- The large and the small town answer alternately in the same run: the load of the machine falls on both, so that the
  ratio holds where the milliseconds move.
- The small town has two full pages of every list, so that its pages show as many rows as the large one's.
- Queries are counted in-process by Django's test client on the same data, at the first and the second opening of each
  page; session, person, membership and navigation included.
- HTML as sent, before any compression by a proxy.
- The register of communes, which is loaded in the first minutes of an installation, is not loaded in the two towns.
- The start is timed from the start of the process to the first answer 200 of /welcome. The file cache of the system
  is not dropped: a start right after booting reads more from the disk.
- RSS counts a page shared by several processes once for each of them, PSS once in all; MB are 10^6 bytes.
""".splitlines()


class Report:
    def __init__(
        self, found: "Found", large: Mapping[str, int], small: Mapping[str, int], asked: argparse.Namespace
    ) -> None:
        self.found, self.rows, self.asked = found, {"large": large, "small": small}, asked
        self.pages = sorted(found.kib["large"])

    def keeps_its_aims(self) -> bool:
        """Whether every aim is kept that a slow machine could not make one miss."""
        return all(kept for _aim, _figure, kept, is_time in self._aims() if not is_time)

    def text(self) -> str:
        return "\n\n".join([self._head(), self._aim_table(), self._page_table(), self._others(), self._how()])

    def _head(self) -> str:
        server = "PostgreSQL" if self.asked.postgresql or self.asked.database else "SQLite (the default)"
        lines = [
            *described(),
            f"- database: {server}",
            f"- load averages after each round: {'; '.join(self.found.loads)}",
        ]
        return "\n".join(["# Pages", "", *lines])

    def _aims(self) -> list[tuple[str, str, bool, bool]]:
        """(aim, figure, kept, whether it is one of time)."""
        found, ratio = self.found, {page: self._ratios(page) for page in self.pages}
        worst = max(self.pages, key=lambda page: max(ratio[page]))
        most = max(self.pages, key=lambda page: max(found.queries["large"][page]))
        heaviest = max(self.pages, key=lambda page: found.kib["large"][page])
        uneven = [
            page for page in self.pages if len({*found.queries["large"][page], *found.queries["small"][page]}) > 1
        ]
        queries, pss = max(found.queries["large"][most]), max(memory.pss for memory in found.rest)
        reached = {name: found.reached[name][0] == self.rows[name]["cases"] for name in found.reached}
        heard = all(each.heard == self.asked.streams for each in found.heard)
        return [
            (f"at most {MOST_QUERIES} queries a page", f"{queries} ({most})", queries <= MOST_QUERIES, False),
            ("the same number of queries in both towns", ", ".join(uneven) or "every page", not uneven, False),
            (
                f"at most {MOST_KIB:.0f} KiB of HTML a page",
                f"{found.kib['large'][heaviest]:.0f} KiB ({heaviest})",
                found.kib["large"][heaviest] <= MOST_KIB,
                False,
            ),
            (
                "the pager reaches every case",
                "; ".join(f"{rows:,} rows on {pages} pages" for rows, pages in found.reached.values()),
                all(reached.values()),
                False,
            ),
            (
                f"p95 grows by less than {MOST_RATIO} from {self.asked.small:,} to {self.asked.cases:,} cases",
                f"{spread(ratio[worst], '.2f')} ({worst})",
                max(ratio[worst]) < MOST_RATIO,
                True,
            ),
            (f"at most {MOST_MB:.0f} MB at rest (PSS)", f"{pss:.0f} MB", pss <= MOST_MB, False),
            (f"all {self.asked.streams} live streams hear an act", self._heard(), heard, False),
        ]

    def _aim_table(self) -> str:
        rows = [(aim, figure, verdict(kept)) for aim, figure, kept, _time in self._aims()]
        return f"## Aims\n\n{table(('aim', 'figure', ''), rows)}"

    def _page_table(self) -> str:
        head = ("page", "queries", "KiB", "p50 large", "p95 large", "p50 small", "p95 small", "p95 ratio")
        return f"## Pages, milliseconds, lowest–highest of {len(self.found.rounds)} rounds\n\n" + table(
            head, [self._page_row(page) for page in self.pages]
        )

    def _page_row(self, page: str) -> list[str]:
        times = [spread(self._of_rounds(name, page, share)) for name in ("large", "small") for share in (0.5, 0.95)]
        queries = sorted({*self.found.queries["large"][page], *self.found.queries["small"][page]})
        kib = f"{self.found.kib['large'][page]:.0f}"
        return [page, "/".join(map(str, queries)), kib, *times, spread(self._ratios(page), ".2f")]

    def _of_rounds(self, name: str, page: str, share: float) -> list[float]:
        return [1000 * percentile(times[name][page], share) for times in self.found.rounds]

    def _ratios(self, page: str) -> list[float]:
        pairs = zip(self._of_rounds("large", page, 0.95), self._of_rounds("small", page, 0.95), strict=True)
        return [large / small for large, small in pairs]

    def _others(self) -> str:
        found = self.found
        rows = [
            ("cold start: new data folder, migrations included, to the first page", f"{spread(found.cold, '.2f')} s"),
            ("warm start: the same folder again", f"{spread(found.warm, '.2f')} s"),
            *self._memory("at rest, 20 s after the start", found.rest),
            ("processor at rest", f"{spread([100 * share for share in found.rest_cpu], '.1f')} % of one core"),
            *self._memory(f"with {self.asked.streams} open live streams", found.streaming),
            (f"an act is heard by {self.asked.streams} streams", self._heard()),
        ]
        return f"## Starting, memory, live streams\n\n{table(('what', 'figure'), rows)}"

    def _memory(self, when: str, memories: Sequence[Memory]) -> list[tuple[str, str]]:
        def of(name: str) -> str:
            return spread([float(getattr(memory, name)) for memory in memories])

        return [
            (f"memory {when}", f"PSS {of('pss')} MB, RSS {of('rss')} MB"),
            (f"processes and threads {when}", f"{of('processes')} and {of('threads')}"),
        ]

    def _heard(self) -> str:
        counts = ", ".join(f"{each.heard} of {each.opened}" for each in self.found.heard)
        return f"{counts}; the last one {spread([each.last for each in self.found.heard], '.2f')} s after the click"

    def _how(self) -> str:
        names = list(self.rows["large"])
        rows = [(name, f"{self.rows['large'][name]:,}", f"{self.rows['small'][name]:,}") for name in names]
        return "\n".join(
            [
                "## How it was measured",
                "",
                table(("what there is", "large town", "small town"), rows),
                "",
                f"- {self.asked.requests} requests per page, town and round; {len(self.found.rounds)} round(s), the",
                "  product started anew for each; one client, keep-alive.",
                *HOW,
            ]
        )
