"""Of what is it announced? The words beside the announcing ones, cut where another thought begins."""

import re

from beffroi.engines.announce.place import Place
from beffroi.engines.announce.reading import Reading

LONGEST = 80

_LEADING = re.compile(
    r"[^\w@]+|(?:a l'unanimite\b|a la quasi-unanimite\b|d'|of\b|de\b|du\b|des\b|aux?\b|a\b|on\b|et\b|tres\b|"
    r"hier(?: soir| matin)?\b|ce (?:matin|soir|jour|midi)\b|"
    r"cette nuit\b|cet apres-midi\b|aujourd'hui\b|definitivement\b|par \d+ voix contre \d+\b|"
    r"il est \S+|ca y est\b|direct\san\b|and\b|en (?:premiere|nouvelle|seconde) lecture\b)"
)
_OF_THE_LAW = re.compile(
    r"(?:l'|(?:le|la|les|ce|cet|cette|ces|mon|ma|mes|notre|nos|the|our|this)\s+)(?=#?(?:article|amendement|projet|"
    r"proposition|ppl|pjl|"
    r"loi|texte|budget|motion|resolution|deliberation|decret|arrete|ordonnance|convention|accord|bail|contrat|bill|"
    r"amendment|act\b|treaty|law\b))"
)
_STOP = re.compile(
    r"[,:;()!?«»“”\"|\n]|(?<![@\u00a4])\u00a4|[.…](?!\w)| [-–—] | (?:par|hier|ce (?:matin|soir|jour|midi)|"
    r"cet apres-midi|cette nuit|aujourd'hui|avec|"
    r"en (?:presence|premiere|nouvelle|seconde|commission|seance)|a l'(?:assemblee|unanimite)|au senat|qui|que|qu'|"
    r"dont|pour|lors|visant|"
    r"portant|permettant|car|mais|afin|dans|sur|entre|des lors|grace|by|with|today|yesterday|this|in|which|that|who|"
    r"aux cotes|en compagnie)(?!\w)"
)
_CUT_BEFORE = re.compile(
    r"[,:;()!?«»“”\"|\n]| [-–—] | (?:que|qu'|car|mais|et que|that|because|but) ?(?!\w)|[^\w\s'#@.,°/%&\u00a4\u2007-]"
)


def subject(place: Place) -> str:
    """What the announcing words are said of; empty when the text does not tell. At most LONGEST characters."""
    if place.rule.side == "after":
        return _after(place)
    return _before(place) or _after(place)


def _before(place: Place) -> str:
    plain, start = place.reading.plain, place.start
    first = start - min(len(place.before), LONGEST)
    for cut in _CUT_BEFORE.finditer(plain, first, start):
        if plain[cut.end() : start].strip():
            first = cut.end()
    return _trimmed(place.reading, first, start)


def _after(place: Place) -> str:
    last = place.end + len(place.after)
    begin = _begun(place.reading, place.end, min(last, place.end + LONGEST))
    last = min(last, begin + LONGEST)
    stop = _STOP.search(place.reading.plain, begin, last)
    return _trimmed(place.reading, begin, stop.start() if stop else last)


def _begun(reading: Reading, first: int, last: int) -> int:
    """Where the name of the thing begins: articles are left out before texts of law, which are quoted by number."""
    while leading := _LEADING.match(reading.plain, first, last):
        first = leading.end()
    article = _OF_THE_LAW.match(reading.plain, first, last)
    return article.end() if article else first


def _trimmed(reading: Reading, first: int, last: int) -> str:
    begin = _begun(reading, first, last)
    return reading.written(begin, last).strip(" \t\r\n.,:;-–—'’\u00a0") if begin < last else ""
