"""Personal data of a private person in a text: what a public post should not give away.

A public body's own lines and addresses are in half of its posts, so that what it publishes for itself is not taken
for a citizen's: landlines only beside a person's name, generic mailboxes never, number plates in their usual form.
"""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Literal

from beffroi.engines.texts.fold import fold
from beffroi.engines.texts.french import FIRST_NAMES, HOUSE_NUMBER, MAILBOX_OF_A_BODY, STREET

Kind = Literal["phone", "email", "iban", "nir", "plate", "address"]

SHOWN = 5  # characters of what was found that are said again


@dataclass(frozen=True, slots=True)
class PersonalDatum:
    """`text` is what was found, as it was written; `hint` is enough of it for its writer to find it again."""

    kind: Kind
    text: str

    @property
    def hint(self) -> str:
        return f"{self.text[:SHOWN].strip()}…"


def personal_data(text: str) -> list[PersonalDatum]:
    """Everything found in `text`, kind by kind; a number that is part of another one is said once."""
    found: list[PersonalDatum] = []
    rest = text
    for kind, find in FINDERS:
        for datum in dict.fromkeys(find(rest)):
            found.append(PersonalDatum(kind, datum))
            rest = rest.replace(datum, "\n")
    return found


# --- bank accounts and social security numbers: only with their right key

_IBAN = re.compile(r"(?<![A-Za-z0-9])[A-Z]{2}\d{2}(?:[ \u00a0\u202f]?[A-Z0-9]){11,30}(?![A-Za-z0-9])")
_IBAN_LENGTHS = {"FR": 27, "MC": 27, "BE": 16, "DE": 22, "LU": 20, "ES": 24, "IT": 27, "CH": 21, "PT": 25, "NL": 18}
_NIR = re.compile(
    r"(?<!\d)[123478] ?\d{2} ?(?:0[1-9]|1[0-2]|[2-9]\d) ?(?:\d{2}|2[ABab]) ?\d{3} ?\d{3}[ -]*(?:cl[ée] ?)?\d{2}(?!\d)"
)


def _ibans(text: str) -> Iterator[str]:
    for match in _IBAN.finditer(text):
        pieces = match[0].split()
        while pieces:  # a word in capitals behind it is not part of it
            if is_iban("".join(pieces)):
                yield text[match.start() : match.start() + _length_of(pieces, match[0])]
                break
            pieces.pop()


def _length_of(pieces: list[str], found: str) -> int:
    end = 0
    for piece in pieces:
        end = found.index(piece, end) + len(piece)
    return end


def is_iban(compact: str) -> bool:
    """Whether the check digits and, where we know it, the length are right (ISO 13616)."""
    if len(compact) != _IBAN_LENGTHS.get(compact[:2], len(compact)) or len(compact) < 15:
        return False
    turned = compact[4:] + compact[:4]
    return int("".join(str(int(char, 36)) for char in turned)) % 97 == 1


def _nirs(text: str) -> Iterator[str]:
    return (match[0] for match in _NIR.finditer(text) if is_nir(re.sub(r"[^\dABab]", "", match[0])))


def is_nir(compact: str) -> bool:
    """Whether the two last digits are the key of the thirteen before; Corsica's 2A and 2B count 19 and 18."""
    number = compact[:13].upper().replace("2A", "19", 1).replace("2B", "18", 1)
    return len(compact) == 15 and number.isdigit() and 97 - int(number) % 97 == int(compact[13:])


# --- telephones and mailboxes

_PHONE = re.compile(r"(?<![\d+.,])(?:(?:\+|00)33[ .-]?(?:\(0\)[ .-]?)?|0)([1-79])(?:[ .\u00a0\u202f-]?\d{2}){4}(?!\d)")
_SOMEBODY = re.compile(r"\b(?:M\.|MM\.|Mme|Mlle|Madame|Monsieur|chez|mon|son|sa|ma)(?: [^.!?\n]{0,50})?$")
_EMAIL = re.compile(r"(?<![\w@.+-])([\w.+-]+)@((?:[\w-]+\.)+[a-z]{2,})", re.IGNORECASE)
_PRIVATE_MAIL = frozenset(
    "gmail googlemail orange wanadoo free sfr neuf laposte hotmail outlook live msn yahoo icloud me aol bbox "
    "numericable proton protonmail gmx club-internet".split()
)


def _phones(text: str) -> Iterator[str]:
    """Mobile numbers always; landlines only where a person is named just before."""
    for match in _PHONE.finditer(text):
        if match[1] in "67" or _SOMEBODY.search(text[max(0, match.start() - 60) : match.start()]):
            yield match[0]


def _emails(text: str) -> Iterator[str]:
    return (match[0] for match in _EMAIL.finditer(text) if _is_somebodys(fold(match[1]), fold(match[2])))


def _is_somebodys(box: str, host: str) -> bool:
    pieces = re.split(r"[._+-]", box)
    if any(piece in FIRST_NAMES for piece in pieces) and len(pieces) > 1:
        return True
    return host.split(".")[0] in _PRIVATE_MAIL and not MAILBOX_OF_A_BODY.search(box)


# --- cars and homes

_PLATE = re.compile(r"(?<![\w-])[A-HJ-NP-TV-Z]{2}([ -])\d{3}\1[A-HJ-NP-TV-Z]{2}(?![\w-])")
_OLD_PLATE = re.compile(r"(?<![\w-])\d{2,4}[ -][A-HJ-NP-TV-Z]{2,3}[ -](?:\d{2}|2[AB])(?![\w-])")
_CAR = re.compile(r"immatricul|plaque|v[ée]hicule|voiture|camion|scooter|moto\b|auto\b", re.IGNORECASE)
_NEAR_CAR = 80
_HOME = re.compile(
    r"\b(?:habit(?:e|ent|ant|ait)|demeurant|domicili[ée]e?s?|r[ée]sid(?:e|ent|ant|ait))\b[^.!?\n]{0,30}?"
    rf"(\b{HOUSE_NUMBER},? {STREET}\b[^.,;!?\n]{{0,40}})",
    re.IGNORECASE,
)


def _plates(text: str) -> Iterator[str]:
    """The form with hyphens is nothing else; with spaces, or of before 2009, only where a car is spoken of."""
    for match in _PLATE.finditer(text):
        if match[1] == "-" or _speaks_of_a_car(text, match.start()):
            yield match[0]
    yield from (match[0] for match in _OLD_PLATE.finditer(text) if _speaks_of_a_car(text, match.start()))


def _speaks_of_a_car(text: str, at: int) -> bool:
    return bool(_CAR.search(text[max(0, at - _NEAR_CAR) : at]))


def _homes(text: str) -> Iterator[str]:
    return (match[1].strip() for match in _HOME.finditer(text))


FINDERS: tuple[tuple[Kind, Callable[[str], Iterator[str]]], ...] = (
    ("iban", _ibans),
    ("nir", _nirs),
    ("email", _emails),
    ("phone", _phones),
    ("plate", _plates),
    ("address", _homes),
)
