"""How long a text is, counted as each network counts: graphemes, characters or X's weighted ones, and bytes."""

import unicodedata
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Literal

import regex

_GRAPHEME = regex.compile(r"\X")
# The library tries every emoji it knows at every letter; it need be asked only where one may stand.
_MAYBE_EMOJI = regex.compile(
    r"[0-9#*\p{Extended_Pictographic}\p{Regional_Indicator}\p{Emoji_Modifier}\u200d\ufe0f\u20e3\U000e0020-\U000e007f]+"
)
_ONLY_DIGITS = regex.compile(r"[0-9#*\u200d\ufe0f]+")
_LIGHT = regex.compile(r"[\u0000-\u10ff\u2000-\u200d\u2010-\u201f\u2032-\u2037]")
_ON_X = 23  # what a link weighs
_URL = regex.compile(r"https?://[^\s<>\"»]*[^\s<>\"».,;:!?)]")
_REMOTE_MENTION = regex.compile(r"(?<![\w@/])(@\w[\w.-]*)@\w[\w.-]*\w")

Counts = Literal["graphemes", "characters", "weighted"]
Unit = Literal["graphemes", "characters", "weighted", "bytes"]


def graphemes(text: str) -> int:
    """The number of extended grapheme clusters (Unicode UAX #29): a family emoji is one, an accented letter too."""
    return sum(1 for _ in _GRAPHEME.finditer(text))


def weighted(text: str) -> int:
    """X's weighted length (twitter-text, configuration 3): most letters 1, emoji and "…" or "€" 2, a link 23."""
    from twitter_text.extract_urls import extract_urls_with_indices  # here: a third of a second, for X alone

    said = unicodedata.normalize("NFC", text).replace("\r\n", "\n")
    weight, start = 0, 0
    for link in extract_urls_with_indices(said):
        begins, ends = link["indices"]
        weight, start = weight + _weight(said[start:begins]) + _ON_X, ends
    return weight + _weight(said[start:])


def _weight(text: str) -> int:
    """Of a text without links."""
    from twitter_text.extract_emojis import extract_emojis_with_indices  # as above

    weight = _plain_weight(text)
    for found in _MAYBE_EMOJI.findall(text):
        if not _ONLY_DIGITS.fullmatch(found):
            for emoji in extract_emojis_with_indices(found):
                weight += 2 - _plain_weight(emoji["emoji"])
    return weight


def _plain_weight(text: str) -> int:
    return 2 * len(text) - len(_LIGHT.findall(text))


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
