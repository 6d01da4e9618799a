"""The open data as one JSON document, a body or a person's account a line, so that it can be read line by line too."""

import json
from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import Any

from beffroi.directory.models import Body
from beffroi.directory.open_data import objects, rows, tables
from beffroi.directory.open_data.rows import CHUNK
from beffroi.directory.open_data.sources import Sources, shares_alike


def write(put: Mapping[bool, Callable[[str], object]], sources: Sources, licences: Mapping[bool, Any]) -> None:
    """Both documents in one walk through the directory: `put` writes to the one to be shared alike, and to the other.
    Where only one is asked for, the other's lines are left out."""
    told = [(shares_alike(source), rows.of_source(source, sources)) for source in sources.rows]
    for alike, say in put.items():
        named = [objects.named(tables.SOURCES, row) for shared, row in told if shared == alike]
        say('{"about": ' + _json({"licence": licences[alike], "sources": named}) + ',\n"bodies": [')
    _lines(put, _bodies(sources))
    for say in put.values():
        say('],\n"people": [')
    _lines(put, _people(sources))
    for say in put.values():
        say("]}\n")


def _lines(put: Mapping[bool, Callable[[str], object]], found: Iterable[tuple[bool, Mapping[str, Any]]]) -> None:
    separators = dict.fromkeys(put, "\n")
    for alike, row in found:
        if alike in put:
            put[alike](separators[alike] + _json(row))
            separators[alike] = ",\n"


def _json(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False)


def _bodies(sources: Sources) -> Iterator[tuple[bool, Mapping[str, Any]]]:
    """Each body with its own accounts, and those with their proofs. Where only some of them are to be shared alike, the
    body stands in the other document by its code."""
    found = Body.objects.select_related("group", "successor").prefetch_related("accounts__proofs", "accounts__person")
    for body in found.order_by("kind", "code").iterator(chunk_size=CHUNK):
        accounts: dict[bool, list[dict[str, Any]]] = {False: [], True: []}
        for one in sorted(body.accounts.all(), key=rows.place):
            accounts[sources.is_shared_alike(one, one.person)].append(objects.account(one, sources))
        own = sources.is_shared_alike(body)
        told = objects.named(tables.BODIES, rows.of_body(body))
        yield own, {**told, "sources": objects.origins(body, sources), "accounts": accounts[own]}
        if accounts[not own]:
            yield not own, {"kind": body.kind, "code": body.code, "accounts": accounts[not own]}


def _people(sources: Sources) -> Iterator[tuple[bool, Mapping[str, Any]]]:
    """The accounts of people, each with its holder and the offices they hold."""
    found = rows.listed().filter(body=None).prefetch_related("proofs", "person__mandates__body")
    for account in found.iterator(chunk_size=CHUNK):
        if (person := account.person) is not None:
            alike = sources.is_shared_alike(account, person)
            held = [one for one in person.mandates.all() if sources.is_shared_alike(one) <= alike]
            mandates = [
                objects.mandate(one) for one in sorted(held, key=lambda one: (str(one.since or ""), one.office, one.pk))
            ]
            yield alike, {"name": person.name, "mandates": mandates, "account": objects.account(account, sources)}
