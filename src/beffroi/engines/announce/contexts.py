"""Where the announcing words stand: what an expression alone does not tell."""

import re

from beffroi.engines.announce.french import SUDDEN
from beffroi.engines.announce.reading import Reading
from beffroi.engines.announce.rule import Rule

_NEAR = 90
_AROUND = 280  # characters of the text on each side where a cheer is heard

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
    r"\b(?:la|le|les|l|une?|tres|bel|belle|superbe|grande?|retour|en|images|sur|a|au|ce|cet|cette|matin|soir|jour|midi|apres|hier|nuit|j|"
    r"aujourd|hui|direct|flash|info|urgent|alerte|officiel|breaking|news|il|est|\d+h?\d*|h|the|fin|de|hommage|et|ouverture|lundi|mardi|mercredi|jeudi|vendredi|"
    r"samedi|dimanche|janvier|fevrier|mars|avril|mai|juin|juillet|aout|septembre|octobre|novembre|decembre)\b"
)
_LETTER = re.compile(r"\w")
_FRESH = re.compile(r"[:|>)\]»–—](?!.*[:|>)\]»–—])| - ")


def is_head(before: str) -> bool:
    """Whether nothing but tags, handles, signs, a date and small words stands before, in the sentence."""
    near = before[-_NEAR:]
    if near.rstrip("l' a").endswith(","):
        return True
    if fresh := _FRESH.search(near):
        near = near[fresh.end() :]
    return not _LETTER.search(_SMALL.sub("", _TAGS.sub("", near)))


_ATTENDED = re.compile(
    r"\b(?:(?:a|par|de|pour|lors de|salue|apres) l'|assist\w+|particip\w+|bravo|felicit\w+|heureu\w+|fiere?|joie|emu\w*|triste\w*|marquee? par|"
    r"congratulat\w+|welcome|delighted|happy|proud|sadden\w*|sad|mourn\w*|attended|at)(?!\w)[^:!]*$"
)
_COUNTED_OUT = re.compile(
    r"^(?:de (?:la |l')?|du |d'une? |d'|des |a (?:la |l')?|au )(?:concurrence|prescription|capital|donnees|droits?|negociation|"
    r"esprit|monde|marche|dimanche|horaires?)\b"
)


def is_attended(before: str) -> bool:
    """Whether somebody says that they were there, or what they feel about it."""
    return bool(_ATTENDED.search(before[-_NEAR:]))


def is_figurative(after: str) -> bool:
    """An opening of something that has no door."""
    return bool(_COUNTED_OUT.match(after.lstrip()))


# --- a death is somebody's

_SOMEBODY = re.compile(
    rf"\s*(?:(?:{SUDDEN}) )*(?:de |d'|du |des )?(?:la |l'|le )?(?:ce|cet|cette|mon|ma|mes|notre|nos|son|sa|deux|trois|\d+|ancien\w*|une?|m\.?|mme|monsieur|madame|president\w*|"
    r"senat\w+|deput\w+|maire|polici\w+|soldats?|militaires?|gendarmes?|pompiers?|docteur|pere|abbe|general|professeur|brigadier|"
    r"capitaine|caporal\w*|comedien\w*|acteur|actrice|chanteu\w+|ecrivain\w*|philosophe|journaliste|"
    r"(?:the|our|a|former|mr|mrs|sir|two|three))\b"
)
_NAME = re.compile(rf"\s*(?:(?:{SUDDEN}) )*(?:de |d'|du |des )?(?:la |l'|le )?")


def speaks_of_a_person(reading: Reading, end: int) -> bool:
    """Whether a name, a handle, a tag or somebody's office follows `plain[:end]`."""
    if _SOMEBODY.match(reading.plain, end):
        return True
    name = _NAME.match(reading.plain, end)
    place = name.end() if name else end
    written = reading.written(place, min(place + 1, len(reading.plain)))
    return written[:1].isupper() or written[:1] in ("@", "#")


def _names_next(reading: Reading, end: int) -> bool:
    """Whether a name stands just behind: signed by its author, as a goal or a song is."""
    return reading.written(end, min(end + 2, len(reading.plain))).lstrip()[:1].isupper()


# --- which rule may stand where

_POSSESSIVE = re.compile(r"(?:son|sa|ma|mon|ta|ton|votre|leur)\s")
_AFTERWARDS = re.compile(r"\b(?:annonc\w+|concernant|pour|sur|suite a|apres|salue\w*|on|for)\s+$")
_IN_MEMORY = re.compile(r"\bceux (?:\w+ )?qui\s+(?:\w+\s+)?$")
_DEDICATED = re.compile(r"\s*(?:d'|du|de|des)\s*(?:la |l'|le |son |mon )?(?:livre|ouvrage|album|roman|dedicace)")
_SURE = re.compile(r"^\s*(?:au combat|en (?:service|mission|operation))")
_A_VOTE = re.compile(r"\b(?:au|le|un|du|de|ce|je)\s+votes?\b")
_NOT_THE_ELECTED = re.compile(
    r"(?:\b(?:les|nos|des|aux|vos|ses|leurs?|un|une|ces|mes|cet|tout|tous|chaque|nouve\w+|nombreu\w+|certain\w*|autres|quelques|plusieurs|\d+ fois|ancien\w*|d'|l'|aux?|son|etre|si|non|pas|mal|sera|soit)) ?$|\bl'$|\bd'$"
)


def fits(reading: Reading, rule: Rule, start: int, end: int, before: str, after: str) -> bool:
    """Whether the words at `start:end` stand where their rule may announce something."""
    if rule.form == "bare":
        return _fits_bare(rule, before)
    if rule.form == "phrase" and rule.needs:
        return bool(rule.needs.search(reading.plain, max(0, start - _AROUND), end + _AROUND))
    if rule.needs and not rule.needs.search(before):
        return False
    if rule.kind == "vote" and rule.form == "present" and _A_VOTE.search(reading.plain, start, start + _NEAR):
        return False
    if rule.form == "noun" and rule.kind in ("opening", "closure") and before.endswith(("en ", "de ", "d'")):
        return False
    if rule.kind == "death" and before.endswith(("se ", "s'")):
        return False
    if rule.kind == "death" and _IN_MEMORY.search(before):
        return False
    if rule.kind == "signature" and _DEDICATED.match(after):
        return False
    if rule.kind == "death" and reading.plain.startswith(("suis", "sommes", "es ", "etes"), start):
        return False
    if rule.kind == "signature" and reading.plain.startswith("est sign", start) and _names_next(reading, end):
        return False
    if rule.head and not (is_head(before) or is_attended(before)):
        return False
    if rule.form == "noun" and _POSSESSIVE.match(reading.plain, start):
        return is_attended(before) or bool(_AFTERWARDS.search(before))
    if rule.form == "noun" and rule.kind == "opening":
        return not is_figurative(after)
    if rule.form == "noun" and rule.kind == "death" and not _SURE.search(after, 0, 20) and "deces" not in reading.plain[start:end]:
        return speaks_of_a_person(reading, end)
    return True


def _fits_bare(rule: Rule, before: str) -> bool:
    if rule.kind == "election":
        return not _NOT_THE_ELECTED.search(before)
    if rule.needs is None:
        return True
    return bool(rule.needs.search(before[-_NEAR:])) or (rule.kind in _ALONE and is_head(before))


_ALONE = ("adoption", "rejection", "vote", "signature")
