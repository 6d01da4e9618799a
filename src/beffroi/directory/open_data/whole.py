"""The open data as one JSON document, a body or a person's account a line, so that it can be read line by line too."""

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

from beffroi.directory.models import Body, Mandate, OfficialAccount
from beffroi.directory.models.source import Sourced
from beffroi.directory.open_data import tables
from beffroi.directory.open_data.sources import Sources
from beffroi.directory.open_data.tables import CHUNK, Cell, Table, plain


def lines(sources: Sources, alike: bool, licence: Mapping[str, str]) -> Iterator[str]:
    """The document piece by piece."""
    told = [_named(tables.SOURCES, row) for row in tables.SOURCES.rows(sources, alike)]
    yield '{"about": ' + _json({"licence": licence, "sources": told}) + ',\n"bodies": ['
    yield from _separated(_bodies(sources, alike))
    yield '],\n"people": ['
    yield from _separated(_people(sources, alike))
    yield "]}\n"


def _separated(rows: Iterable[Mapping[str, Any]]) -> Iterator[str]:
    separator = "\n"
    for row in rows:
        yield separator + _json(row)
        separator = ",\n"


def _json(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False)


def _named(table: Table, row: Sequence[Cell]) -> dict[str, Any]:
    """What a row says, by the names of its columns; what it does not say is left out."""
    said = ((column.name, plain(value)) for column, value in zip(table.columns, row, strict=True))
    return {column: value for column, value in said if value not in (None, "")}


def _bodies(sources: Sources, alike: bool) -> Iterator[Mapping[str, Any]]:
    """Each body with its own accounts, and those with their proofs. A body of which only accounts are to be shared
    alike is named there by its code."""
    rows = Body.objects.select_related("group", "successor").prefetch_related("accounts__proofs", "accounts__person")
    for body in rows.order_by("kind", "code").iterator(chunk_size=CHUNK):
        ours = (one for one in body.accounts.all() if sources.is_shared_alike(one, one.person) == alike)
        accounts = [_account(one, sources) for one in sorted(ours, key=tables.place)]
        if sources.is_shared_alike(body) == alike:
            yield {
                **_named(tables.BODIES, tables.of_body(body)),
                "sources": _origins(body, sources),
                "accounts": accounts,
            }
        elif accounts:
            yield {"kind": body.kind, "code": body.code, "accounts": accounts}


def _people(sources: Sources, alike: bool) -> Iterator[Mapping[str, Any]]:
    """The accounts of people, each with its holder and the offices they hold."""
    rows = tables.listed().filter(body=None).prefetch_related("proofs", "person__mandates__body")
    for account in rows.iterator(chunk_size=CHUNK):
        person = account.person
        if person is not None and sources.is_shared_alike(account, person) == alike:
            held = [one for one in person.mandates.all() if sources.is_shared_alike(one) <= alike]
            mandates = [
                _mandate(one) for one in sorted(held, key=lambda one: (str(one.since or ""), one.office, one.pk))
            ]
            yield {"name": person.name, "mandates": mandates, "account": _account(account, sources)}


def _account(account: OfficialAccount, sources: Sources) -> dict[str, Any]:
    proofs = sorted(account.proofs.all(), key=lambda proof: (proof.kind, proof.address, proof.pk))
    said = _named(tables.ACCOUNTS, tables.of_account(account))
    told = {name: value for name, value in said.items() if name not in ("body_kind", "body_code")}
    shown = [_named(tables.PROOFS, ("", *tables.of_proof(proof, account)[1:])) for proof in proofs]
    return {**told, "proofs": shown, "sources": _origins(account, sources)}


def _mandate(mandate: Mandate) -> dict[str, Any]:
    values = {"kind": mandate.body.kind, "code": mandate.body.code, "office": mandate.office}
    dates = {"since": plain(mandate.since), "until": plain(mandate.until)}
    return {**values, **{name: value for name, value in dates.items() if value}}


def _origins(row: Sourced, sources: Sources) -> dict[str, int]:
    """The number of the source of each field."""
    return {field: number for number, fields in sources.fields_by_source(row) for field in fields}
