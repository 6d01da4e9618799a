"""A quick look whether a text can hold anything that a search asks of texts.

Most posts hold nothing of it; for them a search is decided without reading them.
"""

from collections.abc import Iterator

from beffroi.engines.query.syntax import And, Near, Not, Or, Phrase, Prefix, Search, Term, UnknownNode
from beffroi.engines.texts.fold import fold

_ALSO_WRITTEN = {"saint": "st", "sainte": "ste"}


class Inkling:
    """For `search` and all that can be made of its parts.

    Where `of(text)` is False no word, phrase, prefix or pair of the search stands in `text`: it is to the search as an
    empty text is. True promises nothing. Of a document with tags beside its text ask `whole`.
    """

    def __init__(self, search: Search) -> None:
        self._bits = tuple(dict.fromkeys(bit for leaf in leaves(search) for bit in _bits(leaf)))

    def of(self, text: str) -> bool:
        folded = fold(text)
        return any(bit in folded for bit in self._bits)


def leaves(search: Search) -> Iterator[Term | Phrase | Prefix | Near]:
    """The words, phrases, prefixes, pairs and facts of a search, in its order. Raises UnknownNode."""
    match search:
        case And(parts) | Or(parts):
            for part in parts:
                yield from leaves(part)
        case Not(part):
            yield from leaves(part)
        case Term() | Phrase() | Prefix() | Near():
            yield search
        case _:
            raise UnknownNode(f"{search!r} is not a search")


def terms(leaf: Term | Phrase | Prefix | Near) -> tuple[str, ...]:
    """What a leaf names: a prefix by its beginning."""
    if isinstance(leaf, Near):
        return (*leaf.left.terms, *leaf.right.terms)
    return (leaf.start,) if isinstance(leaf, Prefix) else leaf.terms


def _bits(leaf: Term | Phrase | Prefix | Near) -> Iterator[str]:
    """Of which one stands in every text in which the leaf is found; none for a fact beside the text."""
    if isinstance(leaf, Term) and not leaf.has_a_place:
        if leaf.key.startswith("url:"):
            yield "://"  # a text may lead there too
        return
    longest = max(terms(leaf), key=len)
    yield longest
    if longest in _ALSO_WRITTEN:
        yield _ALSO_WRITTEN[longest]
