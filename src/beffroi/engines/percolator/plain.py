"""The index where Numba is not installed: the same hits by the reference matcher, a few hundred times slower."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Self

from beffroi.engines.percolator.found import FoundInLines
from beffroi.engines.percolator.lines import LanguageOf, read_lines
from beffroi.engines.percolator.saved import Arrays, Unrestorable
from beffroi.engines.query.document import Document
from beffroi.engines.query.presearch import Presearch
from beffroi.engines.query.syntax import Search


class PlainIndex:
    """As `Index`. It keeps the trees, and files them anew before the first question after a change."""

    overflow = 0.0

    def __init__(
        self, searches: Iterable[tuple[int, Search]], frequencies: Mapping[str, int] | None = None, seed: int = 0
    ) -> None:
        self._searches: dict[int, Search] = {}
        self._filed: tuple[list[int], Presearch] | None = None
        for number, search in searches:
            self.add(number, search)

    def __len__(self) -> int:
        return len(self._searches)

    def add(self, number: int, search: Search) -> None:
        if number in self._searches:
            raise ValueError(f"search {number} is there already")
        Presearch([search])  # refuses what is no part of the language
        self._searches[number] = search
        self._filed = None

    def remove(self, number: int) -> None:
        del self._searches[number]
        self._filed = None

    def found(self, documents: Sequence[Document]) -> list[tuple[int, int]]:
        numbers, presearch = self._presearch()
        return [(place, numbers[nth]) for place, each in enumerate(documents) for nth in presearch.found(each)]

    def found_in_lines(self, raw: bytes, language_of: LanguageOf | None = None) -> FoundInLines:
        lines = read_lines(raw, language_of)
        return FoundInLines.of(self.found(lines.posts.documents()), lines)

    def compacted(self) -> Self:
        return type(self)(self._searches.items())

    def arrays(self) -> Arrays:
        raise Unrestorable("an index without Numba is built anew from its searches")

    @classmethod
    def restored(cls, arrays: Arrays) -> Self:
        raise Unrestorable("an index without Numba is built anew from its searches")

    def _presearch(self) -> tuple[list[int], Presearch]:
        if self._filed is None:
            numbers = sorted(self._searches)
            self._filed = numbers, Presearch([self._searches[number] for number in numbers])
        return self._filed
