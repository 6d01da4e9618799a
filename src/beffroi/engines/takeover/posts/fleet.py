"""What the peers of an account write, and what everybody else does."""

from collections.abc import Mapping
from dataclasses import dataclass

from beffroi.engines.takeover.posts.habits import Habits

# How much is put aside for what was never seen, and over how many different tokens it is spread.
NEVER = 0.05
SPREAD = {"words": 5000.0, "names": 5000.0, "signs": 500.0, "targets": 500.0}
UNHEARD = 1e-8  # the frequency of a word that a language's list does not have


@dataclass(frozen=True, slots=True)
class Fleet:
    """`peers` are counts of many accounts together; `french` and `foreign` are the natural logarithms of the frequency
    of a word in French, and in that other language where it is most frequent."""

    peers: Habits
    french: Mapping[int, float]
    foreign: Mapping[int, float]

    def share(self, kind: str, token: int) -> float:
        """How much of what the peers write of this kind is this token, from 0 to 1; never 0."""
        return (self.peers.counts[kind].get(token, 0) + NEVER) / (self.peers.totals[kind] + SPREAD[kind])

    def mark(self, mark: str) -> float:
        """In which share of the peers' posts it stands."""
        return self.peers.marks[mark] / (self.peers.marks["posts"] + 1)

    def knows(self, name: int) -> int:
        """How often the peers pass on or name an account."""
        return self.peers.counts["targets"].get(name, 0) + self.peers.counts["names"].get(name, 0)
