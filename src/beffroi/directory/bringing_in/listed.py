"""What a row of a list says, understood."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date

from beffroi.engines.addresses import Address
from beffroi.engines.tables.sheet import Row
from beffroi.vocabulary import Sentence


@dataclass(frozen=True, slots=True)
class Wrong:
    """`column` is the title of the cell in the file, empty where the whole row is wrong."""

    column: str
    cell: str
    words: Sentence


@dataclass(frozen=True, slots=True)
class Listed:
    """One account as a row lists it. `body` is the key of the body; None and the empty string: it says nothing."""

    row: Row
    address: Address
    body: int
    person: str = ""
    office: str = ""
    is_institutional: bool | None = None
    status: str = ""
    opened_on: date | None = None
    left_on: date | None = None
    name: str = ""
    page: str = ""  # of the person, on the site of their assembly
    notes: Sequence[Sentence] = ()


@dataclass(slots=True)
class Lines:
    """A whole list, understood: what each row says, and the rows of which something cannot be brought in."""

    listed: list[Listed] = field(default_factory=list)
    wrong: list[tuple[Row, list[Wrong]]] = field(default_factory=list)
