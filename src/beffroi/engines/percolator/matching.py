"""Putting posts before the kernel and taking its hits."""

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from beffroi.engines.percolator.alphabet import Alphabet
from beffroi.engines.percolator.facts import Grouped
from beffroi.engines.percolator.kernel import percolate
from beffroi.engines.percolator.layout import Batch, Desk, Files, Numbers, Vocabulary

_FIRST_ROOM = 1 << 14
_KEPT_ROOM = 1 << 20  # what one huge post needed beyond this is given back after it
_MOST_CODES = 6  # code points that one byte of UTF-8 can become: the three of ﷺ become eighteen
_LAST_SERIAL = (1 << 31) - 1


class Matcher:
    """One reader's desk. Each thread or process needs its own."""

    def __init__(self, alphabet: Alphabet, terms: int, slots: int) -> None:
        self._alphabet = alphabet
        self._serial = 1
        self._desk = _desk(_FIRST_ROOM, terms, slots)

    def hits(self, batch: Batch, vocabulary: Vocabulary, files: Files, seed: int) -> Numbers:
        """Pairs of a post's place in the batch and a search's slot, in no order; shape (hits, 2)."""
        self._make_room(batch, len(files.shelves), len(files.gone))
        while True:
            serial = self._next_serial(len(batch.groups))
            found = percolate(batch, self._alphabet, vocabulary, files, self._desk, np.uint64(seed), serial)
            if 2 * found <= len(self._desk.hits):
                return self._desk.hits[: 2 * found].reshape(-1, 2)
            self._desk = self._desk._replace(hits=np.zeros(4 * found, np.int32))

    def _next_serial(self, posts: int) -> int:
        if self._serial + posts > _LAST_SERIAL:
            self._desk.stamps.fill(0)
            self._desk.asked.fill(0)
            self._serial = 1
        self._serial += posts
        return self._serial - posts

    def _make_room(self, batch: Batch, terms: int, slots: int) -> None:
        desk = self._desk
        longest = int(np.diff(batch.bounds).max(initial=0)) * _MOST_CODES + 8
        if longest > len(desk.codes) or len(desk.codes) > _KEPT_ROOM:
            fresh = _desk(max(longest, _FIRST_ROOM), 0, 0)
            desk = fresh._replace(distinct=desk.distinct, stamps=desk.stamps, asked=desk.asked, hits=desk.hits)
        if terms > len(desk.stamps):
            desk = desk._replace(stamps=_longer(desk.stamps, terms), distinct=_longer(desk.distinct, terms))
        self._desk = desk._replace(asked=_longer(desk.asked, slots)) if slots > len(desk.asked) else desk


def _desk(codes: int, terms: int, slots: int) -> Desk:
    def numbers(length: int) -> Numbers:
        return np.zeros(length, np.int32)

    return Desk(
        codes=np.zeros(codes, np.uint32),
        hashes=np.zeros(codes, np.uint64),
        spots=numbers(codes),
        starts=np.zeros(codes, np.uint64),
        terms=numbers(codes),
        places=numbers(codes),
        distinct=numbers(terms),
        stamps=numbers(terms),
        asked=numbers(slots),
        mask=np.zeros(1, np.uint64),
        tally=np.zeros(4, np.int64),
        hits=numbers(1 << 16),
    )


def _longer(array: Numbers, length: int) -> Numbers:
    longer = np.zeros(2 * length, array.dtype)
    longer[: len(array)] = array
    return longer


def packed(texts: Sequence[str], facts: Grouped) -> Batch:
    """Packs posts. Lone surrogates stay what they are: separators; so does NUL, under another name."""
    text = _joined(texts)
    ends = np.flatnonzero(text == 0)
    if len(ends) != max(0, len(texts) - 1):
        text = _joined([each.replace("\0", "\1") for each in texts])
        ends = np.flatnonzero(text == 0)
    bounds = np.empty(len(texts) + 1, np.int64)
    bounds[0], bounds[1:-1], bounds[-1] = -1, ends, len(text)
    return Batch(text, bounds, *facts)


def _joined(texts: Sequence[str]) -> NDArray[np.uint8]:
    return np.frombuffer("\0".join(texts).encode("utf-8", "surrogatepass"), np.uint8)
