"""The English tables made into rules."""

from collections.abc import Iterator

from beffroi.engines.announce import english
from beffroi.engines.announce.rule import Rule, spelled, word

_ALERTED = word(english.ALERTS)
_LAW = word(english.LAW)
_GAP = rf"(?: (?:{english.ADVERBS})\b){{0,3}} "
_ACTOR = rf"(?:\b(?:{english.ACTORS}|we|i|they)|@\u00a4+)(?: (?:{english.BETWEEN})\b){{0,2}} "


def rules() -> Iterator[Rule]:
    for kind, words in english.PARTICIPLES.items():
        needs = _ALERTED if kind == "alert_lifted" else None
        yield Rule(kind, "finite", spelled(rf"(?<!\w)(?:{english.HAS}){_GAP}(?:{words})\b"), "before", needs)
        yield Rule(kind, "finite", spelled(rf"{_ACTOR}(?:{words})\b"), "after")
    yield Rule("death", "finite", word(r"died|passed away"), "before")
    for kind, words in english.STATES.items():
        yield Rule(kind, "phrase", word(words), "before")
    for kind, words in english.PRESENT.items():
        yield Rule(kind, "present", spelled(rf"\b(?:{english.ACTORS}) (?:{words})\b"), "after")
    for kind, words in english.NOUNS.items():
        yield Rule(kind, "noun", word(words), "after", head=True)
    for kind in ("adoption", "rejection", "signature"):
        yield Rule(kind, "bare", word(english.PARTICIPLES[kind]), "before", _LAW)
    yield Rule("election", "bare", spelled(rf"\b(?:re-?)?elected (?:as )?(?={english.OFFICES})"), "before")
    yield Rule("nomination", "bare", spelled(rf"\bappointed (?:as )?(?={english.OFFICES})"), "before")


ENGLISH: tuple[Rule, ...] = tuple(rules())
