"""How well a shown name agrees with a registered one, whatever its owner adds: flags, titles, years, emoji."""

import re
import unicodedata
from collections.abc import Iterator
from itertools import pairwise

from rapidfuzz import fuzz

from beffroi.engines.takeover.lookalikes import in_latin
from beffroi.engines.texts.fold import fold
from beffroi.engines.texts.french import OFFICE

NAME_PART_KEPT = 75
INITIALS = 70
MIN_NAME_PART = 4
DIGITS = "0123456789"  # behind initials: a year, or the number of a department

# Words that join the parts of a name: alone they say nothing about whose it is.
_PARTICLES = frozenset("a au aux d de der des du et l la le les van von".split())


def match(shown: str, *accepted: str) -> int:
    """How well the shown name agrees with the best of the accepted ones, from 0 (not at all) to 100 (the same).

    Rounded down. 0 when nothing is accepted, or when the shown name is empty.
    """
    return max((_score(shown, name) for name in accepted), default=0)


def is_title(shown: str, description: str) -> bool:
    """Whether the shown name is an office that the description holds: "Le Maire de Feurs" for a mayor of Feurs."""
    words = set(_words(shown)) - _PARTICLES
    return bool(office_words(shown)) and words <= set(_words(description))


def office_words(text: str) -> tuple[str, ...]:
    """The words by which a text says that somebody holds a public office, as it writes them, each once."""
    found: dict[str, str] = {}
    for word in re.findall(r"[^\W_]+(?:-[^\W_]+)*", unicodedata.normalize("NFC", text)):
        if OFFICE.fullmatch(folded := fold(word)):
            found.setdefault(folded, word)
    return tuple(found.values())


def _score(shown: str, registered: str) -> int:
    if shown.strip() == registered.strip():
        return 100 if shown.strip() else 0
    ours, theirs = _words(registered), _words(shown)
    return int(max(_scores(ours, theirs))) if ours and theirs else 0


def _scores(ours: list[str], theirs: list[str]) -> Iterator[float]:
    joined = "".join(theirs)
    yield fuzz.token_set_ratio(" ".join(ours), " ".join(theirs))
    yield fuzz.ratio("".join(ours), joined)
    if any(len(part) >= MIN_NAME_PART and part in joined for part in ours):
        yield NAME_PART_KEPT
    if len(ours) > 1 and joined.rstrip(DIGITS) == "".join(part[0] for part in ours):
        yield INITIALS


def _words(name: str) -> list[str]:
    """The words of a name: folded, look-alike letters read as Latin, split at CamelCase and around digits."""
    # Twice: a capital and its small letter may resemble two letters (Ν, ν), and an accent may hide the resemblance.
    text = in_latin(fold(in_latin(_split(unicodedata.normalize("NFC", name)))))
    words = re.findall(r"[^\W_]+", text)
    return [word for word in words if word not in _PARTICLES] or words


def _split(name: str) -> str:
    return "".join(f" {char}" if _begins_word(before, char) else char for before, char in pairwise(f" {name}"))


def _begins_word(before: str, char: str) -> bool:
    return (before.islower() and char.isupper()) or (before.isalnum() and before.isdigit() is not char.isdigit())
