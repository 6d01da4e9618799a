"""What a row says of its body, and the bodies in few words: an index of the whole country is held in memory."""

from collections.abc import Sequence
from dataclasses import dataclass

from beffroi.vocabulary import Sentence


@dataclass(frozen=True, slots=True)
class Asked:
    """What a row says of its body; any of it may be empty. `departement` is a code or a name."""

    insee: str = ""
    siren: str = ""
    name: str = ""
    departement: str = ""
    postcode: str = ""
    kind: str = ""


@dataclass(frozen=True, slots=True)
class Known:
    """One body, in few words: an index of the whole country is held in memory while a file is read."""

    pk: int
    kind: str
    code: str
    siren: str
    name: str
    departement: str
    ended: bool
    successor: int | None

    @property
    def told(self) -> str:
        where = self.departement or self.code
        return f"{self.name} ({where})" if self.kind == "commune" else self.name


@dataclass(frozen=True, slots=True)
class Former:
    body: int
    name: str
    code: str
    year: str


@dataclass(frozen=True, slots=True)
class Match:
    """The body, or why there is none. `notes`: what had to be repaired or followed to find it."""

    body: Known | None = None
    notes: Sequence[Sentence] = ()
    wrong: Sentence | None = None
