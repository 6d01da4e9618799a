"""The French tables made into rules."""

from collections.abc import Iterator

from beffroi.engines.announce import french
from beffroi.engines.announce.rule import Rule, spelled, word

_DECREE = word(r"decrets?|arretes?|ordonnances?|circulaires?|lois?")
_ALERTED = word(french.ALERT)
_PLACE = word(french.PLACES)
_LAW = spelled(rf"\b(?:{french.LAW})\b|#")
_CHEER = spelled(
    r"bravo|felicit|desormais|devien|sacree?s?\b|titre|!!|champion\S* (?:\S+ )?(?:\S+ )?(?:\S+ )?!|"
    r"est \w+ champion|voila|"
    r"fiers?\b|\bwe are\b|pour la \w+ fois|[🏆🥇🎉🥳👏💪🎊🍾]"
)
_GLAD = word(
    r"depuis ce (?:matin|soir|jour)|desormais|bravo|felicit\w+|bienvenue|salue\w*|saluons|heureu\w+|fiere?|merci|"
    r"rejoui\w*"
)
_ONESELF = word(r"suis|etre|ete|fiere?s?|heureu\w+|parmi|sommes|merci")
_GAP = rf"(?:,? (?:{french.ADVERBS})\b,?){{0,4}} "
_TODAY = r"ce (?:jour|matin|soir|midi)|hier|aujourd'hui|cet apres-midi|cette nuit"
_OF_THEMSELVES = ("death", "opening", "closure", "decree")  # their subject is what opens, ends, dies


def rules() -> Iterator[Rule]:
    yield from _done()
    yield from _doing()
    yield from _named()
    yield from _said_of_law()
    yield from _said_of_people()
    yield from _said_of_things()


def _done() -> Iterator[Rule]:
    """ "est adopté", "a adopté", "vient d'adopter"."""
    for kind, words in french.PASSIVE.items():
        needs = _ALERTED if kind == "alert_lifted" else None
        yield Rule(kind, "finite", spelled(rf"\b{french.BEEN}{_GAP}(?P<p>{words})\b"), "before", needs)
    published = rf"publi{french.E}|parue?s?|sign{french.E}|prise?s?"
    yield Rule("decree", "finite", spelled(rf"\b{french.BEEN}{_GAP}(?P<p>{published})\b"), "before", _DECREE)
    for kind, words in french.ACTIVE.items():
        yield Rule(kind, "finite", spelled(rf"\b{french.HAVE}{_GAP}(?P<p>{words})\b"), "after")
    for kind in ("adoption", "rejection", "vote", "election", "nomination"):
        words = rf"(?P<p>{french.PASSIVE[kind]})"
        yield Rule(kind, "finite", spelled(rf"\b(?:ait|aient)(?: ete)?{_GAP}{words}\b"), "before", _GLAD)
    for kind, words in french.INFINITIVE.items():
        pattern = spelled(rf"\b{french.JUST}(?:{words})\b")
        yield Rule(kind, "finite", pattern, "before" if kind == "death" else "after")


def _doing() -> Iterator[Rule]:
    """ "le Sénat adopte", "je signe"."""
    actor = rf"(?:\b(?:{french.ACTORS})|@\u00a4+)(?:,? (?!(?:{french.NOT_BETWEEN}))[^\s.!?:;]+){{0,3}}? "
    for kind, words in french.PRESENT.items():
        pattern = rf"\b(?:{words})\b" if kind in french.ANYONE else rf"{actor}(?:{words})\b"
        yield Rule(kind, "present", spelled(pattern), "before" if kind in _OF_THEMSELVES else "after")
    yield Rule("adoption", "present", word(french.ADOPTING), "after")
    yield Rule("signature", "present", word(french.OWN_SIGNATURE), "after")
    yield Rule("inauguration", "present", word(r"(?:j'|nous |je )(?:re)?inaugur(?:e|ons)"), "after")


