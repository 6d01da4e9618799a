"""Many searches against one post: only those are tried of which a needed term is there.

From every search follow a few terms of which at least one stands in any post it finds. The searches are filed under
them; the reference matcher decides on the searches so drawn.
"""

from collections.abc import Iterable, Sequence, Set

from beffroi.engines.query.document import Document
from beffroi.engines.query.matcher import matches
from beffroi.engines.query.syntax import And, Near, Not, Or, Phrase, Prefix, Search, Term, UnknownNode

_FREQUENT = ("lang:", "has:", "is:")


class Presearch:
    """Searches filed for quick finding; an index counts from 0 in the order given."""

    def __init__(self, searches: Sequence[Search]) -> None:
        self._searches = searches
        self._filed: dict[str, list[int]] = {}
        self._always: list[int] = []
        for index, search in enumerate(searches):
            self._file(index, needed(search))
        self._prefix_lengths = {len(key) - 1 for key in self._filed if key.endswith("*")}

    def found(self, document: Document) -> list[int]:
        """The indexes of the searches that find `document`, ascending: the same as asking each of them."""
        return [index for index in self._drawn(document) if matches(self._searches[index], document)]

    def _file(self, index: int, terms: frozenset[str] | None) -> None:
        if terms is None:
            self._always.append(index)
        for term in terms or ():
            self._filed.setdefault(term, []).append(index)

    def _drawn(self, document: Document) -> list[int]:
        drawn = set(self._always)
        for key in self._keys(document):
            drawn.update(self._filed[key])
        return sorted(drawn)

    def _keys(self, document: Document) -> Set[str]:
        filed = self._filed.keys()
        beginnings = {f"{word[:length]}*" for length in self._prefix_lengths for word in document.words}
        return (document.terms & filed) | (beginnings & filed)


def needed(search: Search) -> frozenset[str] | None:
    """Terms (a prefix with its star) of which at least one is in every post found; None when nothing is known.

    Raises UnknownNode for what is no part of the language.
    """
    match search:
        case Term(key):
            return frozenset([key])
        case Phrase(terms):
            return frozenset([max(reversed(terms), key=len)])  # "saint denis": the later word says more
        case Prefix():
            return frozenset([str(search)])
        case Near(left, right):
            return _rarest([needed(left), needed(right)])
        case And(parts):
            return _rarest([needed(part) for part in parts])
        case Or(parts):
            return _together([needed(part) for part in parts])
        case Not():
            return None
    raise UnknownNode(f"{search!r} is not a search")


def _rarest(choices: Iterable[frozenset[str] | None]) -> frozenset[str] | None:
    return min((terms for terms in choices if terms is not None), key=_frequency, default=None)


def _together(choices: Sequence[frozenset[str] | None]) -> frozenset[str] | None:
    known = [terms for terms in choices if terms is not None]
    return frozenset().union(*known) if len(known) == len(choices) else None


def _frequency(terms: frozenset[str]) -> int:
    """A guess that decides on speed only: few words and long words are rare, languages and links are everywhere."""
    return sum(1000 if term.startswith(_FREQUENT) else 4 + max(0, 8 - len(term)) for term in terms)
