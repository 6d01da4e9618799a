"""Do the announcing words stand where their rule may announce something?"""

import re
from collections.abc import Callable, Mapping

from beffroi.engines.announce.contexts import is_attended, is_figurative, is_head, names_next, speaks_of_a_person
from beffroi.engines.announce.place import NEAR, Place

_POSSESSIVE = re.compile(r"(?:son|sa|ma|mon|ta|ton|votre|leur)\s")
_AFTERWARDS = re.compile(r"\b(?:annonc\w+|concernant|pour|sur|suite a|apres|salue\w*|on|for)\s+$")
_ALONE = ("adoption", "rejection", "vote", "signature")  # a lone "Adopté !" is enough


def fits(place: Place) -> bool:
    stands = _fits_form[place.rule.form](place)
    return stands and _fits_kind.get(place.rule.kind, _anywhere)(place)


# --- by form


def _anywhere(_place: Place) -> bool:
    return True


def _needs_before(place: Place) -> bool:
    return place.rule.needs is None or bool(place.rule.needs.search(place.before))


def _needs_around(place: Place) -> bool:
    return place.rule.needs is None or bool(place.rule.needs.search(place.around))


def _needs_near(place: Place) -> bool:
    if place.rule.needs is None or place.rule.needs.search(place.near):
        return True
    return place.rule.kind in _ALONE and is_head(place.before)


def _is_told(place: Place) -> bool:
    """A noun that must open its sentence does, or somebody was there; somebody's own event is told by a feeling."""
    if place.rule.needs is not None and not place.rule.needs.search(place.before):
        return False
    if _POSSESSIVE.match(place.words):
        return is_attended(place.before) or bool(_AFTERWARDS.search(place.before))
    return not place.rule.head or is_head(place.before) or is_attended(place.before)


_fits_form: Mapping[str, Callable[[Place], bool]] = {
    "finite": _needs_before,
    "present": _needs_before,
    "noun": _is_told,
    "phrase": _needs_around,
    "bare": _needs_near,
}


# --- by kind

_A_VOTE = re.compile(r"\b(?:au|le|un|du|de|ce|je)\s+votes?$")
_NOT_THE_ELECTED = re.compile(
    r"(?:\b(?:les|nos|des|aux|vos|ses|leurs?|un|une|ces|mes|cet|tout|tous|chaque|nouve\w+|nombreu\w+|certain\w*|"
    r"autres|quelques|plusieurs|\d+ fois|ancien\w*|d'|l'|aux?|son|etre|si|non|pas|mal|sera|soit)) ?$|\bl'$|\bd'$"
)
_IN_MEMORY = re.compile(r"\bceux (?:\w+ )?qui\s+(?:\w+\s+)?$|(?:\bse |\bs')$")
_NOT_OF_ONESELF = ("suis", "sommes", "es ", "etes")
_ON_DUTY = re.compile(r"\s*(?:au combat|en (?:service|mission|operation))")
_DEDICATED = re.compile(r"\s*(?:d'|du|de|des)\s*(?:la |l'|le |son |mon )?(?:livre|ouvrage|album|roman|dedicace)")


def _is_a_ballot(place: Place) -> bool:
    return place.rule.form != "present" or not _A_VOTE.search(place.words)


def _is_somebodys_election(place: Place) -> bool:
    return place.rule.form != "bare" or not _NOT_THE_ELECTED.search(place.before)


def _is_a_door(place: Place) -> bool:
    if place.rule.form != "noun":
        return True
    return not place.before.endswith(("en ", "de ", "d'")) and not is_figurative(place.after)


def _is_a_death(place: Place) -> bool:
    if place.words.startswith(_NOT_OF_ONESELF) or _IN_MEMORY.search(place.before):
        return False
    if place.rule.form != "noun" or "deces" in place.words or _ON_DUTY.match(place.after):
        return True
    return speaks_of_a_person(place.reading, place.end)


def _is_a_signature(place: Place) -> bool:
    if _DEDICATED.match(place.after[:NEAR]):
        return False
    return not (place.words.startswith("est sign") and names_next(place.reading, place.end))


_fits_kind: Mapping[str, Callable[[Place], bool]] = {
    "vote": _is_a_ballot,
    "election": _is_somebodys_election,
    "opening": _is_a_door,
    "closure": _is_a_door,
    "death": _is_a_death,
    "signature": _is_a_signature,
}