def _named() -> Iterator[Rule]:
    """ "adoption de", "victoire !"."""
    for kind, words in french.NOUNS.items():
        yield Rule(kind, "noun", spelled(rf"\b(?:{words})"), "after", head=kind in ("opening", "closure"))
    for kind, words in french.PHRASES.items():
        yield Rule(kind, "phrase", spelled(words), "after")
    yield Rule("result", "phrase", spelled(rf"\b(?:{french.CHAMPIONS})"), "before", _CHEER)
    yield Rule("result", "phrase", word(r"victoires?"), "after", _CHEER)
    yield Rule("result", "phrase", word(r"laureate?s?|gagnante?s?|vainqueurs?"), "after", _CHEER)
    yield Rule("election", "phrase", word(french.NEWCOMERS), "before", _GLAD)
    yield Rule("signature", "phrase", spelled(rf"\b(?:{french.SIGNERS})"), "after", _ONESELF)
    yield Rule("signature", "noun", spelled(rf"\b(?:{french.SIGNERS})"), "after", head=True)
    yield Rule("vote", "noun", spelled(rf"\b{french.VOTE_OF}"), "after", head=True)
    yield Rule("result", "phrase", word(french.MEDALS), "after", _CHEER)
    yield Rule("vote", "noun", word(french.VOTES), "after", _GLAD)


def _said_of_law() -> Iterator[Rule]:
    """ "article 3 adopté", "Adopté !", "décret paru ce jour"."""
    for kind in ("adoption", "rejection", "vote", "signature"):
        yield Rule(kind, "bare", word(rf"(?P<p>{french.PASSIVE[kind]})"), "before", _LAW)
    official = rf"(?P<p>publi{french.E}|parue?s?|promulgu{french.E})(?= (?:{_TODAY}|au jo\b)| ?!)"
    yield Rule("decree", "bare", spelled(rf"\b{official}"), "before", _DECREE)


def _said_of_people() -> Iterator[Rule]:
    """ "élue maire", "nommé préfet", "sacrées championnes", "mort à 92 ans"."""
    office = rf"(?=(?: (?:{_TODAY}|a l'unanimite),?)* (?:{french.OFFICES})\b| ce jour\b)"
    yield Rule("nomination", "bare", spelled(rf"\b(?P<p>{french.PASSIVE['nomination']}){office}"), "before")
    yield Rule("election", "bare", spelled(rf"\b(?:re)?elue?s?{french.ELECTED_TO}"), "before")
    best = r"(?= (?:\S+ ){0,4}#?(?:champion|vainqueur|meilleur|roi|reine))"
    yield Rule("result", "bare", spelled(rf"\b(?P<p>sacr{french.E}|couronn{french.E}){best}"), "before")
    when = rf"(?:pour la #?france )?(?:a (?:l'age de )?\d+ ans|{_TODAY}|la nuit)"
    yield Rule("death", "bare", spelled(rf"\b(?:mort|decede|tue|assassine)(?:e?s?) {when}"), "after")


def _said_of_things() -> Iterator[Rule]:
    """ "école fermée jusqu'à lundi", "usine inaugurée en présence du maire", "alerte levée"."""
    seen = rf"(?= (?:en presence|dans|par|la semaine derniere|{french.DAYS}|{_TODAY})\b)"
    yield Rule("inauguration", "bare", spelled(rf"\b(?P<p>inaugur{french.E}){seen}"), "before")
    yield Rule("closure", "bare", word(rf"(?P<p>ferm{french.E})(?! les yeux)"), "before", _PLACE)
    yield Rule("closure", "bare", spelled(rf"\b(?P<p>ferm{french.E}){french.SHUT}"), "before")
    yield Rule("opening", "bare", word(r"(?:re-?|r)ouverte?s?"), "before", _PLACE)
    yield Rule("alert_lifted", "bare", word(rf"(?P<p>lev{french.E})"), "before", _ALERTED)


FRENCH: tuple[Rule, ...] = tuple(rules())
