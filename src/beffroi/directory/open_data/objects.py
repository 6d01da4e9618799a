"""One row of the open data as an object of JSON: what it does not say is left out."""

from collections.abc import Sequence
from typing import Any

from beffroi.directory.models import Mandate, OfficialAccount
from beffroi.directory.models.source import Sourced
from beffroi.directory.open_data import rows, tables
from beffroi.directory.open_data.rows import Cell, plain
from beffroi.directory.open_data.sources import Sources
from beffroi.directory.open_data.tables import Table


def named(table: Table, row: Sequence[Cell]) -> dict[str, Any]:
    """What a row says, by the names of its columns; what it does not say is left out."""
    said = ((column.name, plain(value)) for column, value in zip(table.columns, row, strict=True))
    return {column: value for column, value in said if value not in (None, "")}


def account(account: OfficialAccount, sources: Sources) -> dict[str, Any]:
    proofs = sorted(account.proofs.all(), key=lambda proof: (proof.kind, proof.address, proof.pk))
    said = named(tables.ACCOUNTS, rows.of_account(account))
    told = {name: value for name, value in said.items() if name not in ("body_kind", "body_code")}
    shown = [named(tables.PROOFS, ("", *rows.of_proof(proof, account)[1:])) for proof in proofs]
    return {**told, "proofs": shown, "sources": origins(account, sources)}


def mandate(mandate: Mandate) -> dict[str, Any]:
    values = {"kind": mandate.body.kind, "code": mandate.body.code, "office": mandate.office}
    dates = {"since": plain(mandate.since), "until": plain(mandate.until)}
    return {**values, **{name: value for name, value in dates.items() if value}}


def origins(row: Sourced, sources: Sources) -> dict[str, int]:
    """The number of the source of each field."""
    return {field: number for number, fields in sources.fields_by_source(row) for field in fields}
