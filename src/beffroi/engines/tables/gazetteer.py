"""A table of streets and quarters: which rows name a place, and what is wrong with the others, in words."""

from collections.abc import Sequence
from dataclasses import dataclass

from beffroi.engines.query import SearchError
from beffroi.engines.routing import named
from beffroi.engines.tables.sheet import Row, Unreadable
from beffroi.engines.texts.fold import fold
from beffroi.vocabulary import Sentence

COLUMNS = {  # what a column may be called, folded
    "name": ("nom", "rue", "voie", "libelle", "nom_voie", "lieu", "name", "street", "place"),
    "quarter": ("quartier", "secteur", "quarter", "district", "area"),
}
LONGEST = 120
GARBLED = ("\ufffd", "Ã©", "Ã¨", "Ãª", "Ã§", "Ã´", "â€™")  # letters read in another encoding than they were written


@dataclass(frozen=True, slots=True)
class Named:
    """`quarter` is the place itself where the file names none."""

    line: int
    name: str
    quarter: str


@dataclass(frozen=True, slots=True)
class Flaw:
    line: int
    cell: str
    words: Sentence


def places(titles: Sequence[str], rows: Sequence[Row]) -> tuple[list[Named], list[Flaw]]:
    """The places, each once, and the rows that name none. Raises Unreadable when no column names them."""
    columns = _columns(titles)
    if "name" not in columns:
        raise Unreadable(
            Sentence("No column is called “nom”, “rue” or “voie”. The first line must name the columns: nom;quartier.")
        )
    found: list[Named] = []
    flaws: list[Flaw] = []
    seen: dict[tuple[str, str], int] = {}
    for row in rows:
        name, quarter = (_cell(row, columns.get(column)) for column in ("name", "quarter"))
        flaw = _flaw(name, quarter)
        first = seen.setdefault((fold(name), fold(quarter or name)), row.line)
        if flaw is None and first != row.line:
            flaw = Sentence("It stands in line {line} already.", {"line": first})
        if flaw is None:
            found.append(Named(row.line, name, quarter or name))
        else:
            flaws.append(Flaw(row.line, name or quarter, flaw))
    return found, flaws


def _columns(titles: Sequence[str]) -> dict[str, int]:
    known = {name: column for column, names in COLUMNS.items() for name in names}
    found: dict[str, int] = {}
    for at, title in enumerate(titles):
        if column := known.get(fold(title).strip().replace(" ", "_")):
            found.setdefault(column, at)
    return found


def _cell(row: Row, at: int | None) -> str:
    return " ".join(row.cells[at].split()) if at is not None and at < len(row.cells) else ""


def _flaw(name: str, quarter: str) -> Sentence | None:
    if not name:
        return Sentence("There is no name in this line.")
    if any(sign in name + quarter for sign in GARBLED):
        return Sentence("Its letters are garbled: save the file as “CSV UTF-8” and load it again.")
    if max(len(name), len(quarter)) > LONGEST:
        return Sentence("This is longer than {most} characters: is it a name?", {"most": LONGEST})
    try:
        named(name)
    except SearchError as error:
        return error.sentences[0]
    return None
