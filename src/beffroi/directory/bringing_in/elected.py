"""The national register of elected officials (RNE), as the Ministry of the Interior publishes it: who holds which
office of which body, since when. Sex, birth and profession stand in its files and are never taken out of them."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from django.utils.translation import gettext_noop

from beffroi.directory.bringing_in import codes
from beffroi.directory.bringing_in.columns import cell
from beffroi.directory.bringing_in.words import day
from beffroi.directory.models.body import words_of
from beffroi.engines.tables.sheet import Row, Unreadable
from beffroi.vocabulary import Sentence

NOT_THE_REGISTER = gettext_noop(
    "This is no file of the national register of elected officials: no column “Nom de l'élu”, or no code of a body."
)
NO_NAME = gettext_noop("There is no name in this line.")
COLUMNS = {
    "family": "nom de l elu",
    "given": "prenom de l elu",
    "departement": "code du departement",
    "particular": "code de la collectivite a statut particulier",
    "commune": "code de la commune",
    "epci": "n siren",
    "region": "code de la region",
    "office": "libelle de la fonction",
    "mandate": "date de debut du mandat",
    "function": "date de debut de la fonction",
}
PRESIDENT, MAYOR = re.compile(r"president(?:e)? du conseil|president(?:e)?$"), re.compile(r"maire$")
ALL_CAPITALS = re.compile(r"[^a-zà-ÿ]+")


@dataclass(frozen=True, slots=True)
class Elected:
    """One person in one office; `code` is that of the body within its `kind`."""

    line: int
    kind: str
    code: str
    name: str
    office: str
    since: date | None


def columns_of(titles: Sequence[str]) -> Mapping[str, int]:
    """Where the columns stand. Raises Unreadable for a file of something else."""
    plain = [" ".join(_words(title)) for title in titles]
    found = {column: plain.index(title) for column, title in COLUMNS.items() if title in plain}
    if "family" not in found or not {"commune", "epci", "departement", "region"} & found.keys():
        raise Unreadable(Sentence(NOT_THE_REGISTER))
    return found


def elected(rows: Iterator[Row]) -> Iterator[Elected | tuple[int, Sentence]]:
    """Each row in its turn: who it names, or why it names nobody. A file of mayors has no column of the office."""
    title = next(rows, Row(1, []))
    columns = columns_of(title.cells)
    for row in rows:
        cells = {column: cell(row, at) for column, at in columns.items()}
        name = " ".join(part for part in (_spelled(cells.get("given", "")), _spelled(cells["family"])) if part)
        if not cells["family"]:
            yield row.line, Sentence(NO_NAME)
            continue
        kind, code = _body(cells)
        office = _office(cells, kind)
        since = (
            cells.get("mandate", "") if office == "councillor" else cells.get("function") or cells.get("mandate", "")
        )
        yield Elected(row.line, kind, code, name[:200], office, day(since))


def _body(cells: Mapping[str, str]) -> tuple[str, str]:
    departement = codes.departement(cells.get("departement", ""))
    if code := cells.get("commune", ""):
        within = departement or codes.plain(cells.get("particular", ""))
        return "commune", f"{within}{code.zfill(5 - len(within))}" if len(code) <= 3 else codes.insee(code).text
    if "epci" in cells:
        return "epci", codes.siren(cells["epci"]).text
    if "region" in cells:
        return "region", cells["region"].zfill(2)
    return "departement", departement


def _office(cells: Mapping[str, str], kind: str) -> str:
    if "office" not in cells:
        return "mayor" if kind == "commune" else "councillor"
    words = " ".join(_words(cells["office"]))
    if kind == "commune":
        return "mayor" if MAYOR.fullmatch(words) else "councillor"
    return "president" if PRESIDENT.match(words) else "councillor"


def _spelled(name: str) -> str:
    """“LE GOFF” is Le Goff: the register writes family names in capitals."""
    if not ALL_CAPITALS.fullmatch(name):
        return " ".join(name.split())
    return re.sub(r"\w+", lambda word: word[0].capitalize(), " ".join(name.split()))


def _words(text: str) -> list[str]:
    return [word for part in re.split(r"\W+", text) for word in words_of(part)]
