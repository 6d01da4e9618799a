"""Cutting the text of a search into brackets, joining words, phrases and words, each with its position."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from enum import Enum, auto

from beffroi.engines.query.mistakes import Mistake
from beffroi.engines.texts.fold import fold

MAX_DISTANCE = 50


class Kind(Enum):
    AND = auto()
    OR = auto()
    NOT = auto()
    NEAR = auto()
    OPEN = auto()
    CLOSE = auto()
    PHRASE = auto()
    PAIR = auto()
    WORD = auto()
    END = auto()


@dataclass(frozen=True, slots=True)
class Lexeme:
    kind: Kind
    position: int
    text: str = ""
    distance: int = 0


_CLOSERS = {'"': '"', "“": "”", "”": "”", "„": "“”", "«": "»", "»": "«"}
_PIECE = re.compile(r'[-()"“”„«»]|[^\s()"“”„«»]+')
_BRACKETS = {"(": Kind.OPEN, ")": Kind.CLOSE}
_JOINING = {
    "AND": Kind.AND,
    "ET": Kind.AND,
    "OR": Kind.OR,
    "OU": Kind.OR,
    "NOT": Kind.NOT,
    "SAUF": Kind.NOT,
}
_NEAR = re.compile(r"(?:near|pres)/(.*)")
_PAIR = re.compile(r"~([^\s()]*)")
# They come with what is copied: marks of the direction of writing, joiners, soft hyphens. Nobody sees them.
_INVISIBLE = re.compile("[\u00ad\u061c\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff]")
_LONG_DASHES = ("–", "—", "−")
_FOREIGN_SIGN = re.compile(r"[|&].*|!\w.*", re.DOTALL)  # joining words of other tools


def lexemes(text: str) -> Iterator[Lexeme]:
    """The pieces of a search in their order, then one END. Raises SearchError for a piece that means nothing."""
    position = 0
    while piece := _PIECE.search(text, position):
        lexeme, position = _lexeme(text, piece[0], piece.start())
        yield lexeme
    yield Lexeme(Kind.END, len(text))


def _lexeme(text: str, piece: str, start: int) -> tuple[Lexeme, int]:
    """One lexeme and where to read on."""
    if piece in _CLOSERS:
        return _phrase(text, piece, start)
    if piece in _BRACKETS:
        return Lexeme(_BRACKETS[piece], start), start + 1
    if piece.startswith("-"):
        return _exclusion(text, start)
    return _word(piece, start), start + len(piece)


def _phrase(text: str, opener: str, start: int) -> tuple[Lexeme, int]:
    closers = _CLOSERS[opener]
    end = next((at for at in range(start + 1, len(text)) if text[at] in closers), None)
    if end is None:
        raise Mistake.UNCLOSED_QUOTE.at(start)
    inside = text[start + 1 : end]
    if near := _PAIR.match(text, end + 1):
        return Lexeme(Kind.PAIR, start, inside, _distance(near[1], end + 1)), near.end()
    return Lexeme(Kind.PHRASE, start, inside), end + 1


def _exclusion(text: str, start: int) -> tuple[Lexeme, int]:
    following = text[start + 1 : start + 2]
    if not following.strip() or following == ")":
        raise Mistake.LONE_DASH.at(start)
    return Lexeme(Kind.NOT, start), start + 1


def _word(written: str, start: int) -> Lexeme:
    piece = _INVISIBLE.sub("", written) or written
    if piece in _JOINING:
        return Lexeme(_JOINING[piece], start)
    if piece.startswith(_LONG_DASHES):
        raise Mistake.LONG_DASH.at(start)
    if _FOREIGN_SIGN.fullmatch(piece):
        raise Mistake.SIGN.at(start)
    folded = fold(piece)
    if near := _NEAR.fullmatch(folded):
        return Lexeme(Kind.NEAR, start, distance=_distance(near[1], start))
    if folded in ("near", "pres") and piece.isupper():
        raise Mistake.NEAR_NUMBER.at(start)
    return Lexeme(Kind.WORD, start, piece)


def _distance(digits: str, start: int) -> int:
    if not re.fullmatch("[0-9]+", digits):
        raise Mistake.NEAR_NUMBER.at(start)
    if len(digits) > 4 or int(digits) > MAX_DISTANCE:
        raise Mistake.NEAR_TOO_FAR.at(start)
    return int(digits)
