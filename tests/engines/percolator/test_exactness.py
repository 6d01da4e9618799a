"""Twenty thousand searches on two thousand posts: nothing missing, nothing more.

The reference is asked once for each leaf and post; what AND, OR and NOT make of the answers is said by bits.
"""

from collections.abc import Sequence
from functools import reduce
from operator import and_, or_
from random import Random

from beffroi.engines.percolator import Index, frequencies
from beffroi.engines.query import Document, Search, matches, parse
from beffroi.engines.query.syntax import And, Not, Or
from tests.engines.percolator.town_talk import posts, searches

SEARCHES, POSTS = 20_000, 2_000


class Reference:
    """For each search the posts that it finds, as the bits of a number."""

    def __init__(self, documents: Sequence[Document]) -> None:
        self._documents = documents
        self._leaves: dict[Search, int] = {}
        self._all = (1 << len(documents)) - 1

    def finds(self, search: Search) -> int:
        if isinstance(search, And):
            return reduce(and_, map(self.finds, search.parts))
        if isinstance(search, Or):
            return reduce(or_, map(self.finds, search.parts))
        if isinstance(search, Not):
            return self._all ^ self.finds(search.part)
        if search not in self._leaves:
            said = "".join("1" if matches(search, document) else "0" for document in reversed(self._documents))
            self._leaves[search] = int(said, 2)
        return self._leaves[search]


def test_nothing_is_missing_and_nothing_too_much() -> None:
    random = Random(20261128)
    written = searches(random, SEARCHES)
    documents = posts(random, written, POSTS)
    trees = [parse(text) for text in written]
    reference = Reference(documents)
    found = Index(enumerate(trees), frequencies(documents[:500]), 7).found(documents)
    hits = [0] * SEARCHES
    for place, number in found:
        hits[number] |= 1 << place
    wrong = [written[number] for number, tree in enumerate(trees) if hits[number] != reference.finds(tree)]
    assert wrong == []
    assert len(found) == len(set(found)) > 100_000  # the two have met
