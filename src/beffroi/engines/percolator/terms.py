"""Numbers for terms, while an index is built and after."""

from array import array
from collections.abc import Iterable

import numpy as np

from beffroi.engines.percolator.frequencies import Expected
from beffroi.engines.percolator.layout import ALWAYS, LINK, SHELF, Bits, Records, Vocabulary
from beffroi.engines.percolator.table import table_of
from beffroi.engines.query.tokens import ABBREVIATIONS, unabbreviated

_HOT_BITS, _BITS = 6, 64
_NO_KEY = " "  # of ALWAYS: no term is a space
_SPREAD, _ALL = 0x9E3779B97F4A7C15, (1 << 64) - 1


def hash_of(key: str, seed: int) -> int:
    """The hash of a term or, without its star, of a prefix: as the kernel's `step` makes it, letter by letter."""
    hashed = seed & _ALL
    for char in key:
        hashed = ((hashed ^ ord(char)) * _SPREAD) & _ALL
        hashed ^= hashed >> 29
    return hashed


def bit_of(term: int, *, hot: bool) -> int:
    """Frequent terms share six bits, the others spread over the rest: a bit that every post has says nothing."""
    return term % _HOT_BITS if hot else _HOT_BITS + term % (_BITS - _HOT_BITS)


def keys_of(key: str) -> Iterable[str]:
    """The words of a post that are this term: `saint` also stands where `st` is written."""
    if unabbreviated(key) == key:
        yield key
        yield from (short for short, long in ABBREVIATIONS.items() if long == key)


def is_fact(key: str) -> bool:
    """Whether no text has the term: an author, a language. Those are told by their name, not by a hash."""
    return ":" in key


def is_prefix(key: str) -> bool:
    return key.endswith("*")


class NewTerms:
    """Terms numbered in the order in which they are first asked for."""

    def __init__(self, expected: Expected) -> None:
        self._expected = expected
        self._numbers = {_NO_KEY: ALWAYS, "has:link": LINK}
        self._frequencies = array("i", [expected.of("has:link")] * 2)
        self._asks_link = False

    def __len__(self) -> int:
        return len(self._numbers)

    def number(self, key: str) -> int:
        number = self._numbers.get(key)
        if number is None:
            number = self._numbers[key] = len(self._numbers)
            self._frequencies.append(self._expected.of(key))
        self._asks_link |= number == LINK
        return number

    def frequency(self, term: int) -> int:
        return self._frequencies[term]

    def bit(self, term: int) -> int:
        return 1 << bit_of(term, hot=self._expected.is_hot(self._frequencies[term]))

    def shelves(self) -> Records:
        """One empty shelf per term."""
        shelves = np.zeros(len(self), SHELF)
        shelves["frequency"] = self._frequencies
        shelves["late"] = -1
        shelves["bit"] = [bit_of(term, hot=self._expected.is_hot(self._frequencies[term])) for term in range(len(self))]
        return shelves

    def facts(self) -> dict[str, int]:
        """Those that a search asks for."""
        facts = {key: number for key, number in self._numbers.items() if is_fact(key)}
        return facts if self._asks_link else {key: number for key, number in facts.items() if number != LINK}

    def vocabulary(self, seed: int) -> Vocabulary:
        """Raises Collision."""
        texts = [(key, term) for key, term in self._numbers.items() if not is_fact(key) and term != ALWAYS]
        words = [(written, term) for key, term in texts if not is_prefix(key) for written in keys_of(key)]
        starts = [(key[:-1], term) for key, term in texts if is_prefix(key)]
        return Vocabulary(*table_of(words, seed), *table_of(starts, seed), lengths_of([start for start, _ in starts]))


def lengths_of(starts: Iterable[str]) -> Bits:
    lengths = np.zeros(1, np.uint64)
    for length in {min(len(start), 63) for start in starts}:
        lengths[0] |= np.uint64(1 << length)
    return lengths
