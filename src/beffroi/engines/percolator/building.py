"""Building an index: searches one after the other into flat arrays, then all entries in the order of their terms."""

from array import array
from collections.abc import Mapping

import numpy as np

from beffroi.engines.percolator.built import Built
from beffroi.engines.percolator.filing import Filed, filed
from beffroi.engines.percolator.frequencies import Expected
from beffroi.engines.percolator.layout import CHOICE, ENTRY, LATE, Files, Numbers, Records, Vocabulary
from beffroi.engines.percolator.plan import plan
from beffroi.engines.percolator.program import program
from beffroi.engines.percolator.table import Collision
from beffroi.engines.percolator.terms import NewTerms
from beffroi.engines.query.syntax import Search


class Building:
    """No tree is kept: a search costs what its entries and its program take."""

    def __init__(self, frequencies: Mapping[str, int] | None) -> None:
        self._guessed = frequencies is None
        self._terms = NewTerms(Expected(frequencies))
        self._numbers = array("q")
        self._programs = array("i")
        self._begins = array("i")
        self._masks = array("Q")  # required and any, for each entry
        self._places = array("i")  # second, search, term and choice, for each entry

    def add(self, number: int, search: Search) -> None:
        """Raises UnknownNode."""
        planned = plan(search, self._terms)
        for entry in filed(planned, self._terms.bit, self._terms.frequency):
            self._file(entry)
        self._begins.append(len(self._programs))
        self._programs.extend(program(planned))
        self._numbers.append(number)

    def _file(self, entry: Filed) -> None:
        self._masks.extend((entry.required, entry.any))
        self._places.extend((entry.second, len(self._numbers), entry.term, *entry.choice))

    def built(self, seed: int) -> Built:
        """Raises ValueError when a number was given twice."""
        numbers = np.array(self._numbers, np.int64)
        if len(np.unique(numbers)) < len(numbers):
            raise ValueError("two searches have the same number")
        vocabulary, seed = self._vocabulary(seed)
        files = Files(
            self._terms.shelves(),
            self._entries(),
            np.zeros(0, LATE),
            np.array(self._programs, np.int32),
            np.array(self._begins, np.int32),
            np.zeros(len(numbers), np.bool_),
        )
        return compacted(Built(vocabulary, files, numbers, self._terms.facts(), seed, self._guessed))

    def _vocabulary(self, seed: int) -> tuple[Vocabulary, int]:
        while True:
            try:
                return self._terms.vocabulary(seed), seed
            except Collision:
                seed += 1

    def _entries(self) -> Records:
        entries = np.zeros(len(self._masks) // 2, ENTRY)
        entries["required"], entries["any"] = np.array(self._masks, np.uint64).reshape(-1, 2).T
        places = np.array(self._places, np.int32).reshape(-1, 3 + CHOICE)
        for nth, name in enumerate(("second", "search", "term", "any0", "any1", "any2", "any3")):
            entries[name] = places[:, nth]
        return entries


def compacted(built: Built) -> Built:
    """The same searches without those that are gone, nothing late, and together what is asked together: the programs in
    the order in which the entries name them."""
    files = built.files
    entries = np.concatenate([files.entries, _no_longer_late(files.late)])
    shelves, entries = _shelved(files.shelves.copy(), entries[~files.gone[entries["search"]]])
    order = _each_once(entries["search"])
    programs, begins = _programs_in(order, files)
    slots = np.empty(len(files.gone), np.int32)
    slots[order] = np.arange(len(order), dtype=np.int32)
    entries["search"] = slots[entries["search"]]
    entries["begin"] = begins[entries["search"]]
    arranged = Files(shelves, entries, np.zeros(0, LATE), programs, begins, np.zeros(len(order), np.bool_))
    return built._replace(files=arranged, numbers=built.numbers[order])


def _no_longer_late(late: Records) -> Records:
    entries = np.zeros(len(late), ENTRY)
    for name in ENTRY.names or ():
        entries[name] = late[name]
    return entries


def _shelved(shelves: Records, entries: Records) -> tuple[Records, Records]:
    """The entries in the order of their terms, and the shelves that say where those of each term stand."""
    entries = entries[np.argsort(entries["term"], kind="stable")]
    counts = np.bincount(entries["term"], minlength=len(shelves)).astype(np.int32)
    shelves["count"] = counts
    shelves["first"] = np.cumsum(counts) - counts
    shelves["late"] = -1
    return shelves, entries


def _each_once(slots: Numbers) -> Numbers:
    """In the order in which they first come. Every search has an entry."""
    distinct, first = np.unique(slots, return_index=True)
    return distinct[np.argsort(first)]


def _programs_in(order: Numbers, files: Files) -> tuple[Numbers, Numbers]:
    """The programs of these slots one after the other, and where each begins."""
    lengths = np.diff(files.begins, append=len(files.programs)).astype(np.int32)[order]
    begins = (np.cumsum(lengths) - lengths).astype(np.int32)
    places = np.repeat(files.begins[order] - begins, lengths) + np.arange(lengths.sum(), dtype=np.int32)
    return files.programs[places], begins
