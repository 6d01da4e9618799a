"""Tables from hashes to terms, at most half full, each with its sieve."""

from collections.abc import Sequence

import numpy as np

from beffroi.engines.percolator.compiled import compiled
from beffroi.engines.percolator.kernel import SCATTER, hash_all
from beffroi.engines.percolator.layout import SLOT, Bits, Records

_SIEVE_WORDS = 1 << 16  # 64-bit words: the sieve of many terms has 512 kB and stays in the processor's cache
_SIEVE_SHARE = 16  # bits a term has in a smaller sieve, at least


class Collision(ValueError):
    """Two different terms have the same hash under this seed. About once in 10^8 indexes of half a million terms."""


def table_of(keys: Sequence[tuple[str, int]], seed: int) -> tuple[Records, Bits]:
    """The table of these keys and terms. Raises Collision."""
    hashes = hashes_of([key for key, _ in keys], seed)
    if len(np.unique(hashes)) < len(hashes):
        raise Collision("two terms have the same hash: draw another seed")
    return filled(hashes, np.array([term for _, term in keys], np.int32))


def hashes_of(keys: Sequence[str], seed: int) -> Bits:
    hashes = np.empty(len(keys), np.uint64)
    written = "".join(f"{key}\0" for key in keys).encode("utf-32-le", "surrogatepass")
    hash_all(np.frombuffer(written, np.uint32), hashes, np.uint64(seed))
    return hashes


def filled(hashes: Bits, terms: Records) -> tuple[Records, Bits]:
    """A table with room for as many again before it must grow."""
    table = np.zeros(_power_of_two(4 * len(hashes) + 16), SLOT)
    sieve = np.zeros(min(_SIEVE_WORDS, _power_of_two(_SIEVE_SHARE * len(hashes) // 64 + 16)), np.uint64)
    enter(hashes, terms, table, sieve)
    return table, sieve


def grown(table: Records) -> tuple[Records, Bits]:
    taken = table[table["key"] != 0]
    return filled(taken["key"].copy(), taken["term"].copy())


@compiled
def enter(hashes: Records, terms: Records, table: Records, sieve: Records) -> None:
    """Puts terms into a table that has room for them (twice as many slots as terms, at least) and into its sieve."""
    last = np.uint64(table.shape[0] - 1)
    for nth in range(hashes.shape[0]):
        hashed = hashes[nth]
        bit = hashed >> np.uint64(40) & np.uint64(sieve.shape[0] * 64 - 1)
        sieve[bit >> np.uint64(6)] |= np.uint64(1) << (bit & np.uint64(63))
        at = hashed * SCATTER >> np.uint64(32) & last
        while table[at]["key"] != 0 and table[at]["key"] != hashed:
            at = at + np.uint64(1) & last
        table[at]["key"] = hashed
        table[at]["term"] = terms[nth]


def _power_of_two(at_least: int) -> int:
    return 1 << (at_least - 1).bit_length()
