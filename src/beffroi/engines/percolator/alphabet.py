"""What each code point becomes and of which class that is: the rules of `fold` and `tokens` as one table.

It is computed from the same two functions that the reference uses, so that the two cannot drift.
"""

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from beffroi.engines.query.tokens import class_of
from beffroi.engines.texts.fold import fold_one

# The high byte of an entry; the rest is the folded code point, or for SEVERAL a place in the pool.
SEPARATOR, WORD, SYMBOL, TAG, HANDLE, SPACE, DOT, DASH, NOTHING, SEVERAL = range(10)
CLASS_SHIFT = 24

# Planes 0 to 3, then the first 4096 code points of plane 14. All others are unassigned or private: they separate.
PLANES_END = 0x40000
TAGS_START, TAGS_END = 0xE0000, 0xE1000

_SIGNS = {"w": WORD, "s": SYMBOL, "#": TAG, "@": HANDLE, ".": DOT, "-": DASH}


class Alphabet(NamedTuple):
    """`table`: one uint32 per code point. `pool`: for those that become several, their number, then each of them."""

    table: NDArray[np.uint32]
    pool: NDArray[np.uint32]


def alphabet() -> Alphabet:
    """The table of this Python's Unicode; takes half a second, the same for every index."""
    pool: list[int] = []
    codes = (*range(PLANES_END), *range(TAGS_START, TAGS_END))
    table = np.fromiter((_entry(code, pool) for code in codes), np.uint32, len(codes))
    return Alphabet(table, np.array(pool, np.uint32))


def _entry(code: int, pool: list[int]) -> int:
    folded = [_classed(char) for char in fold_one(chr(code))]
    if not folded:
        return NOTHING << CLASS_SHIFT
    if len(folded) == 1:
        return folded[0]
    pool.extend((len(folded), *folded))
    return SEVERAL << CLASS_SHIFT | len(pool) - len(folded) - 1


def _classed(char: str) -> int:
    kind = _SIGNS.get(class_of(char), SPACE if char.isspace() else SEPARATOR)
    return kind << CLASS_SHIFT | ord(char)
