"""What each row of a list of accounts says, and what is wrong with it, by its cell. Nothing is written here."""

import re
from collections.abc import Callable, Iterator
from typing import Any

from django.utils.translation import gettext_noop

from beffroi.directory.bringing_in.columns import Entry, Table
from beffroi.directory.bringing_in.known import Asked
from beffroi.directory.bringing_in.listed import Lines, Listed, Wrong
from beffroi.directory.bringing_in.matching import Bodies
from beffroi.directory.bringing_in.words import day, office_called, purpose_called, something, status_called
from beffroi.engines.addresses import Address, NoAddress, network_called, read
from beffroi.vocabulary import Sentence

SEVERAL = re.compile(r"[\n\r|;]+|,\s+|\s+et\s+|\s+/\s+")
NO_ACCOUNT = gettext_noop("There is no account in this line.")
NO_NETWORK = gettext_noop("We know no network called {name}.")
NO_STATUS = gettext_noop("A status is active, dormant, parked, left or closed.")
NO_PURPOSE = gettext_noop("An account is institutional or personal.")
NO_DAY = gettext_noop("This is no day: write it as 03/11/2026 or 2026-11-03.")
TOO_LONG = gettext_noop("This is longer than {most} characters: is it a name?")
LONGEST = 200


def understand(table: Table, bodies: Bodies) -> Lines:
    """A row with one wrong cell is wrong as a whole, but for the accounts of a row that has a column per network: each
    stands for itself."""
    lines = Lines()
    for entry in table.entries():
        _take(entry, table, bodies, lines)
    return lines


def _take(entry: Entry, table: Table, bodies: Bodies, lines: Lines) -> None:
    cells = entry.cells
    asked = Asked(*(cells.get(column, "") for column in ("insee", "siren", "body", "departement", "postcode", "kind")))
    match = bodies.find(asked)
    addresses, wrong = _addresses(entry, table)
    said, wrong_said = _said(entry, table)
    if match.body is None and match.wrong is not None:
        column = next((each for each in ("insee", "siren", "body") if cells.get(each)), "")
        wrong_said.append(Wrong(table.title(column) if column else "", cells.get(column, ""), match.wrong))
    if not addresses and not wrong and match.body is not None:
        wrong_said.append(Wrong("", "", Sentence(NO_ACCOUNT)))
    if wrong or wrong_said:
        lines.wrong.append((entry.row, [*wrong_said, *wrong]))
    if match.body is not None and not wrong_said:
        notes = [*entry.notes, *match.notes]
        lines.listed += [Listed(entry.row, each, match.body.pk, notes=notes, **said) for each in addresses]


def _addresses(entry: Entry, table: Table) -> tuple[list[Address], list[Wrong]]:
    found: dict[Address, None] = {}
    wrong: list[Wrong] = []
    for column, text, network in _cells_with_addresses(entry):
        if network is None:
            wrong.append(Wrong(table.title("network"), entry.cells["network"], Sentence(NO_NETWORK, {"name": text})))
            continue
        for each in _separate(text):
            try:
                found[read(each, network=network)] = None
            except NoAddress as reason:
                wrong.append(Wrong(table.title(column), each, reason.words))
    return list(found), wrong


def _cells_with_addresses(entry: Entry) -> Iterator[tuple[str, str, str | None]]:
    if text := something(entry.cells.get("address", "")):
        said = entry.cells.get("network", "")
        network = network_called(said)
        yield ("address", text, network) if network or not said else ("network", said, None)
    for network, cell in entry.addresses.items():
        if text := something(cell):
            yield network, text, network


def _separate(cell: str) -> list[str]:
    """The addresses of one cell, which may hold several."""
    return [part for each in SEVERAL.split(cell) if (part := each.strip())] or [cell]


def _said(entry: Entry, table: Table) -> tuple[dict[str, Any], list[Wrong]]:
    """What else the row says, by the field of Listed."""
    person = entry.cells.get("person", "")
    said: dict[str, Any] = {"person": person, "office": office_called(entry.cells.get("office", ""))}
    wrong: list[Wrong] = []
    if person:
        said["is_institutional"] = False
    if len(person) > LONGEST:
        wrong.append(Wrong(table.title("person"), person[:LONGEST], Sentence(TOO_LONG, {"most": LONGEST})))
    for column, (name, understood, words) in UNDERSTOOD.items():
        if text := something(entry.cells.get(column, "")):
            said[name] = understood(text)
            if said[name] is None:
                wrong.append(Wrong(table.title(column), text, Sentence(words)))
    return said, wrong


UNDERSTOOD: dict[str, tuple[str, Callable[[str], Any], str]] = {
    "opened": ("opened_on", day, NO_DAY),
    "left": ("left_on", day, NO_DAY),
    "status": ("status", status_called, NO_STATUS),
    "purpose": ("is_institutional", purpose_called, NO_PURPOSE),
}
