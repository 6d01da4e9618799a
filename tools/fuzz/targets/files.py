"""Files that somebody brings: tables, plannings, listings, registers, archives of editions, posts line by line."""

import io
import tempfile
import zipfile
from collections.abc import Mapping
from datetime import UTC, datetime
from pathlib import Path
from zoneinfo import ZoneInfo

from beffroi.directory.bringing_in import columns, elected, parliament, wikidata
from beffroi.engines.tables import annuaire, planning, sheet
from beffroi.rankings import bundle
from beffroi.site.commands import jsonlines
from beffroi.site.commands.guard import files as guard_files
from beffroi.site.commands.match import posts as match_posts
from tools.fuzz.target import ROOT, Target, must

WHEN = datetime(2026, 11, 20, 18, tzinfo=UTC)
TITLES = (
    *(
        "texte",
        "comptes",
        "jour",
        "heure",
        "langue",
        "campagne",
        "text",
        "accounts",
        "20/11/2026",
        "18h30",
        "02:30",
        "demain",
    ),
    *(
        ";",
        "\t",
        "sep=",
        "\r\n",
        '"',
        "\ufeff",
        "Code de la commune",
        "Nom de l'élu",
        "Libellé de la fonction",
        "Maire",
    ),
    *(
        "insee",
        "siren",
        "compte x",
        "facebook",
        "https://facebook.com/feurs",
        "@feurs",
        "=1+1",
        "'",
        "2026-11-20",
        "42094",
    ),
)
PARIS = ZoneInfo("Europe/Paris")
PACKED = ("manifest.json", "accounts.csv", "daily.csv", "result.csv", "result.json")


def tables(data: bytes) -> None:
    """Both ways of reading, and back: what is written reads the same and runs no formula."""
    list(sheet.through(io.BytesIO(data)))
    rows = sheet.read(data, most_rows=500)[1]
    cells = [[cell.replace("\r", " ") for cell in row.cells] for row in rows]
    written = sheet.write(cells)
    for row in sheet.read(b"a;b\n" + written.removeprefix(b"\xef\xbb\xbf"), most_rows=10_000)[1]:
        must(all(not sheet.disarmed(cell).startswith(("=", "+", "-", "@")) for cell in row.cells))


def plannings(data: bytes) -> None:
    titles, rows = sheet.read(data, most_rows=500)
    named = planning.Columns.named(titles)
    for row in rows:
        planning.understand(row, named, zone=PARIS, now=WHEN)


def listings(data: bytes) -> None:
    """Tables of accounts, with one line of titles or two; the exports of Wikidata."""
    if len(data) % 2:
        list(wikidata.answers(data))
        return
    titles, rows = sheet.read(data, most_rows=500)
    columns.table(titles, rows)


def registers(data: bytes) -> None:
    if len(data) % 2:
        list(parliament.sitting(data))
        return
    list(elected.elected(sheet.through(io.BytesIO(data))))


def editions(data: bytes) -> None:
    """An archive as it came, or made of the files that the input holds, with NULs between them: what is packed right is
    read further."""
    with tempfile.NamedTemporaryFile(suffix=".zip") as file:
        if data.startswith(b"PK"):
            file.write(data)
        else:
            with zipfile.ZipFile(file, "w") as archive:
                for name, content in zip(PACKED, [*data.split(b"\0"), *[b""] * 5], strict=False):
                    archive.writestr(name, content)
        file.flush()
        bundle.reckon_again(Path(file.name))


def posts(data: bytes) -> None:
    """Posts line by line, and the histories that the guard is tried on."""
    for line in data.split(b"\n"):
        try:
            match_posts.read_post(line)
        except jsonlines.Unreadable:
            continue
    with tempfile.NamedTemporaryFile() as file:
        file.write(data)
        file.flush()
        list(guard_files.profiles(Path(file.name), flaws := guard_files.Flaws(io.StringIO())))
        list(guard_files.counters(Path(file.name), flaws))


def histories() -> Mapping[str, bytes]:
    folder = ROOT / "tests/engines/takeover/history"
    return {file.name: file.read_bytes()[:15_000].rpartition(b"\n")[0] for file in sorted(folder.glob("*.jsonl"))}


def cut_register() -> Mapping[str, bytes]:
    return {"deputies": (ROOT / "tests/rankings/history/deputies_cut.csv").read_bytes()[:8_000]}


TARGETS = {
    "tables": Target(tables, (sheet.Unreadable,), words=TITLES),
    "plannings": Target(plannings, (sheet.Unreadable,), words=TITLES),
    "listings": Target(listings, (sheet.Unreadable,), words=TITLES),
    "registers": Target(registers, (sheet.Unreadable,), words=TITLES, seeds=cut_register),
    "annuaire": Target(lambda data: list(annuaire.entries(data)), (annuaire.Unreadable,), json=True),
    "editions": Target(editions, (bundle.Unreadable, OSError)),
    "posts-files": Target(posts, (guard_files.Unusable,), seeds=histories),
}
