"""Which rules find a message, in their order; and a place as the search language reads it."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from beffroi.engines.query import Document, Search, asks_language
from beffroi.engines.query.leaves import phrase
from beffroi.engines.query.reasons import Reasons, reasons
from beffroi.engines.query.syntax import And, Or, Term


@dataclass(frozen=True, slots=True)
class Rule:
    """`search` None: whatever is said. `follows`: only of what has had a service before, to which it goes again."""

    search: Search | None
    follows: bool = False

    def why(self, document: Document) -> Reasons:
        """The words and facts of `document` for which this rule finds it."""
        return reasons(self.search, document) if self.search is not None else Reasons((), ())


class Rules:
    """Rules in their order, made ready for many messages. Not for two threads at once."""

    def __init__(self, rules: Sequence[Rule]) -> None:
        from beffroi.engines.percolator import Index  # with it comes Numba, which only who matches needs

        self._rules = rules
        searches = [(nth, rule.search) for nth, rule in enumerate(rules) if rule.search is not None]
        self._index = Index(searches)
        self._always = [nth for nth, rule in enumerate(rules) if rule.search is None]
        self.asks_language = any(asks_language(search) for _nth, search in searches)

    def found(self, documents: Sequence[Document], known: Sequence[bool]) -> list[list[int]]:
        """For each document the places of the rules that find it, ascending: the first one wins. `known` says of each
        document whether it has had a service before."""
        found: list[list[int]] = [list(self._always) for _ in documents]
        for place, nth in self._index.found(documents) if documents else ():
            found[place].append(nth)
        return [self._kept(sorted(rules), had) for rules, had in zip(found, known, strict=True)]

    def _kept(self, rules: list[int], had: bool) -> list[int]:
        return rules if had else [nth for nth in rules if not self._rules[nth].follows]


def named(place: str) -> Search:
    """What finds a street or a quarter: its words in their order, folded, or all of them as one hashtag.

    Raises SearchError for what has no word, or what the language reads as something else.
    """
    written = phrase(place, 0)
    if len(written.terms) == 1:
        return written
    return Or((written, Term("#" + "".join(written.terms))))


def somewhere(places: Iterable[str]) -> Search | None:
    """What finds any of these places; None when there is none. Raises SearchError."""
    found = tuple(named(place) for place in places)
    return Or(found) if len(found) > 1 else next(iter(found), None)


def both(first: Search | None, second: Search | None) -> Search | None:
    """What both find; a missing one asks for nothing."""
    asked = tuple(each for each in (first, second) if each is not None)
    return And(asked) if len(asked) > 1 else next(iter(asked), None)
