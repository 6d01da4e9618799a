"""Writes the open data into a folder: row after row, so that a whole country takes no more memory than a town."""

import csv
import hashlib
import json
from collections.abc import Mapping, Sequence
from contextlib import ExitStack
from pathlib import Path
from typing import Any, TextIO

from beffroi.directory.open_data import whole
from beffroi.directory.open_data.rows import Cell, plain
from beffroi.directory.open_data.sources import ODBL, OURS, Sources, shares_alike
from beffroi.directory.open_data.tables import TABLES, Column, Table
from beffroi.engines.tables.sheet import disarmed

SUMS, PACKAGE = "SHA256SUMS", "datapackage.json"
LICENCES = {
    OURS: {
        "name": "etalab-2.0",
        "title": "Licence Ouverte / Open Licence 2.0",
        "path": "https://www.etalab.gouv.fr/licence-ouverte-open-licence",
    },
    ODBL: {
        "name": "ODbL-1.0",
        "title": "Open Data Commons Open Database License 1.0",
        "path": "https://opendatacommons.org/licenses/odbl/1-0/",
    },
}
BLOCK = 1 << 20  # bytes


def write(folder: Path, *, with_shared_alike: bool = True) -> dict[str, str]:
    """Writes every file into `folder`, which is made; their SHA-256, by name. The same content gives the same bytes."""
    folder.mkdir(parents=True, exist_ok=True)
    sources = Sources.of_the_directory()
    parts = (False, True) if with_shared_alike else (False,)
    written: list[tuple[Path, Table | None, bool]] = []
    for table in TABLES:
        paths = {alike: folder / name_of(table.name, "csv", alike) for alike in parts}
        _table(paths, table, sources)
        written += [(path, table, alike) for alike, path in paths.items()]
    documents = {alike: folder / name_of("directory", "json", alike) for alike in parts}
    _document(documents, sources)
    written += [(path, None, alike) for alike, path in documents.items()]
    resources = [_resource(path, table, alike) for path, table, alike in written]
    package = folder / PACKAGE
    package.write_text(json.dumps(_package(resources, sources), ensure_ascii=False, indent=1) + "\n", "utf-8")
    sums = {path.name: _sum(path) for path in sorted([*(path for path, *_ in written), package])}
    (folder / SUMS).write_text("".join(f"{value}  {name}\n" for name, value in sums.items()), "utf-8")
    return {**sums, SUMS: _sum(folder / SUMS)}


def name_of(table: str, ending: str, alike: bool) -> str:
    return f"{table}-odbl.{ending}" if alike else f"{table}.{ending}"


def _table(paths: Mapping[bool, Path], table: Table, sources: Sources) -> None:
    """Both parts of a table in one walk through its rows."""
    with ExitStack() as opened:
        files = {alike: opened.enter_context(_opened(path)) for alike, path in paths.items()}
        writers = {alike: csv.writer(file, lineterminator="\r\n") for alike, file in files.items()}
        for writer in writers.values():
            writer.writerow([column.name for column in table.columns])
        for alike, row in table.rows(sources):
            if alike in writers:
                writers[alike].writerow([_cell(value) for value in row])


def _opened(path: Path) -> TextIO:
    return path.open("w", encoding="utf-8", newline="")


def _cell(value: Cell) -> str:
    """As the Table Schema writes it. Text that a spreadsheet would run as a formula has an apostrophe before it."""
    said = plain(value)
    if isinstance(said, str):
        return disarmed(said.replace("\0", ""))
    return "" if said is None else json.dumps(said)


def _document(paths: Mapping[bool, Path], sources: Sources) -> None:
    with ExitStack() as opened:
        put = {alike: opened.enter_context(_opened(path)).write for alike, path in paths.items()}
        whole.write(put, sources, {alike: LICENCES[ODBL if alike else OURS] for alike in paths})


def _resource(path: Path, table: Table | None, alike: bool) -> dict[str, Any]:
    """What the description of the package says of one file."""
    told = {
        "name": path.stem.replace("_", "-"),
        "path": path.name,
        "description": table.says
        if table
        else "Everything as one document, with the proofs and the source of each field.",
        "bytes": path.stat().st_size,
        "hash": f"sha256:{_sum(path)}",
        "encoding": "utf-8",
        "licenses": [LICENCES[ODBL if alike else OURS]],
    }
    if table is None:
        return {**told, "format": "json", "mediatype": "application/json"}
    schema: dict[str, Any] = {"fields": [_field(column) for column in table.columns], "missingValues": [""]}
    if table.key:
        schema["primaryKey"] = list(table.key)
    shape = {"profile": "tabular-data-resource", "format": "csv", "mediatype": "text/csv"}
    return {**told, **shape, "dialect": {"delimiter": ",", "lineTerminator": "\r\n"}, "schema": schema}


def _field(column: Column) -> dict[str, str]:
    told = {"name": column.name, "type": column.kind}
    return {**told, "description": column.says} if column.says else told


def _package(resources: Sequence[Mapping[str, Any]], sources: Sources) -> dict[str, Any]:
    """The description of the whole, as Frictionless Data Package asks for it. It names no day: it is the same for the
    same content."""
    alike = any(str(resource["path"]).endswith(("-odbl.csv", "-odbl.json")) for resource in resources)
    named = [
        {"title": str(source), "path": source.url} if source.url else {"title": str(source)}
        for source in sources.rows
        if alike or not shares_alike(source)
    ]
    return {
        "profile": "data-package",
        "name": "official-accounts-of-public-bodies",
        "title": "Official accounts of public bodies",
        "licenses": [LICENCES[OURS]],
        "sources": named,
        "resources": list(resources),
    }


def _sum(path: Path) -> str:
    found = hashlib.sha256()
    with path.open("rb") as file:
        while block := file.read(BLOCK):
            found.update(block)
    return found.hexdigest()
