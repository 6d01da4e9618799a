"""How an index lies in memory: records in flat arrays, which can be written to a file and mapped back.

A record holds together what is asked together, so that one look costs one cache line.
"""

from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

Records = NDArray[Any]  # of one of the types below
Bits = NDArray[np.uint64]
Numbers = NDArray[np.int32]

# A slot of an open-addressing table: the hash of a term (0: free) and the term's number.
SLOT = np.dtype([("key", "u8"), ("term", "i4")], align=True)

# What is known of a term: its searches among the entries (`first`, `count`), the newest of those added later (-1:
# none), how many posts of the sample had it, and its bit in the masks.
SHELF = np.dtype([("first", "i4"), ("count", "i4"), ("late", "i4"), ("frequency", "i4"), ("bit", "i4")], align=True)

# A search filed under a term. A post that it finds through this term has all bits of `required`, one of `any`, the
# term `second`, and one of the terms `any0` to `any3`, which are ALWAYS where there is no choice of so few. Then the
# program that begins at `begin` decides.
_ENTRY = [("required", "u8"), ("any", "u8"), ("second", "i4"), ("search", "i4"), ("begin", "i4"), ("term", "i4")]
_ENTRY += [("any0", "i4"), ("any1", "i4"), ("any2", "i4"), ("any3", "i4")]
ENTRY = np.dtype(_ENTRY, align=True)
CHOICE = 4

# One that was added later. `next` is the entry before it on the same late list, -1 at the end.
LATE = np.dtype([*_ENTRY, ("next", "i4")], align=True)

# Terms that no text has: a post always has the first, and the second when an address stands in it.
ALWAYS, LINK = 0, 1

# A program is the place of its first step, then the steps: what is asked, where to go on yes and on no, the arguments.
# Places count from the program's own beginning, so that it can be moved.
ASK_TERM, ASK_PHRASE, ASK_NEAR = range(3)
ACCEPT, REJECT = -1, -2


class Vocabulary(NamedTuple):
    """From hashes to terms. `words` has everything that stands in a text, `starts` the prefixes.

    The sieves are Bloom filters of one hash: most words of a post are no term of any search, and are told so without a
    look at the table. Bit n of `lengths` (of one word) says whether a prefix of n letters is asked for, bit 63 whether
    one of 63 or more is.
    """

    words: Records
    word_sieve: Bits
    starts: Records
    start_sieve: Bits
    lengths: Bits


class Files(NamedTuple):
    """The searches, filed under terms, and the programs that decide, in the order of the searches' slots.

    `gone` marks the slots whose search was removed.
    """

    shelves: Records
    entries: Records
    late: Records
    programs: Numbers
    begins: Numbers
    gone: NDArray[np.bool_]


class Desk(NamedTuple):
    """Where one post is worked on; only `stamps` and `asked` keep something between posts: when last seen, last asked.

    `tally` counts the occurrences, the distinct terms, the prefixes met and the hits; `mask` holds the post's bits.
    """

    codes: NDArray[np.uint32]
    hashes: Bits
    spots: Numbers
    starts: Bits
    terms: Numbers
    places: Numbers
    distinct: Numbers
    stamps: Numbers
    asked: Numbers
    mask: Bits
    tally: NDArray[np.int64]
    hits: Numbers


class Batch(NamedTuple):
    """Posts end to end: their text in UTF-8, a byte apart (post n stands between `bounds[n]` and `bounds[n + 1]`, both
    left out), and their terms without a place. Those of many posts are the same: post n has the terms of its group."""

    text: NDArray[np.uint8]
    bounds: NDArray[np.int64]
    groups: Numbers
    facts: Numbers
    fact_ends: Numbers  # of each group
