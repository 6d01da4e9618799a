"""Divisions of a text as people and lists write them: "ART. 1ER", "l'article premier", "Article 2\u00a0bis (Réservé)".

Two names are of one division when their keys are equal, never when one begins with the other: "Article 2 bis" and
"Article 1er A" are articles of their own. What is not understood keeps all its words, so that a strange name matches
nothing rather than something.
"""

import re

from beffroi.engines.texts.fold import fold

Key = tuple[str, ...]

LATIN = frozenset(
    "bis ter quater quinquies sexies septies octies nonies decies undecies duodecies terdecies quaterdecies quindecies"
    " quinquedecies sexdecies septdecies octodecies novodecies vicies unvicies duovicies tervicies quatervicies"
    " quinvicies sexvicies septvicies octovicies novovicies tricies".split()
)
SPELLED = {
    word: str(number)
    for number, words in enumerate(
        "premier premiere un|deux deuxieme second seconde|trois troisieme|quatre quatrieme|cinq cinquieme|six sixieme"
        "|sept septieme|huit huitieme|neuf neuvieme|dix dixieme|onze|douze|treize|quatorze|quinze|seize".split("|"),
        start=1,
    )
    for word in words.split()
}
BY_NAME = frozenset(("unique", "liminaire", "preliminaire"))
BEFORE_A_NAME = frozenset("l le la les d de du des a au aux sur jusque".split())
NAMES = {"art": "article", "arts": "article", "article": "article", "articles": "article"} | {
    name: name for name in ("titre", "chapitre", "section", "partie", "livre", "annexe", "mission")
}
NUMBERED = frozenset(("titre", "chapitre", "section", "partie", "livre"))
ANNEXES = frozenset(("annexe", "etat", "tableau"))
ENDS = frozenset(("du", "de", "des", "d", "est", "nouveau", "nouvelle"))  # "of the bill", "is adopted"
WHOLE = frozenset(("ensemble", "texte"))

# What a list adds to a name to say how the discussion goes; it is no part of the name.
STATUS = (
    r"reserve|precedemment|appele|priorite|supprime|suppression|nouveau|nouvelle|examine|examinee|pour coordination|"
    r"suite|non modifie|conforme|seconde deliberation|deuxieme deliberation|vote bloque|vote unique|jusqu|articles?\b"
)
IN_BRACKETS = re.compile(rf"\((?:[^()]*\b(?:{STATUS})[^()]*)\)")
AT_THE_END = re.compile(
    r"[\s,;:–—-]+(?:(?:precedemment|deja) )?(?:reservee?s?|appelee?s? (?:par|en) priorite|examinee?s?|supprimee?s?"
    r"|(?:en )?(?:seconde|deuxieme|nouvelle) deliberation)\b.*$"
)
ORDINAL = re.compile(r"(\d+)(?:er|re|ere|e|eme|de|nd|nde)")
FIRST_WITH_MORE = re.compile(r"(1)(?:er|re)([a-z]*)")
NUMBER_WITH_MORE = re.compile(r"(\d+)([a-z]+)")
ROMAN = re.compile(r"(x{0,3}(?:ix|iv|v?i{0,3}))(?:er|re|ere)?")
ROMAN_VALUES = {"i": 1, "v": 5, "x": 10}


def same_division(a: str, b: str) -> bool:
    """Whether two names are of one division of a text. A name without any word is of none."""
    return bool(key(a)) and key(a) == key(b)


def key(name: str) -> Key:
    """What all ways to write one division have in common; empty for a name without words."""
    return _key(_words(name))


def is_part_of(part: Key, whole: Key) -> bool:
    """Whether `part` is an annex of `whole`, and so voted with it: "Article 2 - Annexe A" of "Article 2"."""
    return len(part) > len(whole) > 0 and part[: len(whole)] == whole and part[len(whole)] in ANNEXES


def is_whole_text(name: str) -> bool:
    """Whether the text as a whole is meant: "l'ensemble du projet de loi"; also by a name without words."""
    return key(name) in ((), ("ensemble",))


