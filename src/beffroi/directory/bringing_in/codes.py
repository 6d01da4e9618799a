"""Codes and names of bodies as spreadsheets leave them, and what they were before."""

import re
from dataclasses import dataclass

from beffroi.directory.models.body import words_of

ROUNDED = re.compile(r"\d(?:[.,]\d+)?e\+?\d+", re.IGNORECASE)
INSEE = re.compile(r"(?:\d\d|2[AB])\d{3}")
DEPARTEMENT = re.compile(r"\d\d|2[AB]|9[78]\d")
IN_BRACKETS = re.compile(r"^(.*?)[\s,]*[(\[,-]\s*(\d{2}|2[AB]|9[78]\d)\s*[)\]]?$", re.IGNORECASE)
SHORTENED = {"st": "saint", "ste": "sainte", "sts": "saints", "stes": "saintes"}
ARTICLES = {"le", "la", "les", "l"}
LINKS = {"de", "du", "des", "d", *ARTICLES}
GROUPS = {
    "cc": ("communaute", "communes"),
    "ca": ("communaute", "agglomeration"),
    "cu": ("communaute", "urbaine"),
    "agglo": ("communaute", "agglomeration"),
    "agglomeration": ("communaute", "agglomeration"),
    "comcom": ("communaute", "communes"),
}
KIND_WORDS = {
    **dict.fromkeys(("commune", "ville", "mairie", "municipalite", "village", "com", "commune nouvelle"), "commune"),
    **dict.fromkeys(("departement", "conseil departemental", "conseil general", "dep", "cd"), "departement"),
    **dict.fromkeys(("region", "conseil regional", "reg"), "region"),
    **dict.fromkeys(("epci", "intercommunalite", "communaute de communes", "communaute d agglomeration"), "epci"),
    **dict.fromkeys(("communaute urbaine", "metropole", "cc", "ca", "cu", "interco", "agglo", "agglomeration"), "epci"),
    **dict.fromkeys(("etat", "state", "ministere", "prefecture"), "state"),
    **dict.fromkeys(("assemblee", "assembly", "parlement"), "assembly"),
    **dict.fromkeys(("autre", "other", "etablissement public", "syndicat", "other body"), "other"),
}
BEFORE_A_NAME = (
    ("conseil", "departemental"),
    ("conseil", "regional"),
    ("conseil", "municipal"),
    ("departement",),
    ("region",),
    ("mairie",),
    ("ville",),
    ("commune",),
    ("village",),
)


@dataclass(frozen=True, slots=True)
class Code:
    """What a cell holds: `was` is what stood there when something had to be repaired; `is_rounded` when a spreadsheet
    made a number of it that cannot be undone."""

    text: str
    was: str = ""
    is_rounded: bool = False


def plain(text: str) -> str:
    return re.sub(r"[\s\u00a0\u202f'.]+", "", text).upper()


def insee(text: str) -> Code:
    """An INSEE code. A spreadsheet takes "01004" for the number 1004: its zero is given back."""
    if ROUNDED.fullmatch(text.strip()):
        return Code(text.strip(), is_rounded=True)
    found = plain(re.sub(r"[.,]0+\s*$", "", text.strip()))
    if re.fullmatch(r"\d{4}", found):
        return Code(f"0{found}", was=text.strip())
    return Code(found)


def siren(text: str) -> Code:
    """A SIREN of nine digits; a SIRET begins with one."""
    if ROUNDED.fullmatch(text.strip()):
        return Code(text.strip(), is_rounded=True)
    found = plain(re.sub(r"[.,]0+\s*$", "", text.strip()))
    return Code(found[:9] if re.fullmatch(r"\d{14}", found) else found)


def departement(text: str) -> str:
    """The code of a département, "1" too; empty for what is a name."""
    found = plain(re.sub(r"[.,]0+\s*$", "", text.strip()))
    found = f"0{found}" if re.fullmatch(r"[1-9]", found) else found
    return found if DEPARTEMENT.fullmatch(found) else ""


def departements_of_postcode(text: str) -> tuple[str, ...]:
    found = plain(text)
    found = f"0{found}" if re.fullmatch(r"\d{4}", found) else found
    if not re.fullmatch(r"\d{5}", found):
        return ()
    if found.startswith("20"):
        return ("2A", "2B")
    return (found[:3],) if found[:2] in ("97", "98") else (found[:2],)


def kind_called(text: str) -> str:
    """The kind of body that a cell names; empty for what is none."""
    words = " ".join(words_of(text))
    return KIND_WORDS.get(words) or KIND_WORDS.get(words.removesuffix("s"), "")


def split_departement(name: str) -> tuple[str, str]:
    """“Saint-Denis (93)” is a name and a département."""
    found = IN_BRACKETS.match(name.strip())
    return (found[1].strip(), found[2].upper()) if found and found[1].strip() else (name.strip(), "")


def strict_key(name: str) -> str:
    """What two spellings of a name share: case, accents, hyphens and “St” aside."""
    return " ".join(SHORTENED.get(word, word) for word in _all_words(name))


def loose_key(name: str) -> str:
    """The same without what people put before a name: “Mairie du Mans” is Le Mans, “CC du Pays de Gex” is as well
    “Communauté de communes du Pays de Gex”."""
    words = [SHORTENED.get(word, word) for word in _all_words(name)]
    for before in BEFORE_A_NAME:
        if tuple(words[: len(before)]) == before and len(words) > len(before):
            words = words[len(before) :]
            break
    else:
        words = [*GROUPS.get(words[0], (words[0],)), *words[1:]] if words else words
    kept = [word for word in words if word not in LINKS]
    return " ".join(kept or words)


def kind_before(name: str) -> str:
    """The kind that a name says itself: “Région Bretagne”; empty where it says none."""
    words = _all_words(name)
    for before in (words[:1], words[:2]):
        kind = KIND_WORDS.get(" ".join(before), "") if len(words) > len(before) else ""
        if kind in ("departement", "region", "epci") and before != ["dep"]:
            return kind
    return kind_of_group(words)


def kind_of_group(words: list[str]) -> str:
    return "epci" if words[:1] == ["communaute"] else ""


def _all_words(name: str) -> list[str]:
    """In their order and with those that come twice, unlike `words_of`."""
    found: list[str] = []
    for part in re.split(r"[^\w]+", name):
        found += words_of(part)
    return found
