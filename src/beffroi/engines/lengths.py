"""How long a text is, counted as networks count: in graphemes (what a reader calls a character) and in bytes."""

from dataclasses import dataclass
from typing import Literal

import regex

_GRAPHEME = regex.compile(r"\X")

Unit = Literal["graphemes", "bytes"]


def graphemes(text: str) -> int:
    """The number of extended grapheme clusters (Unicode UAX #29): a family emoji is one, an accented letter too."""
    return sum(1 for _ in _GRAPHEME.finditer(text))


def utf8_bytes(text: str) -> int:
    """The number of bytes of the text in UTF-8. Half a character (a lone surrogate) counts three."""
    return len(text.encode("utf-8", "surrogatepass"))


@dataclass(frozen=True, slots=True)
class Length:
    """`used` units of a text; `left` is what the limit still allows, negative when the text is `over`."""

    used: int
    left: int
    unit: Unit

    @property
    def over(self) -> bool:
        return self.left < 0


@dataclass(frozen=True, slots=True)
class Limit:
    """What a network takes: at most so many graphemes and, where it says so, so many bytes."""

    max_graphemes: int
    max_bytes: int | None = None

    def measure(self, text: str) -> Length:
        """The length of `text` in the unit whose limit it comes nearest to: over exactly when either limit is."""
        seen = graphemes(text)
        length = Length(seen, self.max_graphemes - seen, "graphemes")
        if self.max_bytes is None:
            return length
        sent = utf8_bytes(text)
        is_tighter = sent * self.max_graphemes > seen * self.max_bytes
        return Length(sent, self.max_bytes - sent, "bytes") if is_tighter else length
