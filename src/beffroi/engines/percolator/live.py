"""An index that changes: what is added later hangs on late lists, what is removed is marked."""

from typing import Any

import numpy as np
from numpy.typing import NDArray

from beffroi.engines.percolator.built import Built
from beffroi.engines.percolator.filing import Filed, filed
from beffroi.engines.percolator.frequencies import Expected
from beffroi.engines.percolator.kernel import look_up
from beffroi.engines.percolator.layout import LINK, Bits, Files, Records, Vocabulary
from beffroi.engines.percolator.plan import plan
from beffroi.engines.percolator.program import program
from beffroi.engines.percolator.table import enter, grown
from beffroi.engines.percolator.terms import bit_of, hash_of, is_fact, is_prefix, keys_of, lengths_of
from beffroi.engines.query.syntax import Search

_LEAST_ROOM = 1024


class Live:
    """The arrays of an index with room behind what is used. Never two changes, or a change and a reading, at once."""

    def __init__(self, built: Built) -> None:
        files = built.files
        self.seed, self.facts, self._guessed = built.seed, dict(built.facts), built.guessed
        self._expected = Expected(None if built.guessed else {})
        self.vocabulary = built.vocabulary
        self._taken = [
            int(np.count_nonzero(table["key"])) for table in (built.vocabulary.words, built.vocabulary.starts)
        ]
        self.files = files._replace(shelves=_writable(files.shelves), gone=_writable(files.gone))
        self._numbers = built.numbers
        self.terms, self.late, self.slots = len(files.shelves), len(files.late), len(built.numbers)
        self._steps = len(files.programs)
        self.removed = int(np.count_nonzero(files.gone))

    @property
    def numbers(self) -> NDArray[np.int64]:
        return self._numbers[: self.slots]

    def trimmed(self) -> Built:
        """What is used of the arrays, without the room behind it."""
        files = self.files
        used = Files(
            files.shelves[: self.terms],
            files.entries,
            files.late[: self.late],
            files.programs[: self._steps],
            files.begins[: self.slots],
            files.gone[: self.slots],
        )
        return Built(self.vocabulary, used, self.numbers, self.facts, self.seed, self._guessed)

    def add(self, number: int, search: Search) -> int:
        """Files one search; gives back its slot. Raises UnknownNode."""
        planned = plan(search, self)
        steps = program(planned)
        for entry in filed(planned, lambda term: 1 << int(self.files.shelves[term]["bit"]), self.frequency):
            self._file(entry)
        self._make_room(len(steps))
        self.files.programs[self._steps : self._steps + len(steps)] = steps
        self.files.begins[self.slots] = self._steps
        self._numbers[self.slots] = number
        self._steps += len(steps)
        self.slots += 1
        return self.slots - 1

    def remove(self, slot: int) -> None:
        self.files.gone[slot] = True
        self.removed += 1

    def number(self, key: str) -> int:
        """The number of a term, a new one if need be."""
        if is_fact(key):
            if key not in self.facts:
                self.facts[key] = LINK if key == "has:link" else self._new_term(key)
            return self.facts[key]
        table, sieve = self._table(is_prefix(key))
        known = look_up(np.uint64(hash_of(key.removesuffix("*"), self.seed)), table, sieve)
        return known if known >= 0 else self._new_text(key)

    def frequency(self, term: int) -> int:
        return int(self.files.shelves[term]["frequency"])

    def _file(self, entry: Filed) -> None:
        shelf = self.files.shelves[entry.term]
        late = _with_room(self.files.late, self.late, 1)
        places = entry.second, self.slots, self._steps, entry.term, *entry.choice
        late[self.late] = (entry.required, entry.any, *places, shelf["late"])
        shelf["late"] = self.late
        self.late += 1
        self.files = self.files._replace(late=late)

    def _make_room(self, steps: int) -> None:
        files = self.files
        self.files = files._replace(
            programs=_with_room(files.programs, self._steps, steps),
            begins=_with_room(files.begins, self.slots, 1),
            gone=_with_room(files.gone, self.slots, 1),
        )
        self._numbers = _with_room(self._numbers, self.slots, 1)

    def _new_term(self, key: str) -> int:
        term = self.terms
        shelves = _with_room(self.files.shelves, term, 1)
        expected = self._expected.of(key)
        shelves[term] = (0, 0, -1, expected, bit_of(term, hot=self._expected.is_hot(expected)))
        self.files = self.files._replace(shelves=shelves)
        self.terms += 1
        return term

    def _new_text(self, key: str) -> int:
        term, prefix = self._new_term(key), is_prefix(key)
        keys = [key[:-1]] if prefix else list(keys_of(key))
        table, sieve = self._table(prefix)
        if 2 * (self._taken[prefix] + len(keys)) > len(table):
            table, sieve = grown(table)
        table, sieve = _writable(table), _writable(sieve)
        enter(self._hashes(keys), np.full(len(keys), term, np.int32), table, sieve)
        self._taken[prefix] += len(keys)
        if prefix:
            lengths = self.vocabulary.lengths | lengths_of(keys)
            self.vocabulary = self.vocabulary._replace(starts=table, start_sieve=sieve, lengths=lengths)
        else:
            self.vocabulary = self.vocabulary._replace(words=table, word_sieve=sieve)
        return term

    def _hashes(self, keys: list[str]) -> Bits:
        return np.array([hash_of(key, self.seed) for key in keys], np.uint64)

    def _table(self, prefix: bool) -> tuple[Records, Bits]:
        known: Vocabulary = self.vocabulary
        return (known.starts, known.start_sieve) if prefix else (known.words, known.word_sieve)


def _with_room(array: NDArray[Any], used: int, more: int) -> NDArray[Any]:
    """The array itself when it has room, else a copy with twice as much."""
    if used + more <= len(array):
        return array
    roomy = np.zeros(max(2 * used, used + more, _LEAST_ROOM), array.dtype)
    roomy[:used] = array[:used]
    return roomy


def _writable(array: NDArray[Any]) -> NDArray[Any]:
    return array if array.flags.writeable else array.copy()
