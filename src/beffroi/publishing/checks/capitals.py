"""A sentence in capitals is hard to read, and shouted; some screen readers spell it letter by letter."""

import re
from collections.abc import Iterator

from django.utils.translation import gettext as _

from beffroi.engines.texts.links import without_links
from beffroi.publishing.checks import Checked, Finding

MARKED = re.compile(r"[#@]\S+")
LETTERS = re.compile(r"[^\W\d_]")
WORD = re.compile(r"\S+")
CLOSES = re.compile(r"[.!?…]$")
MANY = 3  # words
LONG, VERY_LONG = 6, 8  # letters: what is shorter may be an acronym


def check(checked: Checked) -> Iterator[Finding]:
    for shouted in dict.fromkeys(run for text in checked.texts for run in runs(text)):
        words = _("“%(shouted)s” is written in capitals. Write it in small letters: “%(plain)s”.")
        said = {"shouted": shouted, "plain": shouted.capitalize()}
        yield Finding("capitals", "text", words % said, blocks=False, about=shouted[:200])


def runs(text: str) -> Iterator[str]:
    """Every stretch of words in capitals that is no row of acronyms, within a line and a sentence."""
    for line in MARKED.sub("\n", without_links(text)).splitlines():
        run: list[str] = []
        for word in [*WORD.findall(line), "."]:
            if _is_shouted(word):
                run.append(word)
            elif run and not LETTERS.search(word) and word != ".":
                run.append(word)  # a figure, a dash: the shouting goes on
                continue
            if run and (not _is_shouted(word) or CLOSES.search(word)):
                if _is_sentence(run):
                    yield " ".join(run).strip(" .,;:!?…")
                run = []


def _is_shouted(word: str) -> bool:
    letters = "".join(LETTERS.findall(word))
    return bool(letters) and letters == letters.upper() != letters.lower()


def _is_sentence(run: list[str]) -> bool:
    sizes = [len(LETTERS.findall(word)) for word in run if LETTERS.search(word)]
    long = sum(size >= LONG for size in sizes)
    return len(sizes) >= MANY and (long >= 2 or max(sizes) >= VERY_LONG)
