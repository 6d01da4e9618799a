"""Names as they stand on a card: what can be drawn of them."""

import unicodedata
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import regex

from beffroi.rankings.card.initials import GRAPHEME, initials

COVERAGE = Path(__file__).resolve().parent / "fonts" / "coverage.txt"
UNSEEN = {"\u200c", "\u200d", "\ufe0f"}  # they join letters and emoji
LONGEST = 200  # characters: no network shows longer names


@dataclass(frozen=True, slots=True)
class Shown:
    """A name as it is drawn, its handle, and one or two initials."""

    name: str
    handle: str
    initials: str


def shown(name: str, handle: str = "") -> Shown:
    """What of a name our fonts can draw. Where nothing is left of it but signs, the handle stands for it.

    A character without a shape (a control, a change of direction) is dropped: it could turn the card around.
    """
    at = f"@{called}" if (called := _drawable(handle).removeprefix("@")) else ""
    plain = _drawable(name)
    if not plain or (_lost_letters(name, plain) and at):
        return Shown(at, "", initials(at))
    return Shown(plain, at, initials(plain) or initials(at))


def _drawable(said: str) -> str:
    drawn = "".join(part for part in GRAPHEME.findall(_without_towers(said[:LONGEST])) if _is_drawn(part))
    return " ".join(drawn.split())


def _without_towers(name: str) -> str:
    """Accents as one character each: those that are piled upon a letter would reach into the lines above."""
    composed = unicodedata.normalize("NFC", name)
    low = regex.sub(r"(\p{M}{2})\p{M}+", r"\1", composed)
    return str(regex.sub(r"[\u0300-\u036f]", "", low))


def _is_drawn(grapheme: str) -> bool:
    return grapheme.isspace() or all(char in UNSEEN or ord(char) in covered() for char in grapheme)


def _lost_letters(name: str, drawn: str) -> bool:
    """Whether fewer than half of its letters can be drawn: the rest of a name is another name."""
    before, after = (sum(char.isalpha() for char in text) for text in (name, drawn))
    return after * 2 < before


@cache
def covered() -> frozenset[int]:
    """The characters that the fonts of the cards have, as tools/card_fonts.py wrote them down."""
    ranges = (line.split("-") for line in COVERAGE.read_text(encoding="ascii").split())
    return frozenset(code for first, last in ranges for code in range(int(first, 16), int(last, 16) + 1))
