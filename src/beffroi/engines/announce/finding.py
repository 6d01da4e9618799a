"""Finding the announcements of a text."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from beffroi.engines.announce.contexts import is_participle
from beffroi.engines.announce.cues import doubt
from beffroi.engines.announce.english_rules import ENGLISH
from beffroi.engines.announce.families import FAMILIES
from beffroi.engines.announce.french_rules import FRENCH
from beffroi.engines.announce.place import Place, place_of
from beffroi.engines.announce.reading import Reading, read
from beffroi.engines.announce.rule import Rule
from beffroi.engines.announce.standing import fits
from beffroi.engines.announce.subject import subject

RULES: tuple[Rule, ...] = (*FRENCH, *FAMILIES, *ENGLISH)


@dataclass(frozen=True, slots=True)
class Announcement:
    """One accomplished fact that a text announces.

    `words` are the announcing words, `text[start:end]` in code points. `subject` is what they are said of, in the
    text's own words ("article 1er", "la médiathèque"), empty when it does not tell.
    """

    kind: str
    start: int
    end: int
    words: str
    subject: str


def announcements(text: str, lang: str = "") -> list[Announcement]:
    """The accomplished facts that `text` announces, in its order, none overlapping another. Never fails.

    `lang` is the declared language (BCP 47) or empty. Both languages are read whatever it says, so that a wrong label
    hides nothing; it only settles words that are written alike ("vote").
    """
    reading = read(text)
    found: list[Announcement] = []
    for place in sorted(_places(reading, lang), key=lambda each: (each.start, -each.end)):
        start, end = reading.span(place.start, place.end)
        if not found or start >= found[-1].end:
            found.append(Announcement(place.rule.kind, start, end, text[start:end], subject(place)))
    return found


def _places(reading: Reading, lang: str) -> Iterator[Place]:
    for rule in RULES:
        for match in rule.pattern.finditer(reading.plain):
            if _holds_a_participle(reading, match, lang):
                place = place_of(reading, rule, match)
                if place.words and fits(place) and not doubt(place):
                    yield place


def _holds_a_participle(reading: Reading, match: re.Match[str], lang: str) -> bool:
    """Whether what stands for a participle in the pattern is one, and what stands for a present is none."""
    groups = match.re.groupindex
    if "v" in groups:
        return not is_participle(reading, *match.span("v"), lang)
    return "p" not in groups or is_participle(reading, *match.span("p"), lang)
