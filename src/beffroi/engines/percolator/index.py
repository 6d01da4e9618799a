"""Many searches against many posts: exactly the hits of the reference, some thousand times faster."""

from collections.abc import Iterable, Mapping, Sequence
from functools import lru_cache

import numpy as np

from beffroi.engines.percolator.alphabet import alphabet
from beffroi.engines.percolator.building import Building, compacted
from beffroi.engines.percolator.built import Built
from beffroi.engines.percolator.facts import Facts
from beffroi.engines.percolator.found import FoundInLines
from beffroi.engines.percolator.layout import Batch
from beffroi.engines.percolator.lines import LanguageOf, read_lines
from beffroi.engines.percolator.live import Live
from beffroi.engines.percolator.matching import Matcher, packed
from beffroi.engines.percolator.saved import Arrays, arrays_of, built_of
from beffroi.engines.query.document import Document
from beffroi.engines.query.syntax import Search

_alphabet = lru_cache(maxsize=1)(alphabet)


class Index:
    """Saved searches under their numbers. Not for two threads at once."""

    def __init__(
        self, searches: Iterable[tuple[int, Search]], frequencies: Mapping[str, int] | None = None, seed: int = 0
    ) -> None:
        """`frequencies` as `frequencies()` measures them make it fast; none are guessed. `seed`: 64 bits drawn once by
        each installation, so that nobody can write posts that slow it down. Raises UnknownNode."""
        self._facts: Facts
        building = Building(frequencies)
        for number, search in searches:
            building.add(number, search)
        self._take(building.built(seed))

    def __len__(self) -> int:
        return self._live.slots - self._live.removed

    @property
    def overflow(self) -> float:
        """Which share of what is asked was filed late or is gone: beyond a tenth, compacting pays."""
        changed = self._live.late + self._live.removed
        return changed / max(1, changed + len(self._live.files.entries))

    def add(self, number: int, search: Search) -> None:
        """Found from now on. Raises ValueError when the number is taken, UnknownNode."""
        if self._slot(number) is not None:
            raise ValueError(f"search {number} is there already")
        self._added[number] = self._live.add(number, search)
        self._facts.refresh()

    def remove(self, number: int) -> None:
        """Found no longer. Raises KeyError when there is no such search."""
        slot = self._slot(number)
        if slot is None:
            raise KeyError(number)
        self._added.pop(number, None)
        self._live.remove(slot)

    def found(self, documents: Sequence[Document]) -> list[tuple[int, int]]:
        """Each hit as the document's place and the search's number, in this order."""
        return self._hits(packed([document.whole for document in documents], self._facts.of_documents(documents)))

    def found_in_lines(self, raw: bytes, language_of: LanguageOf | None = None) -> FoundInLines:
        """The hits in whole lines of JSON as Jetstream sends them: as `found` of the same posts' documents.

        `language_of` tells the language of each post; without it the declared one counts.
        """
        lines = read_lines(raw, language_of)
        hits = self._hits(packed(lines.posts.texts, self._facts.of_posts(lines.posts)))
        return FoundInLines.of(hits, lines)

    def compacted(self) -> "Index":
        """The same searches with nothing late and nothing gone; this index stays as it is."""
        return Index._of(compacted(self._live.trimmed()))

    def arrays(self) -> Arrays:
        """Everything this index is, to be written to files and given to `restored`, in this or another process."""
        return arrays_of(compacted(self._live.trimmed()))

    @classmethod
    def restored(cls, arrays: Arrays) -> "Index":
        """The index of these arrays, which may be mapped from files and read-only: they are never written to. Raises
        Unrestorable when another version made them."""
        return cls._of(built_of(arrays))

    @classmethod
    def _of(cls, built: Built) -> "Index":
        index = cls.__new__(cls)
        index._take(built)
        return index

    def _take(self, built: Built) -> None:
        self._live = Live(built)
        self._order = np.argsort(built.numbers, kind="stable")
        self._sorted = built.numbers[self._order]
        self._added: dict[int, int] = {}
        self._facts = Facts(self._live.facts)
        self._matcher = Matcher(_alphabet(), self._live.terms, self._live.slots)

    def _slot(self, number: int) -> int | None:
        """Where a search is that was not removed."""
        if number in self._added:
            return self._added[number]
        at = int(np.searchsorted(self._sorted, number))
        if at == len(self._sorted) or self._sorted[at] != number:
            return None
        slot = int(self._order[at])
        return None if self._live.files.gone[slot] else slot

    def _hits(self, posts: Batch) -> list[tuple[int, int]]:
        live = self._live
        pairs = self._matcher.hits(posts, live.vocabulary, live.files, live.seed)
        places, numbers = pairs[:, 0], live.numbers[pairs[:, 1]]
        order = np.lexsort((numbers, places))
        return list(zip(places[order].tolist(), numbers[order].tolist(), strict=True))
