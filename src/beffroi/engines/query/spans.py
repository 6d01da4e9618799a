"""Where the tokens of a text stand in the text as it was written."""

from typing import NamedTuple

from beffroi.engines.query.tokens import cut
from beffroi.engines.texts.fold import fold


class Span(NamedTuple):
    """A stretch of a text, in characters from 0: `text[start:end]`."""

    start: int
    end: int


def placed_tokens(text: str) -> list[tuple[str, Span]]:
    """The folded tokens of `read(text)`, in the same order, each with its stretch of the text as written.

    Folding drops characters and makes others longer: an accent written apart belongs to the letter before it, and a
    sign that folds into two words (`½`) is the stretch of both.
    """
    pieces = [fold(char) for char in text]
    origins = [at for at, piece in enumerate(pieces) for _ in piece]
    folded = "".join(pieces)
    stretches = ((start, end) for start, end, is_address in cut(folded) if not is_address)
    return [(folded[start:end], _span(origins[start], origins[end - 1] + 1, pieces)) for start, end in stretches]


def joined(spans: list[Span]) -> tuple[Span, ...]:
    """The same stretches in their order, those that overlap as one."""
    apart: list[Span] = []
    for span in sorted(spans):
        if apart and span.start < apart[-1].end:
            apart[-1] = Span(apart[-1].start, max(apart[-1].end, span.end))
        else:
            apart.append(span)
    return tuple(apart)


def _span(start: int, end: int, pieces: list[str]) -> Span:
    """With the marks that follow its last letter, which fold to nothing."""
    while end < len(pieces) and not pieces[end]:
        end += 1
    return Span(start, end)