def _words(name: str) -> list[str]:
    # "à" before the accents go: else "articles 4 à 6" would be an article 4 A
    plain = fold(re.sub(r"\b[àÀ]\b", "jusque", name.replace("\u0300", "")))
    plain = re.sub(r"\((?:s|ux?|aux)\)", "", plain)  # "Article(s) additionnel(s)"
    plain = AT_THE_END.sub("", IN_BRACKETS.sub(" ", plain))
    return re.findall(r"[a-z0-9]+", re.sub(r"\b(arts?|articles?)(?=\d)", r"\1 ", plain))


def _key(words: list[str]) -> Key:
    while words and words[0] in BEFORE_A_NAME:
        words = words[1:]
    if not words:
        return ()
    return _additional(words) or _named(words) or ("other", *words)


def _additional(words: list[str]) -> Key:
    """A place beside an article, for which amendments propose a new one."""
    for side in ("apres", "avant"):
        if side in words[:3] and set(words[: words.index(side)]) <= {*NAMES, "additionnel", "additionnels", "add"}:
            beside = _key(words[words.index(side) + 1 :])
            return (side, *beside) if beside else ()
    return ()


def _named(words: list[str]) -> Key:
    first, rest = words[0], words[1:]
    if first in WHOLE or (first in ("projet", "proposition") and rest[:2] == ["de", "loi"]):
        return ("ensemble",)
    if first == "intitule":
        return ("intitule", *_inner(rest))
    if rest[:1] == ["partie"] and (number := _number(first)):
        return ("partie", number)
    kind = NAMES.get(first, "article" if first[0].isdecimal() else "")
    if kind == "article":
        return _article(rest if first in NAMES else words)  # "2 bis" alone is an article
    if kind in NUMBERED and rest and (number := _number(rest[0])):
        return (kind, number, *_suffix(rest[1:]))  # its heading is not repeated by whoever speaks of it
    return ()


def _inner(words: list[str]) -> Key:
    """The division of which a heading is the heading; empty for that of the whole text."""
    inner = _key(words)
    return inner if inner and inner[0] in NUMBERED else ()


def _article(words: list[str]) -> Key:
    if not words:
        return ()
    number, more = _split_number(words[0])
    if not number:
        return ()
    after = [*more, *words[1:]]
    if number == "1" and after[:1] == ["er"]:
        after = after[1:]
    suffix = _suffix(after)
    rest = after[len(suffix) :]
    if rest and rest[0] in ANNEXES:
        return ("article", number, *suffix, *rest[:2])
    if rest and rest[0] not in ENDS:
        return ("article", number, *suffix, *rest)  # something else, or several at once
    return ("article", number, *suffix)


def _suffix(words: list[str]) -> Key:
    """The words that make "Article 2 bis A" another article than "Article 2"."""
    found = []
    for at, word in enumerate(words):
        follows = words[at + 1] if at + 1 < len(words) else ""
        an_end = word == "d" and follows not in ("", *LATIN)  # "article 2 d'un projet"
        if word not in LATIN and (len(word) != 1 or not word.isalpha() or an_end):
            break
        found.append(word)
    return tuple(found)


def _split_number(word: str) -> tuple[str, list[str]]:
    """The number, and what was written in one word with it: "2bis", "1erA"."""
    if word in BY_NAME:
        return word, []
    for pattern in (FIRST_WITH_MORE, NUMBER_WITH_MORE):  # "12e" is an article 12 E: only the first is an ordinal
        if found := pattern.fullmatch(word):
            return str(int(found[1])), [found[2]] if found[2] else []
    return _number(word), []


def _number(word: str) -> str:
    if word.isdecimal():
        return str(int(word))
    if word in SPELLED:
        return SPELLED[word]
    if found := ORDINAL.fullmatch(word):
        return str(int(found[1]))
    if (found := ROMAN.fullmatch(word)) and found[1]:
        return str(_roman(found[1]))
    return ""


def _roman(letters: str) -> int:
    values = [ROMAN_VALUES[letter] for letter in letters]
    return sum(-value if any(value < after for after in values[at + 1 :]) else value for at, value in enumerate(values))
