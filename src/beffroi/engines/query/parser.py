"""Reading a search.

    search := and (OR and)*
    and    := unary (AND? unary)*
    unary  := (NOT | -) unary | near
    near   := atom (NEAR/n atom)?
    atom   := ( search ) | "phrase" | "a b"~n | word | prefix* | #tag | @handle | field:value

Joining words are written in capitals, in English or in French: AND ET, OR OU, NOT SAUF, NEAR/n PRÈS/n.
"""

from collections.abc import Callable

from beffroi.engines.query import leaves
from beffroi.engines.query.communes import Communes, of_france
from beffroi.engines.query.document import Document
from beffroi.engines.query.lexer import Kind, Lexeme, lexemes
from beffroi.engines.query.matcher import matches
from beffroi.engines.query.mistakes import Mistake, SearchError
from beffroi.engines.query.syntax import And, Near, Not, Or, Phrase, Search, Term, depth

MAX_CHARACTERS = 10_000
# What is written back has at most as many brackets above each other as the tree has nodes: it stays readable.
MAX_DEPTH = 40
_MAX_BRACKETS = 60

_JOINING = (Kind.AND, Kind.OR, Kind.NOT, Kind.NEAR)
_LEAVES = (Kind.WORD, Kind.PHRASE, Kind.PAIR)
_NOTHING = Document("")


def parse(text: str, communes: Callable[[], Communes] = of_france) -> Search:
    """The tree of a search. Raises SearchError, which points at the character and says how to mend it.

    A search that would find the empty post is refused: each of its alternatives needs something that must be there.
    `communes` gives the list that `commune:` looks into, when one is asked for.
    """
    if len(text) > MAX_CHARACTERS:
        raise Mistake.TOO_LONG.at(MAX_CHARACTERS)
    return _Parser(list(lexemes(text)), communes).whole()


class _Parser:
    """One reading. `_here` is the lexeme to be read next; the last one is END and is never passed."""

    def __init__(self, pieces: list[Lexeme], communes: Callable[[], Communes]) -> None:
        self._pieces = pieces
        self._communes = communes
        self._index = 0
        self._level = 0
        self._deepest = (0, 0)  # level, position

    @property
    def _here(self) -> Lexeme:
        return self._pieces[self._index]

    def _take(self) -> Lexeme:
        self._index += 1
        return self._pieces[self._index - 1]

    def whole(self) -> Search:
        search = self._search()
        if self._here.kind is Kind.CLOSE:
            raise Mistake.STRAY_BRACKET.at(self._here.position)
        if depth(search) > MAX_DEPTH:
            raise Mistake.TOO_DEEP.at(self._deepest[1])
        return search

    def _search(self) -> Search:
        parts = [self._alternative()]
        while self._here.kind is Kind.OR:
            self._take()
            parts.append(self._alternative())
        return parts[0] if len(parts) == 1 else Or(tuple(parts))

    def _alternative(self) -> Search:
        position = self._here.position
        part = self._and()
        if self._level == 0 and matches(part, _NOTHING):
            raise Mistake.ONLY_EXCLUDES.at(position)
        return part

    def _and(self) -> Search:
        parts = [self._unary()]
        while self._here.kind not in (Kind.OR, Kind.CLOSE, Kind.END):
            if self._here.kind is Kind.AND:
                self._take()
            parts.append(self._unary())
        return parts[0] if len(parts) == 1 else And(tuple(parts))

    def _unary(self) -> Search:
        if self._here.kind is not Kind.NOT:
            return self._near()
        self._descend(self._take())
        part = self._unary()
        self._level -= 1
        return Not(part)

    def _near(self) -> Search:
        left = self._here
        first = self._atom()
        if self._here.kind is not Kind.NEAR:
            return first
        near = self._take()
        right = self._here
        if right.kind is Kind.NOT:
            raise Mistake.NEAR_OPERAND.at(right.position)
        second = self._atom()
        lefts, rights = _operands(first, left), _operands(second, right)
        nears = tuple(Near(one, other, near.distance) for one in lefts for other in rights)
        return nears[0] if len(nears) == 1 else Or(nears)

    def _atom(self) -> Search:
        here = self._here
        if here.kind is Kind.OPEN:
            return self._group()
        if here.kind not in _LEAVES:
            raise self._nothing_here()
        self._take()
        if here.kind is Kind.WORD:
            return leaves.word(here.text, here.position, self._communes)
        if here.kind is Kind.PAIR:
            return leaves.pair(here.text, here.position, here.distance)
        return leaves.phrase(here.text, here.position)

    def _group(self) -> Search:
        opening = self._take()
        self._descend(opening)
        inside = self._search()
        if self._here.kind is not Kind.CLOSE:
            raise Mistake.UNCLOSED_BRACKET.at(opening.position)
        self._take()
        self._level -= 1
        return inside

    def _descend(self, lexeme: Lexeme) -> None:
        self._level += 1
        self._deepest = max(self._deepest, (self._level, lexeme.position))
        if self._level > _MAX_BRACKETS:
            raise Mistake.TOO_DEEP.at(lexeme.position)

    def _nothing_here(self) -> SearchError:
        """Why no word stands where one was expected."""
        here, before = self._here, self._pieces[self._index - 1] if self._index else None
        if before is None:
            return _nothing_at_all(here)
        if here.kind is Kind.NEAR and before.kind in (*_LEAVES, Kind.CLOSE):
            return Mistake.NEAR_CHAIN.at(here.position)
        if here.kind in _JOINING:
            return Mistake.NOTHING_BEFORE.at(here.position)
        if before.kind is Kind.OPEN:
            closed = here.kind is Kind.CLOSE
            return (Mistake.EMPTY_BRACKETS if closed else Mistake.UNCLOSED_BRACKET).at(before.position)
        return Mistake.NOTHING_AFTER.at(before.position)


def _nothing_at_all(first: Lexeme) -> SearchError:
    if first.kind is Kind.END:
        return Mistake.EMPTY.at(0)
    stray = first.kind is Kind.CLOSE
    return (Mistake.STRAY_BRACKET if stray else Mistake.NOTHING_BEFORE).at(first.position)


def _operands(search: Search, lexeme: Lexeme) -> list[Term | Phrase]:
    """What stands beside NEAR: a word or a phrase, or the names that one word, `commune:`, stands for."""
    parts = search.parts if isinstance(search, Or) and lexeme.kind is Kind.WORD else (search,)
    placed = [each for each in parts if isinstance(each, Phrase) or (isinstance(each, Term) and each.has_a_place)]
    if not placed:
        raise Mistake.NEAR_OPERAND.at(lexeme.position)
    return placed
