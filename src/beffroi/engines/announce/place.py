"""Where the announcing words of a rule were found, with what stands around them."""

import re
from dataclasses import dataclass

from beffroi.engines.announce.reading import Reading
from beffroi.engines.announce.rule import Rule

REACH = 160  # characters of the sentence that are looked at on each side
NEAR = 90
AROUND = 280  # characters of the text on each side where a cheer is heard


@dataclass(frozen=True, slots=True)
class Place:
    """`words` of the folded text, and their sentence `before` and `after` them, as far as REACH."""

    reading: Reading
    rule: Rule
    start: int
    end: int
    before: str
    words: str
    after: str
    asks: bool

    @property
    def near(self) -> str:
        return self.before[-NEAR:]

    @property
    def around(self) -> str:
        return self.reading.plain[max(0, self.start - AROUND) : self.end + AROUND]


def place_of(reading: Reading, rule: Rule, match: re.Match[str]) -> Place:
    start = match.start()
    words = match[0].rstrip()
    end = start + len(words)
    sentence = reading.sentence_at(start)
    before = reading.plain[max(sentence.start, start - REACH) : start]
    after = reading.plain[end : max(end, min(sentence.end, end + REACH))]
    return Place(reading, rule, start, end, before, words, after, sentence.asks)
