"""The saved searches of a stream in an index that follows their changes.

A search that is saved is found from the next batch on, one that is paused no longer. When a tenth of the index was
changed so, a thread builds it anew with the frequencies of what was heard; meanwhile the stream goes on
with the old one.
"""

import logging
import threading
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence

from beffroi.engines.percolator import Index, frequencies
from beffroi.engines.query import Document, Search, SearchError, asks_language, parse

log = logging.getLogger("beffroi.listening")

CHANGED = 0.1  # share of the index
FEW = 1000  # searches or changes: with fewer, nothing is worth measuring or building anew
SAMPLE = 5000  # posts whose words are counted, then forgotten like all others


class Hearing:
    """One for each stream, asked by its thread alone."""

    def __init__(self, seed: int = 0) -> None:
        self._seed = seed
        self._texts: dict[int, str] = {}
        self._unreadable: dict[int, str] = {}
        self._of_language: set[int] = set()
        self._changes = 0
        self._sampled = 0
        self._measured: Counter[str] = Counter()
        self._rebuilding: _Rebuilding | None = None
        self._index = Index([], seed=seed)
        self._index.found([Document("")])  # the kernel is made ready before the first post, not with it

    def listen_for(self, searches: Mapping[int, str]) -> None:
        """From now on these and no others, under their numbers. One that cannot be read any more is left out."""
        self._take_rebuilt()
        for number in [number for number, text in self._texts.items() if searches.get(number) != text]:
            del self._texts[number]
            self._of_language.discard(number)
            self._index.remove(number)
            self._changes += 1
        new = {number: text for number, text in searches.items() if number not in self._texts}
        for number, search in self._read(new):
            self._index.add(number, search)
            self._texts[number] = new[number]
            if asks_language(search):
                self._of_language.add(number)
            self._changes += 1
        if self._rebuilding is None and self._is_worn():
            self._rebuilding = _Rebuilding(self._texts, self._measured if self._is_measured() else None, self._seed)
            self._changes = 0

    @property
    def asks_language(self) -> bool:
        """Whether any search does: to detect the language of a post costs more than all the rest."""
        return bool(self._of_language)

    def found(self, documents: Sequence[Document]) -> list[list[int]]:
        """For each document the numbers of the searches that find it, ascending."""
        if len(self._texts) >= FEW and not self._is_measured():
            self._measured.update(frequencies(documents))
            self._sampled += len(documents)
        found: list[list[int]] = [[] for _ in documents]
        for place, number in self._index.found(documents):
            found[place].append(number)
        return found

    def _read(self, texts: Mapping[int, str]) -> Iterator[tuple[int, Search]]:
        for number, text in texts.items():
            if self._unreadable.get(number) == text:
                continue
            try:
                yield number, parse(text)
            except SearchError as error:
                self._unreadable[number] = text
                log.error("search %d cannot be read any more: %s", number, error)

    def _is_measured(self) -> bool:
        return self._sampled >= SAMPLE

    def _is_worn(self) -> bool:
        return self._changes >= FEW and self._index.overflow > CHANGED

    def _take_rebuilt(self) -> None:
        """Goes over to the new index when it is ready; what changed meanwhile is then changed in it too."""
        if self._rebuilding and not self._rebuilding.is_alive():
            if self._rebuilding.index is not None:
                self._index, self._texts = self._rebuilding.index, self._rebuilding.texts
                self._sampled, self._measured = 0, Counter()
            self._rebuilding = None


class _Rebuilding(threading.Thread):
    """Builds an index of these searches; `index` is None until it is ready, and when building failed."""

    def __init__(self, texts: Mapping[int, str], measured: Mapping[str, int] | None, seed: int) -> None:
        super().__init__(name="build an index", daemon=True)
        self.texts = dict(texts)
        self.index: Index | None = None
        self._measured, self._seed = measured, seed
        self.start()

    def run(self) -> None:
        try:
            searches = ((number, parse(text)) for number, text in self.texts.items())
            index = Index(searches, self._measured, self._seed)
            index.found([Document("")])
            self.index = index
        except Exception:
            log.exception("the index could not be built anew; the old one goes on")
