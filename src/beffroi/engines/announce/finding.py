"""Finding the announcements of a text."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from beffroi.engines.announce.contexts import fits, is_participle
from beffroi.engines.announce.cues import REACH, doubt
from beffroi.engines.announce.english_rules import ENGLISH
from beffroi.engines.announce.french_rules import FRENCH
from beffroi.engines.announce.reading import Reading, read
from beffroi.engines.announce.rule import Rule
from beffroi.engines.announce.subject import subject

RULES: tuple[Rule, ...] = (*FRENCH, *ENGLISH)


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
    for start, end, rule in sorted(_findings(reading, lang), key=lambda each: (each[0], -each[1])):
        first, stop = reading.span(start, end)
        if not found or first >= found[-1].end:
            said = subject(reading, reading.sentence_at(start), rule, start, end)
            found.append(Announcement(rule.kind, first, stop, text[first:stop], said))
    return found


def _findings(reading: Reading, lang: str) -> Iterator[tuple[int, int, Rule]]:
    for rule in RULES:
        for match in rule.pattern.finditer(reading.plain):
            start, end = match.start(), match.start() + len(match[0].rstrip())
            if start < end and _announces(reading, rule, match, end, lang):
                yield start, end, rule


def _announces(reading: Reading, rule: Rule, match: re.Match[str], end: int, lang: str) -> bool:
    if "p" in rule.pattern.groupindex and not is_participle(reading, *match.span("p"), lang):
        return False
    sentence = reading.sentence_at(match.start())
    before = reading.plain[max(sentence.start, match.start() - REACH) : match.start()]
    after = reading.plain[end : min(sentence.end, end + REACH)]
    if not fits(reading, rule, match.start(), end, before, after):
        return False
    return not doubt(rule, sentence, before, reading.plain[match.start() : end], after)
