"""Whose words stand in quotation marks?

Words in quotation marks are somebody else's, and what they announce is not announced by whoever quotes them. One case
is ours: a text that is nothing but one quotation, apart from links, tags and emoji, with nobody named.
"""

import re
from collections.abc import Iterator

BLOT = "\u00a4"

# A quotation that is never closed goes on to the end, where the text was cut, if a colon or nothing stands before it;
# else the mark is a slip and holds no more than its sentence.
_QUOTATION = re.compile(r'«[^«»]*(?:»|$)|“[^“”"]*(?:[”"]|$)|„[^„“”]*(?:[“”]|$)|"[^"]*(?:"|$)')
_OPENED = re.compile(r"[:>]\s*$|^\s*$")
_STOP = re.compile(r"[.!?\n]")
_ALONE = re.compile(r"(?:[^\w@]|#\w+)*")


def others_words(plain: str) -> Iterator[tuple[int, int]]:
    """The stretches of a folded text that are somebody else's words, without their quotation marks."""
    found = list(_QUOTATION.finditer(plain))
    if len(found) == 1 and _is_ours(plain, found[0]):
        return
    for quotation in found:
        yield quotation.start() + 1, _end(plain, quotation)


def _end(plain: str, quotation: re.Match[str]) -> int:
    if _is_closed(quotation[0]):
        return quotation.end() - 1
    slip = (
        None
        if _OPENED.search(plain, max(0, quotation.start() - 3), quotation.start())
        else _STOP.search(plain, quotation.start())
    )
    return slip.start() if slip else quotation.end()


def _is_ours(plain: str, quotation: re.Match[str]) -> bool:
    before, after = plain[: quotation.start()], plain[quotation.end() :]
    return bool(_ALONE.fullmatch(before) and _ALONE.fullmatch(after) and _is_closed(quotation[0]))


def _is_closed(quotation: str) -> bool:
    return len(quotation) > 1 and quotation[-1] in '»”“"'
