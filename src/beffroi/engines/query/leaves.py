"""From one written word or phrase to what is searched."""

import re
from collections.abc import Callable

from beffroi.engines.query.communes import Communes
from beffroi.engines.query.fields import fact
from beffroi.engines.query.mistakes import Mistake
from beffroi.engines.query.syntax import Near, Phrase, Prefix, Search, Term
from beffroi.engines.query.tokens import is_word, read, unabbreviated
from beffroi.engines.texts.fold import fold

MIN_PREFIX = 3

_FIELD = re.compile(r"(\w+):(.*)", re.DOTALL)
_ELIDED = re.compile(r"(?:[cdjlmnst]|qu|jusqu|lorsqu|puisqu|quoiqu)['’ʼ´`](?=\w)", re.IGNORECASE)


def word(text: str, position: int, communes: Callable[[], Communes]) -> Search:
    """What an unquoted word means. Raises SearchError."""
    field = _FIELD.fullmatch(text)
    if field and fold(field[1]) == "commune" and field[2]:
        return communes().named(field[2], position + field.start(2))
    if field and (term := fact(field[1], field[2], position)):
        return Term(term)
    if text.startswith("~"):
        raise Mistake.TILDE.at(position)
    elided = _ELIDED.match(text)
    bare = text[elided.end() :] if elided else text
    return _prefix(bare, position) if "*" in bare else _text(bare, position)


def phrase(text: str, position: int) -> Term | Phrase:
    """What stands between quotation marks, of which `position` is the opening one. Raises SearchError."""
    if "*" in text:
        raise Mistake.STAR_IN_QUOTES.at(position + 1 + text.index("*"))
    return _text(text, position)


def pair(text: str, position: int, distance: int) -> Near:
    """What stands between quotation marks before ~: two words close to each other. Raises SearchError."""
    both = phrase(text, position)
    if len(both.terms) != 2:
        raise Mistake.TILDE.at(position)
    left, right = map(Term, both.terms)
    return Near(left, right, distance)


def _text(text: str, position: int) -> Term | Phrase:
    reading = read(text)
    if reading.has_link:
        raise Mistake.ADDRESS.at(position)
    if not reading.tokens:
        raise Mistake.NO_WORD.at(position)
    terms = tuple(unabbreviated(token) for token in reading.tokens)
    return Term(terms[0]) if len(terms) == 1 else Phrase(terms)


def _prefix(text: str, position: int) -> Prefix:
    if text.index("*") < len(text) - 1:
        raise Mistake.MISPLACED_STAR.at(position)
    tokens = read(text[:-1]).tokens
    if len(tokens) > 1 or not all(is_word(token) for token in tokens):
        raise Mistake.PREFIX_OF_NO_WORD.at(position)
    start = "".join(tokens)
    if len(start) < MIN_PREFIX:
        raise Mistake.SHORT_PREFIX.at(position)
    return Prefix(start)
