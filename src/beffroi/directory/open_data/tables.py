"""The tables of the open data: their columns, their order, and their rows one after another.

Each is written twice: what may be given on under the open licence, and apart from it what comes from databases that
must be shared alike.
"""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import Literal

from django.db.models import QuerySet

from beffroi.directory.models import Body, FormerName, Mandate, OfficialAccount, Person, Proof
from beffroi.directory.models.source import Sourced
from beffroi.directory.open_data.sources import Sources, shares_alike

CHUNK = 2_000  # rows that are held at a time
Cell = str | int | bool | date | datetime | None
Kind = Literal["string", "integer", "boolean", "date", "datetime"]


@dataclass(frozen=True, slots=True)
class Column:
    """`kind` is a type of the Table Schema of Frictionless."""

    name: str
    kind: Kind
    says: str


@dataclass(frozen=True, slots=True)
class Table:
    """`rows(sources, alike)` gives the rows to be shared alike, or the others."""

    name: str
    says: str
    columns: Sequence[Column]
    key: Sequence[str]
    rows: Callable[[Sources, bool], Iterator[Sequence[Cell]]]


def plain(value: Cell) -> str | int | bool | None:
    """As JSON has it: days and moments in ISO 8601, moments in UTC."""
    if isinstance(value, datetime):
        return value.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
    return value.isoformat() if isinstance(value, date) else value


def account_key(account: OfficialAccount) -> str:
    return f"{account.network}:{account.handle or account.native_id}"


def listed() -> "QuerySet[OfficialAccount]":
    return OfficialAccount.objects.select_related("body", "person").order_by("network", "handle", "native_id", "pk")


def of_people_with_accounts() -> "QuerySet[Mandate]":
    """Only those of people who have an account in the directory: the register of all others is not ours to give."""
    speaking = Person.objects.filter(accounts__isnull=False)
    rows = Mandate.objects.filter(person__in=speaking).select_related("person", "body")
    return rows.order_by("person__name", "person_id", "body__kind", "body__code", "office", "since", "pk")


def _bodies(sources: Sources, alike: bool) -> Iterator[Sequence[Cell]]:
    for body in Body.objects.select_related("group", "successor").order_by("kind", "code").iterator(chunk_size=CHUNK):
        if sources.is_shared_alike(body) == alike:
            yield of_body(body)


def of_body(body: Body) -> Sequence[Cell]:
    return (
        *(body.kind, body.code, body.siren, body.name, body.nature, body.departement, body.region),
        *(body.population, body.population_year, body.site, body.group.code if body.group else ""),
        *(body.ended_on, body.successor.code if body.successor else ""),
    )


def _accounts(sources: Sources, alike: bool) -> Iterator[Sequence[Cell]]:
    for account in listed().iterator(chunk_size=CHUNK):
        if sources.is_shared_alike(account, account.person) == alike:
            yield of_account(account)


def of_account(account: OfficialAccount) -> Sequence[Cell]:
    body, person = account.body, account.person
    return (
        *(account_key(account), account.network, account.handle, account.native_id, account.url, account.name),
        *(body.kind if body else "", body.code if body else "", person.name if person else ""),
        *(account.is_institutional, account.status, account.opened_on, account.left_on, account.reviewed_at),
    )


def place(account: OfficialAccount) -> tuple[str, str, str, int]:
    """Where an account stands among others."""
    return account.network, account.handle, account.native_id, account.pk


def _proofs(sources: Sources, alike: bool) -> Iterator[Sequence[Cell]]:
    rows = Proof.objects.select_related("account__person").order_by(
        "account__network", "account__handle", "account__native_id", "kind", "address", "pk"
    )
    for proof in rows.iterator(chunk_size=CHUNK):
        if sources.is_shared_alike(proof.account, proof.account.person) == alike:
            yield of_proof(proof, proof.account)


def of_proof(proof: Proof, account: OfficialAccount) -> Sequence[Cell]:
    key = account_key(account)
    return key, proof.kind, proof.address, proof.proven_at, proof.checked_at, proof.failed_since


def _mandates(sources: Sources, alike: bool) -> Iterator[Sequence[Cell]]:
    for mandate in of_people_with_accounts().iterator(chunk_size=CHUNK):
        if sources.is_shared_alike(mandate, mandate.person) == alike:
            body, person = mandate.body, mandate.person
            yield (
                *(person.name, body.kind, body.code, mandate.office, mandate.since, mandate.until),
                *(person.official_page, person.wikidata),
            )


def _former_names(sources: Sources, alike: bool) -> Iterator[Sequence[Cell]]:
    if not alike:
        rows = FormerName.objects.select_related("body").order_by("body__kind", "body__code", "code", "name", "pk")
        for former in rows.iterator(chunk_size=CHUNK):
            yield former.body.kind, former.body.code, former.name, former.code, former.until


def _sources(sources: Sources, alike: bool) -> Iterator[Sequence[Cell]]:
    for source in sources.rows:
        if shares_alike(source) == alike:
            yield (
                *(sources.numbers[source.pk], source.kind, source.rank, source.title, source.publisher),
                *(source.licence, source.url, source.vintage, source.sha256, source.read_at),
            )


def _provenance(sources: Sources, alike: bool) -> Iterator[Sequence[Cell]]:
    def told(table: str, key: str, row: Sourced) -> Iterator[Sequence[Cell]]:
        for number, fields in sources.fields_by_source(row):
            yield table, key, number, " ".join(fields)

    for body in Body.objects.order_by("kind", "code").only("kind", "code", "origins").iterator(chunk_size=CHUNK):
        if sources.is_shared_alike(body) == alike:
            yield from told("bodies", f"{body.kind}:{body.code}", body)
    for account in listed().iterator(chunk_size=CHUNK):
        if sources.is_shared_alike(account, account.person) == alike:
            yield from told("accounts", account_key(account), account)


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
    _bodies,
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
    _accounts,
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
    _proofs,
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
    _mandates,
)
FORMER_NAMES = Table(
    "former_names",
    "What bodies were called before, and the communes that went into them.",
    [
        *_text("body_kind body_code name code", code="the code that went out of use, if any"),
        Column("until", "date", "since when it is not called so; empty: not known"),
    ],
    (),
    _former_names,
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
    _sources,
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
    _provenance,
)
TABLES = (BODIES, ACCOUNTS, PROOFS, MANDATES, FORMER_NAMES, SOURCES, PROVENANCE)
