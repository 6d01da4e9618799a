"""The table of a town hall: where its titles stand, what its columns are called, what its merged cells meant."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from django.utils.translation import gettext_noop

from beffroi.engines.addresses import network_called
from beffroi.engines.tables.sheet import Row, Unreadable
from beffroi.engines.texts.fold import fold
from beffroi.vocabulary import Sentence

CALLED = {
    "insee": ("insee", "code insee", "code commune", "codgeo", "code officiel geographique", "cog", "depcom", "com"),
    "siren": ("siren", "no siren", "n siren", "numero siren", "siret", "n siret", "numero siret", "code siren"),
    "body": (
        *("commune", "nom de la commune", "nom commune", "libelle de la commune", "ville", "mairie", "collectivite"),
        *("nom de la collectivite", "organisme", "entite", "nom", "libelle", "body", "organisation", "town", "name"),
        *("communes", "collectivites", "nom collectivite", "municipality", "intitule"),
    ),
    "departement": ("departement", "dept", "dep", "dpt", "code departement", "no departement", "n departement"),
    "postcode": ("code postal", "cp", "postcode", "postal code"),
    "kind": ("type de collectivite", "categorie", "sorte", "type d organisme", "kind", "type d entite"),
    "network": ("reseau", "reseau social", "network", "plateforme", "reseaux", "reseaux sociaux", "media social"),
    "address": (
        *(
            "adresse",
            "url",
            "lien",
            "compte",
            "identifiant",
            "handle",
            "address",
            "adresse du compte",
            "lien du compte",
        ),
        *("pseudo", "nom du compte", "nom de compte", "account", "adresse web", "lien url", "page", "link", "profil"),
    ),
    "person": ("personne", "elu", "nom de l elu", "elue", "titulaire", "person", "nom et prenom", "nom prenom"),
    "office": ("fonction", "office", "mandat", "qualite", "fonction de l elu"),
    "purpose": ("nature du compte", "type de compte", "nature", "purpose", "institutionnel ou personnel", "type"),
    "status": ("statut", "etat", "status", "activite", "etat du compte", "statut du compte"),
    "opened": ("ouvert le", "date d ouverture", "date de creation", "cree le", "opened", "creation"),
    "left": ("ferme le", "quitte le", "date de fermeture", "date de depart", "left", "closed"),
}
_COLUMN = {name: column for column, names in CALLED.items() for name in names}
WHO = ("insee", "siren", "body", "departement", "postcode", "kind")
NAMES_A_BODY = ("insee", "siren", "body")
TITLES_WITHIN = 6  # lines: a sheet may begin with what it is, who made it and when
NO_BODY = gettext_noop(
    "No column says whose the accounts are: one must be called “commune”, “code INSEE” or “SIREN”, in the first lines."
)
NO_ADDRESS = gettext_noop(
    "No column holds addresses: one must be called “adresse” or “compte”, or after a network: “Facebook”, “X”."
)
FROM_ABOVE = gettext_noop("Its body was taken from line {line}: the cell is empty, as below a merged one.")


@dataclass(frozen=True, slots=True)
class Entry:
    """One row: `cells` by column, `addresses` the cells of columns that are named after a network."""

    row: Row
    cells: Mapping[str, str]
    addresses: Mapping[str, str]
    notes: Sequence[Sentence] = ()


@dataclass(frozen=True, slots=True)
class Table:
    """`columns` and `networks` say at which place a column stands; `ignored` names those that were not read."""

    titles: Sequence[str]
    columns: Mapping[str, int]
    networks: Mapping[str, int] = field(default_factory=dict)
    rows: Sequence[Row] = ()

    @property
    def ignored(self) -> list[str]:
        read = {*self.columns.values(), *self.networks.values()}
        return [title for at, title in enumerate(self.titles) if title and at not in read]

    def title(self, column: str) -> str:
        at = self.columns.get(column, self.networks.get(column, -1))
        return self.titles[at] if at >= 0 else column

    def entries(self) -> Iterator[Entry]:
        """The rows that hold anything. A row with an address and no body is of the body above it."""
        above: dict[str, str] = {}
        line = 0
        for row in self.rows:
            cells = {column: text for column, at in self.columns.items() if (text := cell(row, at))}
            addresses = {network: text for network, at in self.networks.items() if (text := cell(row, at))}
            who = {column: cells[column] for column in WHO if column in cells}
            if any(column in who for column in NAMES_A_BODY):
                above, line = who, row.line
                yield Entry(row, cells, addresses)
            elif above and (addresses or "address" in cells):
                yield Entry(row, {**above, **cells}, addresses, [Sentence(FROM_ABOVE, {"line": line})])
            elif cells or addresses:
                yield Entry(row, cells, addresses)


def table(titles: Sequence[str], rows: Sequence[Row]) -> Table:
    """Finds the line of titles, which may be two. Raises Unreadable where none names a body and an account."""
    lines = [Row(1, list(titles)), *rows]
    best = max(_candidates(lines), key=lambda found: (found[0], -found[1]))
    _count, after, names = best
    columns, networks = _places(names)
    if not any(column in columns for column in NAMES_A_BODY):
        raise Unreadable(Sentence(NO_BODY))
    if "address" not in columns and not networks:
        raise Unreadable(Sentence(NO_ADDRESS))
    return Table(names, columns, networks, lines[after:])


def _candidates(lines: Sequence[Row]) -> Iterator[tuple[int, int, list[str]]]:
    """For each line, alone and with the titles of the line above it where its own are empty: how many titles are
    known, where the rows begin, the titles."""
    for at, row in enumerate(lines[:TITLES_WITHIN]):
        alone = [" ".join(text.split()) for text in row.cells]
        yield _known(alone), at + 1, alone
        if at:
            above = [" ".join(text.split()) for text in lines[at - 1].cells]
            wide = max(len(above), len(alone))
            both = [low or high for low, high in zip(_filled(alone, wide), _filled(above, wide), strict=True)]
            yield _known(both), at + 1, both


def _known(titles: Sequence[str]) -> int:
    columns, networks = _places(titles)
    return len(columns) + len(networks)


def _places(titles: Sequence[str]) -> tuple[dict[str, int], dict[str, int]]:
    columns: dict[str, int] = {}
    networks: dict[str, int] = {}
    for at, title in enumerate(titles):
        plain = " ".join(re.sub(r"[^\w]+", " ", fold(title).replace("_", " ")).split())
        if column := _COLUMN.get(plain) or _COLUMN.get(plain.removesuffix("s")):
            columns.setdefault(column, at)
        elif network := network_called(title):
            networks.setdefault(network, at)
    return columns, networks


def _filled(cells: Sequence[str], width: int) -> list[str]:
    return [*cells, *[""] * (width - len(cells))]


def cell(row: Row, at: int) -> str:
    return row.cells[at].strip() if at < len(row.cells) else ""
