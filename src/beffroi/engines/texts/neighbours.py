"""Words that are one letter away from a word, among many: by what two such words have in common."""

from collections.abc import Sequence

import numpy as np
from rapidfuzz.distance import OSA


class Neighbours:
    """Finds the words that are one letter away, a swap of two included: two such words, each without one of its
    letters, have something in common. What they have is kept as numbers, 12 bytes for each letter of each word."""

    def __init__(self, words: Sequence[str]) -> None:
        self._words = words
        keys = np.fromiter((hash(part) for word in words for part in without_one(word)), dtype=np.int64)
        owners = np.repeat(np.arange(len(words), dtype=np.int32), [len(word) + 1 for word in words])
        order = np.argsort(keys, kind="stable")
        self._keys, self._owners = keys[order], owners[order]

    def of(self, word: str) -> list[str]:
        asked = np.array([hash(part) for part in without_one(word)], dtype=np.int64)
        first, last = (np.searchsorted(self._keys, asked, side=side) for side in ("left", "right"))
        owners = {int(one) for begin, end in zip(first, last, strict=True) for one in self._owners[begin:end]}
        return sorted(near for one in owners if OSA.distance(word, near := self._words[one], score_cutoff=1) == 1)


def without_one(word: str) -> list[str]:
    """The word, and the word without each of its letters in turn."""
    return [word, *(word[:place] + word[place + 1 :] for place in range(len(word)))]
