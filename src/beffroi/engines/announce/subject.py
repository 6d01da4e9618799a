"""Of what is it announced? The words beside the announcing ones, cut where another thought begins."""

import re

from beffroi.engines.announce.reading import Reading, Sentence
from beffroi.engines.announce.rules import Rule

LONGEST = 80

_LEADING = re.compile(
    r"(?:[^\w#@]|(?:tres|de|du|des|d'|a|aux?|l'(?=(?:article|amendement|ordonnance|arrete|alerte))|"
    r"(?:le|la|les|l'|ce|cet|cette|ces) ?(?=(?:article|amendement|projet|proposition|ppl|pjl|loi|texte|budget|motion|"
    r"resolution|deliberation|decret|arrete|bill|the)s?\b)|hier(?: soir| matin)?|ce (?:matin|soir|jour|midi)|cette nuit|"
    r"cet apres-midi|aujourd'hui|of|the|on|et|il est \S+|directan|direct\san|ca y est)(?!\w))*"
)
_STOP = re.compile(
    r"[,:;()!?«»“”\"|\n\u00a4]|[.…](?!\w)| [-–—] | (?:par|hier|ce (?:matin|soir|jour|midi)|cet apres-midi|cette nuit|aujourd'hui|avec|"
    r"en (?:presence|premiere|nouvelle|seconde|commission|seance)|a l'(?:assemblee|unanimite)|au senat|qui|que|qu'|dont|pour|lors|visant|"
    r"portant|permettant|car|mais|afin|dans|sur|entre|des lors|grace|by|with|today|yesterday|this|in|which|that|who|"
    r"aux cotes|en compagnie)(?!\w)"
)
_CUT_BEFORE = re.compile(
    r"[,:;()!?«»“”\"|\n]| [-–—] | (?:que|qu'|car|mais|et que|that|because|but) ?(?!\w)|[^\w\s'#@.,°/%&\u00a4\u2007-]"
)


def subject(reading: Reading, sentence: Sentence, rule: Rule, start: int, end: int) -> str:
    """What the announcing words are said of; empty when the text does not tell. At most LONGEST characters."""
    if rule.side == "after":
        return _after(reading, sentence, end) or ""
    return _before(reading, sentence, start) or _after(reading, sentence, end)


def _before(reading: Reading, sentence: Sentence, start: int) -> str:
    first = max(sentence.start, start - LONGEST)
    for cut in _CUT_BEFORE.finditer(reading.plain, first, start):
        if reading.plain[cut.end() : start].strip():
            first = cut.end()
    return _trimmed(reading, first, start)


def _after(reading: Reading, sentence: Sentence, end: int) -> str:
    first = _LEADING.match(reading.plain, end, min(sentence.end, end + LONGEST))
    begin = first.end() if first else end
    last = min(sentence.end, begin + LONGEST)
    stop = _STOP.search(reading.plain, begin, last)
    return _trimmed(reading, begin, stop.start() if stop else last)


def _trimmed(reading: Reading, first: int, last: int) -> str:
    leading = _LEADING.match(reading.plain, first, last)
    begin = leading.end() if leading else first
    return reading.written(begin, last).strip(" \t\r\n.,:;-–—'’\u00a0") if begin < last else ""
