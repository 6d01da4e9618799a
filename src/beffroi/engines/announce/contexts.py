"""Where the announcing words stand: what an expression alone does not tell."""

import re

from beffroi.engines.announce.reading import Reading
from beffroi.engines.announce.rules import Rule

_NEAR = 70

# --- is it the participle ("adopté") or the present ("adopte")? Folded they are the same

_WRITTEN_ALIKE = re.compile(
    r"(?:(?:re)?adopt|approuv|ratifi|enterin|rejet|repouss|retoqu|vot|sign|paraph|nomm|design|inaugur|ferm|clotur|remport|"
    r"gagn|decroch|promulgu|publi|lev|proclam|sacr|couronn|qualifi|deced|tu|assassin|pris)(e)s?$"
)
_ACCENTED = re.compile(r"[àâçèéêëîïôùûÀÂÇÈÉÊËÎÏÔÙÛ\u0300-\u0302]")
_SAYS_E_ACUTE = "éÉ\u0301"


def is_participle(reading: Reading, start: int, end: int, lang: str) -> bool:
    """Whether `plain[start:end]` is a participle. Capitals, and texts that bear no accent at all, may leave it out."""
    alike = _WRITTEN_ALIKE.search(reading.plain, start, end)
    if not alike:
        return True
    written = reading.written(alike.start(1), alike.end(1))
    if written[-1:] in _SAYS_E_ACUTE:
        return True
    unaccented = written == "E" or not _ACCENTED.search(reading.text)
    return unaccented and not lang.casefold().startswith("en")


# --- does it open its sentence?

_TAGS = re.compile(r"#[\w\u2007]+|@\u00a4*|\u00a4+|\b\d+[/.)-]\d*")
_SMALL = re.compile(
    r"\b(?:la|le|les|l|une?|tres|bel|belle|superbe|grande?|retour|en|images|sur|a|au|ce|cet|cette|matin|soir|jour|midi|apres|hier|nuit|"
    r"aujourd|hui|direct|flash|info|urgent|alerte|officiel|breaking|news|il|est|\d+h?\d*|h|the|fin|de|hommage|et|ouverture|lundi|mardi|mercredi|jeudi|vendredi|"
    r"samedi|dimanche|janvier|fevrier|mars|avril|mai|juin|juillet|aout|septembre|octobre|novembre|decembre)\b"
)
_LETTER = re.compile(r"\w")
_FRESH = re.compile(r"[:|>)\]»–—](?!.*[:|>)\]»–—])| - ")


def is_head(before: str) -> bool:
    """Whether nothing but tags, handles, signs, a date and small words stands before, in the sentence."""
    near = before[-_NEAR:]
    if fresh := _FRESH.search(near):
        near = near[fresh.end() :]
    return not _LETTER.search(_SMALL.sub("", _TAGS.sub("", near)))


_ATTENDED = re.compile(
    r"\b(?:(?:a|par|de|pour|lors de|salue|apres) l'|assist\w+|particip\w+|bravo|felicit\w+|heureu\w+|fiere?|joie|emu\w*|triste\w*|marquee? par|"
    r"congratulat\w+|welcome|delighted|happy|proud|sadden\w*|sad|mourn\w*|attended|at)(?!\w)[^:!]*$"
)
_COUNTED_OUT = re.compile(
    r"^(?:de (?:la |l')?|du |d'une? |d'|des |a (?:la |l')?|au )(?:concurrence|prescription|capital|donnees|droits?|negociation|"
    r"debats?|esprit|monde|marche|dimanche|horaires?)\b"
)


def is_attended(before: str) -> bool:
    """Whether somebody says that they were there, or what they feel about it."""
    return bool(_ATTENDED.search(before[-_NEAR:]))


def is_figurative(after: str) -> bool:
    """An opening of something that has no door."""
    return bool(_COUNTED_OUT.match(after.lstrip()))


# --- a death is somebody's

_SOMEBODY = re.compile(
    r"\s*(?:(?:soudaine?|brutale?|tragique|subite?) )*(?:de |d'|du |des )?(?:la |l'|le )?(?:mon|ma|mes|notre|nos|son|sa|deux|trois|\d+|ancien\w*|une?|m\.?|mme|monsieur|madame|president\w*|"
    r"senat\w+|deput\w+|maire|polici\w+|soldats?|militaires?|gendarmes?|pompiers?|docteur|pere|abbe|general|professeur|brigadier|"
    r"capitaine|caporal\w*|comedien\w*|acteur|actrice|chanteu\w+|ecrivain\w*|philosophe|journaliste|"
    r"(?:the|our|a|former|mr|mrs|sir|two|three))\b"
)
_NAME = re.compile(
    r"(?:(?:soudaine?|brutale?|tragique|subite?|hier|ce \w+|a \d+ ans) )*(?:de |d'|du |des )?(?:la |l'|le )?"
)


def speaks_of_a_person(reading: Reading, end: int) -> bool:
    """Whether a name, a handle, a tag or somebody's office follows `plain[:end]`."""
    if _SOMEBODY.match(reading.plain, end):
        return True
    name = _NAME.match(reading.plain, end)
    place = name.end() if name else end
    written = reading.written(place, min(place + 1, len(reading.plain)))
    return written[:1].isupper() or written[:1] in ("@", "#")


# --- which rule may stand where

_NOT_THE_ELECTED = re.compile(
    r"(?:\b(?:les|nos|des|aux|vos|ses|leurs?|un|une|ces|mes|cet|tout|tous|chaque|nouve\w+|d'|l'|aux?|son|etre|si|non|pas|mal|sera|soit)) ?$|\bl'$|\bd'$"
)


def fits(reading: Reading, rule: Rule, start: int, end: int, before: str, after: str) -> bool:
    """Whether the words at `start:end` stand where their rule may announce something."""
    if rule.form == "bare":
        return _fits_bare(rule, before)
    if rule.form == "phrase" and rule.needs:
        return bool(rule.needs.search(before + reading.plain[start:end] + after))
    if rule.needs and not rule.needs.search(before):
        return False
    if rule.head and not (is_head(before) or is_attended(before)):
        return False
    if rule.form == "noun" and rule.kind == "opening":
        return not is_figurative(after)
    if rule.form == "noun" and rule.kind == "death" and "deces" not in reading.plain[start:end]:
        return speaks_of_a_person(reading, end)
    return True


def _fits_bare(rule: Rule, before: str) -> bool:
    if rule.kind == "election":
        return not _NOT_THE_ELECTED.search(before)
    if rule.needs is None:
        return True
    return bool(rule.needs.search(before[-_NEAR:])) or (rule.kind in _ALONE and is_head(before))


_ALONE = ("adoption", "rejection", "vote", "signature")
