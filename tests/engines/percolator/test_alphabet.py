"""The table of code points says what `fold` and the tokens say, for every code point there is."""

import sys

from beffroi.engines.percolator.alphabet import (
    CLASS_SHIFT,
    NOTHING,
    PLANES_END,
    SEVERAL,
    TAGS_END,
    TAGS_START,
    Alphabet,
    alphabet,
)
from beffroi.engines.percolator.matching import _MOST_CODES
from beffroi.engines.query.tokens import class_of
from beffroi.engines.texts.fold import fold

CODE = (1 << CLASS_SHIFT) - 1


def told(code: int, letters: Alphabet) -> list[int]:
    entry = int(letters.table[code])
    if entry >> CLASS_SHIFT == NOTHING:
        return []
    if entry >> CLASS_SHIFT != SEVERAL:
        return [entry]
    first = entry & CODE
    return [int(each) for each in letters.pool[first + 1 : first + 1 + int(letters.pool[first])]]


def test_every_code_point_of_the_first_planes_is_folded_as_the_reference_folds_it() -> None:
    letters = alphabet()
    for code in range(PLANES_END):
        entries = told(code, letters)
        assert "".join(chr(entry & CODE) for entry in entries) == fold(chr(code))
        assert len(entries) <= _MOST_CODES * len(chr(code).encode("utf-8", "surrogatepass"))


def test_beyond_them_nothing_but_tags_is_more_than_a_separator() -> None:
    tags = range(TAGS_START, TAGS_END)
    beyond = (code for code in range(PLANES_END, sys.maxunicode + 1) if code not in tags)
    assert {class_of(chr(code)) for code in beyond if fold(chr(code)) == chr(code)} == {" "}
    assert all(fold(chr(code)) == chr(code) for code in range(PLANES_END, sys.maxunicode + 1) if code not in tags)
