"""Where the announcing words stand: what an expression alone does not tell."""

import re

from beffroi.engines.announce.french import SUDDEN
from beffroi.engines.announce.place import NEAR
from beffroi.engines.announce.reading import Reading

# --- is it the participle ("adopté") or the present ("adopte")? Folded they are the same

_WRITTEN_ALIKE = re.compile(
    r"(?:(?:re)?adopt|approuv|ratifi|enterin|rejet|repouss|retoqu|vot|sign|paraph|nomm|design|inaugur|ferm|clotur|"
    r"remport|"
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
    r"\b(?:la|le|les|l|une?|tres|bel|belle|superbe|grande?|retour|en|images|sur|a|au|ce|cet|cette|matin|soir|jour|"
    r"midi|apres|hier|nuit|j|"
    r"aujourd|hui|direct|flash|info|urgent|alerte|officiel|breaking|news|il|est|\d+h?\d*|h|the|fin|de|hommage|et|"
    r"ouverture|lundi|mardi|mercredi|jeudi|vendredi|"
    r"samedi|dimanche|janvier|fevrier|mars|avril|mai|juin|juillet|aout|septembre|octobre|novembre|decembre)\b"
)
_LETTER = re.compile(r"\w")
_FRESH = re.compile(r"[:|>)\]»–—](?!.*[:|>)\]»–—])| - ")


def is_head(before: str) -> bool:
    """Whether nothing but tags, handles, signs, a date and small words stands before, in the sentence."""
    near = before[-NEAR:]
    if near.rstrip("l' a").endswith(","):
        return True
    if fresh := _FRESH.search(near):
        near = near[fresh.end() :]
    return not _LETTER.search(_SMALL.sub("", _TAGS.sub("", near)))


_ATTENDED = re.compile(
    r"\b(?:(?:a|par|de|pour|lors de|salue|apres) l'|assist\w+|particip\w+|bravo|felicit\w+|heureu\w+|fiere?|joie|"
    r"emu\w*|triste\w*|marquee? par|"
    r"congratulat\w+|welcome|delighted|happy|proud|sadden\w*|sad|mourn\w*|attended|at)(?!\w)[^:!]*$"
)
_WITHOUT_A_DOOR = re.compile(
    r"^(?:de (?:la |l')?|du |d'une? |d'|des |a (?:la |l')?|au )(?:concurrence|prescription|capital|donnees|droits?|"
    r"negociation|"
    r"esprit|monde|marche(?! (?:aux?\b|de noel|couvert|du|de producteurs))|dimanche|horaires?)\b"
)


def is_attended(before: str) -> bool:
    """Whether somebody says that they were there, or what they feel about it."""
    return bool(_ATTENDED.search(before[-NEAR:]))


def is_figurative(after: str) -> bool:
    """An opening of something that has no door."""
    return bool(_WITHOUT_A_DOOR.match(after.lstrip()))


# --- a death is somebody's

_SOMEBODY = re.compile(
    rf"\s*(?:(?:{SUDDEN}) )*(?:de |d'|du |des )?(?:la |l'|le )?(?:ce|cet|cette|mon|ma|mes|notre|nos|son|sa|deux|"
    rf"trois|\d+|ancien\w*|jeunes?|grande?s?|immenses?|cher|chere|ami|amie|collegues?|pilote|petite?|roi|reine|"
    rf"prince|pape|une?|m\.?|mme|monsieur|madame|president\w*|"
    r"senat\w+|deput\w+|maire|polici\w+|soldats?|militaires?|gendarmes?|pompiers?|docteur|pere|abbe|general|"
    r"professeur|brigadier|artiste|realisat\w+|cineaste|peintre|poete|historien\w*|avocate?|medecin|infirmi\w+|"
    r"marins?|resistante?|compagnon|footballeur|cycliste|sapeurs?|gardien\w*|homme|femme|policiere|etudiante?|"
    r"lyceenne?|enseignante?|"
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


def names_next(reading: Reading, end: int) -> bool:
    """Whether a name stands just behind: signed by its author, as a goal or a song is."""
    return reading.written(end, min(end + 2, len(reading.plain))).lstrip()[:1].isupper()
