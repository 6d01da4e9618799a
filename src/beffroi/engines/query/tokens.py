"""Cutting a text into tokens: words, #tags, @handles, emoji. Searches and posts are cut by the same function."""

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass

from beffroi.engines.texts.fold import fold

ABBREVIATIONS = {"st": "saint", "ste": "sainte"}
_APOSTROPHE_LETTER = "\u02bc"  # Unicode files it under letters; people type it for an apostrophe, which separates

# One letter per class of character: w word, s symbol or emoji, and # @ . - for themselves.
_TOKEN = re.compile(r"w+|(?<!w)#w+|(?<!w)@w(?:[w.-]*w)?|s")
_SCHEMES = ("http", "https")
_ADDRESS = re.compile(r"://\S*")
_TABLE_END = 0x20000


@dataclass(frozen=True, slots=True)
class Reading:
    """The tokens of a text in their order, folded: `eau`, `#loire`, `@ana.fr`, `🚨`. Their index is their place.

    `addresses` are the web addresses that stand between them, folded.
    """

    tokens: tuple[str, ...]
    addresses: tuple[str, ...] = ()

    @property
    def has_link(self) -> bool:
        return bool(self.addresses)


def read(text: str) -> Reading:
    """Cuts a text. An http address gives no token: it stands among the addresses.

    A tag or a handle begins only where no word character stands just before its sign, a handle may contain `.` and
    `-` but does not end with them, and an emoji is one token per code point.
    """
    folded = fold(text)
    pieces = list(cut(folded))
    tokens = tuple(folded[start:end] for start, end, is_address in pieces if not is_address)
    addresses = tuple(folded[start:end] for start, end, is_address in pieces if is_address)
    return Reading(tokens, addresses)


def cut(folded: str) -> Iterator[tuple[int, int, bool]]:
    """The stretches of a folded text in their order: where each begins and ends, and whether it is an address."""
    resume = 0
    for found in _TOKEN.finditer(folded.translate(_CLASSES)):
        start, end = found.span()
        if start < resume:
            continue
        if folded[start:end] in _SCHEMES and (address := _ADDRESS.match(folded, end)):
            resume = address.end()
            yield start, resume, True
        else:
            yield start, end, False


def unabbreviated(word: str) -> str:
    """The word under which a folded word is searched: `st` is `saint`."""
    return ABBREVIATIONS.get(word, word)


def is_word(token: str) -> bool:
    """Whether a token is a plain word: neither a tag, nor a handle, nor an emoji."""
    return _CLASSES[ord(token[0])] == "w"


class _Classes(dict[int, str]):
    def __missing__(self, code: int) -> str:
        kind = class_of(chr(code))
        if code < _TABLE_END:
            self[code] = kind
        return kind


def class_of(char: str) -> str:
    """The class of a folded character: w word, s symbol or emoji, `#`, `@`, `.` and `-` themselves, else a space."""
    if char in "#@.-":
        return char
    if char == _APOSTROPHE_LETTER:
        return " "
    category = unicodedata.category(char)
    if char == "_" or char.isalnum() or category in ("Mc", "Lm"):
        return "w"
    is_symbol = category == "So" or 0x1F000 <= ord(char) < 0x20000  # emoji younger than our Unicode tables
    return "s" if is_symbol else " "


_CLASSES = _Classes()
