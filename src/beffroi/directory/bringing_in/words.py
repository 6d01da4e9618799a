"""The words of a town hall for a status, a kind of account, an office, a day."""

import re
from datetime import date

from beffroi.directory.models.body import words_of

NOTHING = {"", "neant", "aucun", "aucune", "non", "n a", "na", "sans", "pas de compte", "sans objet", "none", "no", "0"}
STATUS_WORDS = {
    **dict.fromkeys(
        ("actif", "active", "en service", "ouvert", "oui", "en activite", "active regulierement"), "active"
    ),
    **dict.fromkeys(("dormant", "inactif", "inactive", "en sommeil", "peu actif", "plus alimente"), "dormant"),
    **dict.fromkeys(("parked", "en reserve", "mis en reserve", "reserve"), "parked"),
    **dict.fromkeys(("left", "quitte", "abandonne", "abandonnee"), "left"),
    **dict.fromkeys(("closed", "ferme", "fermee", "supprime", "clos", "desactive"), "closed"),
}
PURPOSES = {
    **dict.fromkeys(("institutionnel", "institutionnelle", "officiel", "institution", "institutional", "ville"), True),
    **dict.fromkeys(("personnel", "personnelle", "perso", "prive", "elu", "personal", "elue"), False),
}
OFFICE_WORDS = {
    **dict.fromkeys(("maire", "mayor", "maire delegue"), "mayor"),
    **dict.fromkeys(("president", "presidente"), "president"),
    **dict.fromkeys(("depute", "deputee", "deputy"), "deputy"),
    **dict.fromkeys(("senateur", "senatrice", "senator"), "senator"),
    **dict.fromkeys(
        ("conseiller", "conseillere", "conseiller municipal", "adjoint", "adjointe", "councillor"), "councillor"
    ),
    **dict.fromkeys(("ministre", "minister"), "minister"),
}
DAY = re.compile(r"(\d{1,2})[/.-](\d{1,2})[/.-](\d{4})(?:\s.*)?")


def something(cell: str) -> str:
    return "" if " ".join(words_of(cell)) in NOTHING else cell


def status_called(text: str) -> str | None:
    return STATUS_WORDS.get(" ".join(words_of(text)))


def purpose_called(text: str) -> bool | None:
    """True for an institutional account, False for a person's own; None for what is neither."""
    return PURPOSES.get(" ".join(words_of(text)))


def office_called(text: str) -> str:
    words = words_of(text)
    return (
        OFFICE_WORDS.get(" ".join(words))
        or OFFICE_WORDS.get(words[0] if words else "", "")
        or ("other" if words else "")
    )


def day(text: str) -> date | None:
    """2026-11-03 or 03/11/2026, with whatever time behind it; None for what is no day."""
    found = DAY.fullmatch(text.strip())
    try:
        if found:
            return date(int(found[3]), int(found[2]), int(found[1]))
        return date.fromisoformat(text.strip()[:10])
    except ValueError:
        return None
