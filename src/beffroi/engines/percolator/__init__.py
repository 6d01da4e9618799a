"""All saved searches against every post at once: exactly the hits of `engines.query.matches`.

`Index` is compiled by Numba where that is installed; where it is not, the same hits come from the reference matcher.
Whoever starts a process says where compiled code is kept (NUMBA_CACHE_DIR) and asks an index once before the first
post: the first question of a process takes a moment, the very first of an installation some seconds.

Frequencies and the seed decide on speed only. Two words of which one is searched and the other is not have the same
hash about once in ten million million words; that is the only way to a wrong hit, and nobody can bring it about without
the seed.
"""

from beffroi.engines.percolator.found import FoundInLines
from beffroi.engines.percolator.frequencies import frequencies
from beffroi.engines.percolator.lines import LanguageOf
from beffroi.engines.percolator.records import document_of_record
from beffroi.engines.percolator.saved import Arrays, Unrestorable

try:
    from beffroi.engines.percolator.index import Index
except ModuleNotFoundError as missing:
    if missing.name not in ("numba", "llvmlite"):
        raise
    from beffroi.engines.percolator.plain import PlainIndex as Index  # type: ignore[assignment]  # the same methods

__all__ = ["Arrays", "FoundInLines", "Index", "LanguageOf", "Unrestorable", "document_of_record", "frequencies"]
