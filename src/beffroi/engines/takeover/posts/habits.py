"""What an account, or a fleet of accounts, was seen to write: counts only."""

from collections import Counter
from collections.abc import Iterable, Mapping
from typing import Any, Self

import numpy as np

from beffroi.engines.takeover.posts.traits import Traits

KINDS = ("words", "names", "signs", "targets", "domains", "clients")
MARKS = ("posts", "reposts", "links", "pictures", "tagged", "naming")
KEPT = 3000  # different words of one account that are kept, those it uses most: some 15 kB


class Habits:
    """Counts of what was written. `total(kind)` is how many tokens of a kind were seen, `mark` in how many posts."""

    __slots__ = ("counts", "marks", "totals")

    def __init__(self) -> None:
        self.counts: dict[str, Counter[int]] = {kind: Counter() for kind in KINDS}
        self.totals = dict.fromkeys(KINDS, 0)
        self.marks = dict.fromkeys(MARKS, 0)

    def add(self, traits: Traits) -> None:
        self._add("words", traits.words)
        self._add("names", traits.names)
        self._add("signs", traits.signs)
        self._add("targets", (traits.target,) if traits.target else ())
        self._add("domains", traits.domains)
        self._add("clients", (traits.client,))
        marks = self.marks
        marks["posts"] += 1
        marks["reposts"] += traits.is_repost
        marks["links"] += traits.has_link and not traits.is_repost
        marks["pictures"] += traits.has_picture
        marks["tagged"] += traits.hashtags > 0
        marks["naming"] += traits.mentions > 0

    def merge(self, other: "Habits") -> None:
        for kind in KINDS:
            self.counts[kind].update(other.counts[kind])
            self.totals[kind] += other.totals[kind]
        for mark in MARKS:
            self.marks[mark] += other.marks[mark]

    def _add(self, kind: str, tokens: Iterable[int]) -> None:
        seen = list(tokens)
        self.counts[kind].update(seen)
        self.totals[kind] += len(seen)

    def pack(self) -> dict[str, Any]:
        """As JSON-like values: for each kind the numbers and the counts as little-endian bytes, uint32 and uint16."""
        packed: dict[str, Any] = {"marks": [self.marks[mark] for mark in MARKS]}
        packed["totals"] = [self.totals[kind] for kind in KINDS]
        for kind in KINDS:
            kept = self.counts[kind].most_common(KEPT)
            packed[kind] = np.array([token for token, _ in kept], "<u4").tobytes()
            packed[f"{kind} counts"] = np.array([min(count, 65535) for _, count in kept], "<u2").tobytes()
        return packed

    @classmethod
    def unpack(cls, packed: Mapping[str, Any]) -> Self:
        """What `pack` made. Raises KeyError, ValueError or TypeError for anything else."""
        habits = cls()
        habits.marks = dict(zip(MARKS, map(int, packed["marks"]), strict=True))
        habits.totals = dict(zip(KINDS, map(int, packed["totals"]), strict=True))
        for kind in KINDS:
            tokens = np.frombuffer(packed[kind], "<u4").tolist()
            counts = np.frombuffer(packed[f"{kind} counts"], "<u2").tolist()
            habits.counts[kind] = Counter(dict(zip(tokens, counts, strict=True)))
        return habits
