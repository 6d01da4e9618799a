"""How much there is of everything."""

from dataclasses import dataclass
from typing import Self

FULL = 90  # rows: two full pages and a bit of each list, so that a small town's pages are as full as a large one's
WHOLE = 20_000  # the cases of the town that the other numbers belong to


@dataclass(frozen=True, slots=True)
class Size:
    cases: int
    waiting: int
    closed: int
    posts: int
    publications: int  # beside those that answer a case
    drafts: int  # beside those that were published
    searches: int
    alerts: int
    events: int

    @classmethod
    def of(cls, cases: int) -> Self:
        """Everything in proportion to the cases, and two full pages of each list at least."""

        def share(whole: int) -> int:
            return max(whole * cases // WHOLE, FULL)

        return cls(
            cases=cases,
            waiting=share(400),
            closed=cases // 12,
            posts=share(100_000),
            publications=share(5_000),
            drafts=max(share(2_000), 2 * FULL),
            searches=share(500),
            alerts=40,
            events=share(20_000),
        )
