"""A text made ready for the rules: folded, with handles, addresses and other people's words blotted out.

Every character of the folded text knows the code point it comes from, so that a finding can be shown in the text as
it was written.
"""

import re
from bisect import bisect_right
from collections.abc import Iterable
from dataclasses import dataclass

from beffroi.engines.announce.quoting import BLOT, others_words
from beffroi.engines.texts.fold import fold

SEAM = "\u2007"  # between the words of a tag; other figure spaces are folded to spaces

_PLAIN = str.maketrans({"’": "'", "‘": "'", "ʼ": "'", "´": "'", "`": "'", "\r": "\n", "\u2028": "\n", "\u2029": "\n"})
_TAG = re.compile(r"#\w+")
_SEAM = re.compile(r"(?<=[a-zà-öø-ÿ])(?=[A-ZÀ-ÖØ-Þ0-9])|(?<=[A-Z])(?=[A-Z][a-z])")  # #BudgetAdopté, #article1
_BLOTTED = re.compile(r"(?:https?://|www\.)\S+|<url>|(?<=@)\w(?:[\w.-]*\w)?")
_REPOST = re.compile(r"\s*rt @[^\s:]*:?")
_END = re.compile(r"[!?…]+|\.+(?!\w)|\n+|[;•|>➡👉✅✔☑❌🔴🔵▶]")
_ABBREVIATED = re.compile(r"(?:^|\W)(?:m|mm|mme|mr|mrs|ms|dr|art|al|n|no|st|ste|cf|av|bd)$")
_LONGEST_ABBREVIATION = 5


@dataclass(frozen=True, slots=True)
class Sentence:
    """A stretch of the folded text, and whether it ends with a question mark."""

    start: int
    end: int
    asks: bool


@dataclass(frozen=True, slots=True)
class Reading:
    """`plain` is the folded text; `origins[n]` is the code point of `text` from which its n-th character comes."""

    text: str
    plain: str
    origins: list[int]
    sentences: list[Sentence]
    starts: list[int]

    def sentence_at(self, place: int) -> Sentence:
        return self.sentences[max(0, bisect_right(self.starts, place) - 1)]

    def span(self, start: int, end: int) -> tuple[int, int]:
        """The stretch of `text` that was folded into `plain[start:end]`, with the marks on its last letter."""
        stop = self.origins[end - 1] + 1
        while stop < len(self.text) and not fold(self.text[stop]):
            stop += 1
        return self.origins[start], stop

    def written(self, start: int, end: int) -> str:
        """`plain[start:end]` as its author wrote it."""
        if start >= end:
            return ""
        first, stop = self.span(start, end)
        return self.text[first:stop]


def read(text: str) -> Reading:
    plain, origins = _folded(text)
    plain = _BLOTTED.sub(lambda found: BLOT * len(found[0]), plain)
    plain = _blotted(plain, others_words(plain))
    sentences = _sentences(plain)
    return Reading(text, plain, origins, sentences, [each.start for each in sentences])


def _folded(text: str) -> tuple[str, list[int]]:
    seams = {tag.start() + seam.start() for tag in _TAG.finditer(text) for seam in _SEAM.finditer(tag[0])}
    pieces: list[str] = []
    origins: list[int] = []
    for place, char in enumerate(text):
        piece = fold(char).translate(_PLAIN)
        if place in seams:
            piece = SEAM + piece
        pieces.append(piece)
        origins.extend([place] * len(piece))
    return "".join(pieces), origins


def _blotted(plain: str, stretches: Iterable[tuple[int, int]]) -> str:
    pieces: list[str] = []
    done = 0
    for start, end in stretches:
        pieces += plain[done:start], BLOT * (end - start)
        done = end
    return "".join((*pieces, plain[done:]))


def _sentences(plain: str) -> list[Sentence]:
    """The sentences, in their order, without a gap. A list of points is a list of sentences."""
    found: list[Sentence] = []
    repost = _REPOST.match(plain)
    start = repost.end() if repost else 0
    if start:
        found.append(Sentence(0, start, asks=False))
    for end in _END.finditer(plain, start):
        if end[0] == "." and _ABBREVIATED.search(plain, max(0, end.start() - _LONGEST_ABBREVIATION), end.start()):
            continue
        found.append(Sentence(start, end.end(), asks="?" in end[0]))
        start = end.end()
    found.append(Sentence(start, len(plain), asks=False))
    return found
