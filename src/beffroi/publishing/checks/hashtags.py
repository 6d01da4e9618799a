"""Can each hashtag be read aloud? A screen reader finds the words of #ConseilMunicipal, not of #conseilmunicipal."""

import re
from collections.abc import Iterator
from functools import cache

from django.utils.translation import gettext as _

from beffroi.engines.texts.fold import fold
from beffroi.engines.texts.french import SMALL_WORDS, WORDS
from beffroi.engines.texts.links import without_links
from beffroi.publishing.checks import Checked, Finding

TAG = re.compile(r"(?<![\w&/#])#([^\W\d_][^\W_]*)")
WORD = re.compile(r"[^\W\d_]+")
LONGEST = 80  # letters: longer than this nobody meant it
LONG = 17  # letters: hardly any French word alone has as many
SUBSTANTIAL = 4  # letters: a hashtag is cut only where two such words stand in it


def check(checked: Checked) -> Iterator[Finding]:
    text = without_links("\n".join(checked.texts))
    known = frozenset(fold(word) for word in WORD.findall(TAG.sub(" ", text))) | WORDS
    for tag in dict.fromkeys(TAG.findall(text)):
        if tag[1:] not in (tag[1:].lower(), tag.upper()[1:]):
            continue
        if better := in_camel_case(tag, known):
            words = _("#%(tag)s is read aloud as one word. Write #%(better)s: a capital for each word.")
            yield Finding("hashtags", "text", words % {"tag": tag, "better": better}, blocks=False, about=tag)
        elif len(tag) >= LONG and tag in (tag.lower(), tag.upper()):
            words = _("#%(tag)s is hard to read, aloud and with the eye: begin each of its words with a capital.")
            yield Finding("hashtags", "text", words % {"tag": tag}, blocks=False, about=tag)


def in_camel_case(tag: str, known: frozenset[str]) -> str:
    """`tag` with a capital for each word, empty when it is one word or cannot be cut surely."""
    folded = fold(tag)
    if folded in known or len(tag) > LONGEST:
        return ""
    if len(folded) != len(tag):  # œ: the letters no longer stand at the same place
        return ""
    return "".join(tag[start:end].capitalize() for start, end in cut(folded, known))


def cut(folded: str, known: frozenset[str]) -> list[tuple[int, int]]:
    """Where the words of `folded` begin and end; the fewest words win. Empty when it is not made of such words."""

    @cache
    def fewest(start: int) -> tuple[tuple[int, int], ...] | None:
        if start == len(folded):
            return ()
        ends = [end for end in range(len(folded), start, -1) if _is_word(folded[start:end], known)]
        ways = [((start, end), *rest) for end in ends if (rest := fewest(end)) is not None]
        return min(ways, key=len, default=None)

    words = list(fewest(0) or ())
    return words if sum(end - start >= SUBSTANTIAL for start, end in words) >= 2 else []


def _is_word(piece: str, known: frozenset[str]) -> bool:
    return piece in SMALL_WORDS or (len(piece) >= SUBSTANTIAL and piece in known)
