"""Cutting a text into the posts of a thread: at the writer's own marks, then at sentences, then at words."""

from collections.abc import Iterator, Sequence

import regex

from beffroi.engines.texts.lengths import Limit

MARK = regex.compile(r"\n[ \t]*---+[ \t]*\n")
_PARAGRAPH = regex.compile(r"(?<=\n)\n+")
# A sentence ends at its stop and what closes it; "M. le maire", "art. 5", "1. " and "p. ex." do not end one.
_SENTENCE = regex.compile(
    r"(?<=[.!?…][\s\u202f\u00a0]*[»”\")\]]?)(?<!\b(?:MM?|Mme|Dr|St|Ste|art|al|cf|ex|n°|p|etc|vol|\d|\p{Lu})\.)\s+(?=[«“\"(\[]?[\s\u202f\u00a0]*\p{Lu}|\d)"
)
_WORD = regex.compile(r"(?<=\s)")
_GRAPHEME = regex.compile(r"\X")


def split(text: str, limit: Limit) -> list[str]:
    """The posts of a thread, in order; each one within `limit`, none empty, no word lost.

    A line of three dashes or more is the writer's own mark and always begins a new post. A text that fits is one post.
    """
    return [post for marked in MARK.split(text) if (whole := marked.strip()) for post in _fitting(whole, limit)] or [""]


def _fitting(text: str, limit: Limit) -> list[str]:
    if not limit.measure(text).over:
        return [text]
    posts: list[str] = []
    pieces = list(_pieces(text, limit))
    start = 0
    while start < len(pieces):
        end = _furthest(pieces, start, limit)
        posts.append("".join(pieces[start:end]).strip())
        start = end
    return [post for post in posts if post]


def _furthest(pieces: Sequence[str], start: int, limit: Limit) -> int:
    """The end of the longest run of pieces that fits together; one piece always goes. Halved, not walked: counting
    is what costs."""
    fits, over = start + 1, len(pieces) + 1
    step = 1
    while fits + 1 < over:
        tried = min(fits + step, over - 1)
        if limit.measure("".join(pieces[start:tried]).strip()).over:
            over, step = tried, max(1, (tried - fits) // 2)
        else:
            fits, step = tried, step * 2
    return fits


def _pieces(text: str, limit: Limit) -> Iterator[str]:
    """The largest units of the text that fit: paragraphs, sentences, words, in the last resort graphemes."""
    yield from _down(text, limit, [_PARAGRAPH, _SENTENCE, _WORD])


def _down(text: str, limit: Limit, cuts: list[regex.Pattern[str]]) -> Iterator[str]:
    if not limit.measure(text.strip()).over:
        yield text
    elif not cuts:
        yield from _GRAPHEME.findall(text)
    else:
        for piece in _cut(text, cuts[0]):
            yield from _down(piece, limit, cuts[1:])


def _cut(text: str, at: regex.Pattern[str]) -> Iterator[str]:
    """The text in pieces that together are the text: each keeps the blank that ends it."""
    start = 0
    for found in at.finditer(text):
        if found.end() > start:
            yield text[start : found.end()]
            start = found.end()
    if start < len(text):
        yield text[start:]
