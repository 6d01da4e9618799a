"""How long a text is, counted as each network counts: graphemes, characters or X's weighted ones, and bytes."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Literal

import regex
from twitter_text import parse_tweet

_GRAPHEME = regex.compile(r"\X")
_URL = regex.compile(r"https?://[^\s<>\"»]*[^\s<>\"».,;:!?)]")
_REMOTE_MENTION = regex.compile(r"(?<![\w@/])(@\w[\w.-]*)@\w[\w.-]*\w")

Counts = Literal["graphemes", "characters", "weighted"]
Unit = Literal["graphemes", "characters", "weighted", "bytes"]


def graphemes(text: str) -> int:
    """The number of extended grapheme clusters (Unicode UAX #29): a family emoji is one, an accented letter too."""
    return sum(1 for _ in _GRAPHEME.finditer(text))


def weighted(text: str) -> int:
    """X's weighted length (twitter-text, configuration 3): most letters 1, emoji and "…" or "€" 2, a link 23."""
    return int(parse_tweet(text).weightedLength)


def utf8_bytes(text: str) -> int:
    """The number of bytes of the text in UTF-8. Half a character (a lone surrogate) counts three."""
    return len(text.encode("utf-8", "surrogatepass"))


_COUNTED: Mapping[Counts, Callable[[str], int]] = {"graphemes": graphemes, "characters": len, "weighted": weighted}


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
    """What a network takes: at most `max_length` of what it `counts` and, where it says so, so many bytes.

    `url_length` is what every link counts, whatever its length; such networks also count only the local part of a
    mention of somebody on another server (Mastodon).
    """

    max_length: int
    max_bytes: int | None = None
    counts: Counts = "graphemes"
    url_length: int | None = None

    def measure(self, text: str) -> Length:
        """The length of `text` in the unit whose limit it comes nearest to: over exactly when either limit is."""
        seen = _COUNTED[self.counts](self._as_counted(text))
        length = Length(seen, self.max_length - seen, self.counts)
        if self.max_bytes is None:
            return length
        sent = utf8_bytes(text)
        is_tighter = sent * self.max_length > seen * self.max_bytes
        return Length(sent, self.max_bytes - sent, "bytes") if is_tighter else length

    def _as_counted(self, text: str) -> str:
        if self.url_length is None or self.counts == "weighted":  # the weighted count knows links itself
            return text
        return _REMOTE_MENTION.sub(r"\1", _URL.sub("x" * self.url_length, text))
