"""Draws cards as PNG with Typst: the same card is the same bytes. Nothing is fetched; nobody's picture is shown."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from functools import cache
from pathlib import Path
from typing import Any

import typst

from beffroi.rankings.card.colours import INK, PAPER, SOFT, palette
from beffroi.rankings.card.names import shown

HERE = Path(__file__).resolve().parent
FONTS = (HERE / "fonts", HERE.parents[1] / "chronicle" / "fonts")
LAMP = "#f7c665"
SHAPES = {"link": (1200, 630), "square": (1080, 1080), "story": (1080, 1920)}  # pixels
MOST = 8  # names on one card


@dataclass(frozen=True, slots=True)
class Thanks:
    """What a thank-you card says, in the words of one language. `colour` is the body's, "" where it has none."""

    title: str
    lead: str
    body: str
    foot: str
    names: Sequence[tuple[str, str]]  # the name and the handle of each, the first one first; MOST at most
    colour: str = ""
    lang: str = "fr"


def draw(card: Thanks, shape: str) -> bytes:
    """The card as PNG in one of SHAPES. Raises ValueError for a shape, a colour or a number of names it cannot draw."""
    if shape not in SHAPES:
        raise ValueError(f"{shape!r} is no shape of a card")
    if not 0 < len(card.names) <= MOST:
        raise ValueError(f"a card has 1 to {MOST} names, not {len(card.names)}")
    names = [asdict(shown(name, handle)) for name, handle in card.names]
    words = {"title": card.title, "lead": card.lead, "body": shown(card.body).name, "foot": card.foot}
    return _png("thanks.typ", {**words, "names": names, "shape": shape, "lang": card.lang}, card.colour)


def body_card(name: str, place: str, lines: Sequence[str], colour: str = "", lang: str = "fr") -> bytes:
    """The link card (1200 x 630) of a public body: its `name`, its `place` (a département), and up to three `lines`
    about it, such as how many of its accounts are proven. Raises ValueError for a colour that is none."""
    said = {"name": shown(name).name, "place": place, "lines": list(lines)[:3], "lang": lang}
    return _png("body.typ", said, colour)


def _png(template: str, said: Mapping[str, Any], colour: str) -> bytes:
    colours = {**asdict(palette(colour)), "paper": PAPER, "ink": INK, "soft": SOFT, "lamp": LAMP}
    data = json.dumps({**said, "colours": colours}, ensure_ascii=False)
    compiler = typst.Compiler(HERE / template, root=HERE, font_paths=_fonts())
    drawn = compiler.compile(format="png", ppi=72, sys_inputs={"data": data})
    if not isinstance(drawn, bytes):
        raise TypeError("a card is one page")
    return drawn


@cache
def _fonts() -> "typst.Fonts":
    """Read once: they are a megabyte."""
    return typst.Fonts(include_system_fonts=False, include_embedded_fonts=False, font_paths=list(FONTS))
