"""The tables of expressions, made into rules: what to look for, and on which side its subject stands."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

from beffroi.engines.announce import english, french

Form = Literal["finite", "present", "noun", "phrase", "bare"]
Side = Literal["before", "after"]


@dataclass(frozen=True, slots=True)
class Rule:
    """`pattern` holds the announcing words; its group `p`, where there is one, is a participle.

    `needs` must be found in the sentence before these words. `head`: they open the sentence, or follow a word that
    says that one was there.
    """

    kind: str
    form: Form
    pattern: re.Pattern[str]
    side: Side
    needs: re.Pattern[str] | None = None
    head: bool = False


def _compiled(pattern: str) -> re.Pattern[str]:
    """A blank of the tables is any run of blanks."""
    return re.compile(re.sub(r" [?*]", lambda _: r"\s*", pattern).replace(" ", r"\s+"))


_ADVERBS = (
    r"bien|donc|enfin|definitivement|officiellement|largement|tres largement|finalement|ainsi|egalement|aussi|desormais|"
    r"maintenant|deja|ce (?:matin|soir|midi|jour)|cet apres-midi|hier(?: soir| matin| apres-midi)?|cette nuit|"
    r"aujourd'hui|solennellement|massivement|unanimement|a l'unanimite|a la quasi-unanimite|en (?:premiere|1ere|"
    r"deuxieme|2e|seconde|nouvelle|derniere|1re) lecture|en (?:commission|seance)|tous|toutes|a nouveau|de nouveau|juste|tout juste|"
    r"par \d+ voix(?: contre \d+)?|d'une courte tete|a une large majorite|ensemble|notamment|tragiquement|"
    r"malheureusement|brutalement|subitement|"
    r"dans la nuit|de justesse|heureusement|conjointement|successivement|simplement"
)
_GAP = rf"(?:,? (?:{_ADVERBS})\b,?){{0,4}} "
_BEEN = (
    r"(?:est|sont|suis|sommes|etes|es|(?:a|ont|ai|avons|avez|as) ete|"
    r"vien(?:s|t|nent|ons|ez) (?:tout juste |juste |a peine |enfin )?d'etre|(?:d'|apres )avoir ete)"
)
_HAVE = r"(?:(?<!\w)j'ai|(?<!')a|ont|ai|avons|avez|as|(?:d'|apres |pour )avoir)"
_JUST = r"vien(?:s|t|nent|ons|ez) (?:tout juste |juste |a peine |enfin )?d(?:e |')"
_ALERT = french.ALERT
_DECREE = re.compile(r"\b(?:decrets?|arretes?|ordonnances?|circulaires?|lois?)\b")
_ALERTED = re.compile(rf"\b(?:{_ALERT})\b")
_CHEER = re.compile(r"bravo|felicit|desormais|devien|sacre|titre|!|est \w+ champion|voila|fiers?\b|\bwe are\b")

_HAS = r"(?:has|have|'ve|'s|has been|have been|was|were|is|are|got)"
_ADVERBS_EN = (
    r"just|now|officially|unanimously|finally|today|already|overwhelmingly|formally|also|been|this (?:morning|evening)|"
    r"last night|yesterday|sadly|narrowly|both|all"
)
_GAP_EN = rf"(?: (?:{_ADVERBS_EN})\b){{0,3}} "


def _french() -> Iterator[Rule]:
    for kind, words in french.PASSIVE.items():
        needs = {"alert_lifted": _ALERTED}.get(kind)
        yield Rule(kind, "finite", _compiled(rf"\b{_BEEN}{_GAP}(?P<p>{words})\b"), "before", needs)
    published = rf"publi{french.E}|parue?s?|signe(?:e?s?)|prise?s?"
    yield Rule("decree", "finite", _compiled(rf"\b{_BEEN}{_GAP}(?P<p>{published})\b"), "before", _DECREE)
    for kind, words in french.ACTIVE.items():
        yield Rule(kind, "finite", _compiled(rf"\b{_HAVE}{_GAP}(?P<p>{words.replace('{ALERT}', _ALERT)})\b"), "after")
    for kind, words in french.INFINITIVE.items():
        yield Rule(kind, "finite", _compiled(rf"\b{_JUST}(?:{words.replace('{ALERT}', _ALERT)})\b"), "after")
    yield from _french_presents()
    for kind, words in french.NOUNS.items():
        yield Rule(kind, "noun", _compiled(rf"\b(?:{words})"), "after", head=kind in ("opening", "closure"))
    for kind, words in french.PHRASES.items():
        yield Rule(kind, "phrase", _compiled(rf"(?:{words})"), "after")
    yield Rule("result", "phrase", _compiled(rf"\b(?:{french.CHAMPIONS})"), "before", _CHEER)
    yield from _french_participles()


def _french_presents() -> Iterator[Rule]:
    doing = rf"(?:\b(?:{french.ACTORS})|@\u00a4+)(?:,? (?!ne\b|n'|a\b|ont\b)\S+){{0,3}}? "
    for kind, words in french.PRESENT.items():
        words = words.replace("{ALERT}", _ALERT)
        anyone = kind in french.ANYONE
        yield Rule(kind, "present", _compiled(rf"\b(?:{words})\b" if anyone else rf"{doing}(?:{words})\b"), "after")
    yield Rule("signature", "present", _compiled(rf"\b(?:{french.OWN_SIGNATURE})\b"), "after")
    yield Rule("inauguration", "present", _compiled(r"\b(?:j'|nous |je )(?:re)?inaugur(?:e|ons)\b"), "after")


def _french_participles() -> Iterator[Rule]:
    law = re.compile(rf"(?:\b(?:{french.LAW})\b|#)")
    for kind in ("adoption", "rejection", "vote", "signature"):
        yield Rule(kind, "bare", _compiled(rf"\b(?P<p>{french.PASSIVE[kind]})\b"), "before", law)
    office = rf"(?=(?: (?:ce (?:jour|matin|soir)|hier|aujourd'hui|a l'unanimite),?)* (?:{french.OFFICES})\b| ce jour\b)"
    named = rf"(?P<p>{french.PASSIVE['nomination']}){office}"
    yield Rule("nomination", "bare", _compiled(rf"\b{named}"), "before")
    yield Rule("election", "bare", _compiled(rf"\b(?:re)?elue?s?{french.ELECTED_TO}"), "before")
    yield Rule(
        "death",
        "bare",
        _compiled(r"\b(?:mort|decede)(?:e?s?) (?:a (?:l'age de )?\d+ ans|ce (?:matin|soir|jour)|hier|cette nuit)"),
        "after",
    )
    yield Rule(
        "decree",
        "bare",
        _compiled(
            rf"\b(?P<p>publi{french.E}|parue?s?|promulgu{french.E})(?= (?:ce jour|ce matin|au jo\b|aujourd'hui|hier)|(?: ?!))"
        ),
        "before",
        _DECREE,
    )
    yield Rule("alert_lifted", "bare", _compiled(rf"\b(?P<p>lev{french.E})\b"), "before", _ALERTED)


def _english() -> Iterator[Rule]:
    for kind, words in english.PARTICIPLES.items():
        needs = re.compile(english.ALERTS) if kind == "alert_lifted" else None
        yield Rule(kind, "finite", _compiled(rf"(?<!\w)(?:{_HAS}){_GAP_EN}(?:{words})\b"), "before", needs)
        doing = (
            rf"\b(?:{english.ACTORS}|we|i|they)(?: (?:has|have|just|today|also|unanimously|finally|yesterday)){{0,2}} "
        )
        yield Rule(kind, "finite", _compiled(rf"{doing}(?:{words})\b"), "after")
    yield Rule("death", "finite", _compiled(r"\b(?:died|passed away)\b"), "before")
    for kind, words in english.STATES.items():
        yield Rule(kind, "phrase", _compiled(rf"\b(?:{words})\b"), "before")
    for kind, words in english.PRESENT.items():
        yield Rule(kind, "present", _compiled(rf"\b(?:{english.ACTORS}) (?:{words})\b"), "after")
    for kind, words in english.NOUNS.items():
        yield Rule(kind, "noun", _compiled(rf"\b(?:{words})\b"), "after", head=True)
    law = re.compile(rf"\b(?:{english.LAW})\b")
    for kind in ("adoption", "rejection", "signature"):
        yield Rule(kind, "bare", _compiled(rf"\b(?:{english.PARTICIPLES[kind]})\b"), "before", law)
    yield Rule(
        "election",
        "bare",
        _compiled(r"\b(?:re-?)?elected (?:as )?(?=mayor|president|chair|member|to the|mp\b|leader)"),
        "before",
    )
    yield Rule(
        "nomination",
        "bare",
        _compiled(r"\bappointed (?:as )?(?=mayor|president|chair|minister|head|director|ambassador|rapporteur)"),
        "before",
    )


RULES: tuple[Rule, ...] = (*_french(), *_english())
