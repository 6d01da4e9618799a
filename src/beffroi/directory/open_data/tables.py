"""The tables of the open data: their columns, and what each says.

Each is written twice: what may be given on under the open licence, and apart from it what comes from databases that
must be shared alike.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Literal

from beffroi.directory.open_data import rows
from beffroi.directory.open_data.rows import Rows
from beffroi.directory.open_data.sources import Sources

Kind = Literal["string", "integer", "boolean", "date", "datetime"]


@dataclass(frozen=True, slots=True)
class Column:
    """`kind` is a type of the Table Schema of Frictionless."""

    name: str
    kind: Kind
    says: str


@dataclass(frozen=True, slots=True)
class Table:
    """`rows(sources)` gives each row with whether it must be shared alike."""

    name: str
    says: str
    columns: Sequence[Column]
    key: Sequence[str]
    rows: Callable[[Sources], Rows]


def _text(names: str, **says: str) -> list[Column]:
    return [Column(name, "string", says.get(name, "")) for name in names.split()]


BODIES = Table(
    "bodies",
    "Public bodies: communes, their groups, départements, régions and others.",
    [
        *_text(
            "kind code siren name nature departement region",
            code="INSEE code, SIREN of a group, or a word; text, with its zeros",
            nature="of a group: CC, CA, CU, METRO",
        ),
        Column("population", "integer", "municipal population; empty where it is not known"),
        Column("population_year", "integer", "year in which this population came into force"),
        *_text("site group", site="official site", group="code of the group of communes it belongs to"),
        Column("ended_on", "date", "day since which it does not exist any more"),
        *_text("successor", successor="code of the body it went into"),
    ],
    ("kind", "code"),
    rows.bodies,
)
ACCOUNTS = Table(
    "accounts",
    "Official accounts of bodies and of people in office.",
    [
        *_text("account network handle native_id url name", account="network and handle, else its number there"),
        *_text("body_kind body_code person", person="whose own account it is, if it is a person's"),
        Column("is_institutional", "boolean", "of the body itself, else of a person"),
        *_text("status", status="active, dormant, parked, left or closed"),
        Column("opened_on", "date", "day on which it was opened"),
        Column("left_on", "date", "day on which it was left"),
        Column("reviewed_at", "datetime", "when a person last looked at it"),
    ],
    ("account",),
    rows.accounts,
)
PROOFS = Table(
    "proofs",
    "What proves that an account is its body's.",
    [
        *_text("account kind address", kind="site, domain, rel_me, dila or declaration", address="where it is seen"),
        Column("proven_at", "datetime", "when it last held"),
        Column("checked_at", "datetime", "when it was last looked at"),
        Column("failed_since", "datetime", "since when it does not hold; empty: it does"),
    ],
    ("account", "kind", "address"),
    rows.proofs,
)
MANDATES = Table(
    "mandates",
    "Offices of the people who have an account here.",
    [
        *_text(
            "person body_kind body_code office", office="mayor, president, deputy, senator, councillor, minister, other"
        ),
        Column("since", "date", "first day"),
        Column("until", "date", "last day; empty: still"),
        *_text("official_page wikidata"),
    ],
    (),
    rows.mandates,
)
FORMER_NAMES = Table(
    "former_names",
    "What bodies were called before, and the communes that went into them.",
    [
        *_text("body_kind body_code name code", code="the code that went out of use, if any"),
        Column("until", "date", "since when it is not called so; empty: not known"),
    ],
    (),
    rows.former_names,
)
SOURCES = Table(
    "sources",
    "The files of which the directory was made.",
    [
        Column("source", "integer", "its number here"),
        Column("kind", "string", "geography, rne, parliament, file, wikidata or person"),
        Column("rank", "integer", "the origin of the higher rank stands where two say otherwise"),
        *_text("title publisher licence url vintage sha256", vintage="the year or day it describes"),
        Column("read_at", "datetime", "when it was read"),
    ],
    ("source",),
    rows.sources,
)
PROVENANCE = Table(
    "provenance",
    "From which source each field comes.",
    [
        *_text("table key", key="kind:code of a body, the account of an account"),
        Column("source", "integer", "number of the source"),
        *_text("fields", fields="the fields it gave, with blanks between them"),
    ],
    ("table", "key", "source"),
    rows.provenance,
)
TABLES = (BODIES, ACCOUNTS, PROOFS, MANDATES, FORMER_NAMES, SOURCES, PROVENANCE)
