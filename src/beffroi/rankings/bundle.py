"""The archive of an edition: one file that a stranger can check with nothing but Python."""

import csv
import hashlib
import importlib.util
import io
import json
import shutil
import zipfile
import zlib
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from beffroi.engines.ranking import FORMULA
from beffroi.engines.ranking.writing import as_json, recomputed
from beffroi.vocabulary import Sentence, gettext_noop

LONG_AGO = (1980, 1, 1, 0, 0, 0)  # the earliest moment that a zip can tell: the same facts are the same bytes
QUICK = 1  # zlib's level: a quarter of the time of the usual one, a few bytes in a hundred more
RESULTS = ("result.csv", "result.json")
WHAT_IT_NEEDS = {"manifest.json", "accounts.csv", "daily.csv", *RESULTS}
CODE = ("beffroi/vocabulary.py", "beffroi/engines/ranking/*.py")
AS_IT_IS = ("recompute.py", "README.txt")
MAIN = "import sys\n\nfrom recompute import main\n\nsys.exit(main())  # python3 EDITION.zip\n"
LARGEST = 2**32  # bytes of daily.csv, which is unpacked while it is read
LARGEST_HELD = 2**26  # bytes of any other file: it is held in memory, and 36,000 accounts are 8 MB
# What a file that only looks like an archive makes zipfile, json, csv, dates and the formula trip over.
NOT_READABLE = (
    *(zipfile.BadZipFile, csv.Error, KeyError, ValueError, TypeError, AttributeError, ArithmeticError, EOFError),
    *(RecursionError, NotImplementedError, RuntimeError, zlib.error),
)

NOT_READ = gettext_noop("it cannot be read: {error}")
NO_ARCHIVE = gettext_noop("it is no archive of an edition: {names} is not in it")
TOO_LARGE = gettext_noop("it unpacks to more than an edition can be")
OTHER_FORMULA = gettext_noop(
    "it was reckoned by formula {theirs}, and this Beffroi has formula {ours}: the archive brings its own, run it "
    "where you trust it with python3 FILE"
)


class Unreadable(ValueError):
    """A file is no archive of an edition; `words` says why."""

    def __init__(self, words: Sentence) -> None:
        super().__init__(str(words))
        self.words = words


def write(file: Path, manifest: Mapping[str, Any], accounts: bytes, daily: Path, results: Mapping[str, bytes]) -> str:
    """Writes the archive; its SHA-256, hexadecimal. The manifest gets the digests of all files but itself."""
    small = {"accounts.csv": accounts, **results, **code()}
    digests = {name: hashlib.sha256(content).hexdigest() for name, content in small.items()}
    with daily.open("rb") as facts:
        digests["daily.csv"] = hashlib.file_digest(facts, "sha256").hexdigest()
    small["manifest.json"] = as_json({**manifest, "files": digests})
    with zipfile.ZipFile(file, "w", compresslevel=QUICK) as archive:
        for name in sorted([*small, "daily.csv"]):
            with archive.open(_entry(name), "w", force_zip64=name == "daily.csv") as inside:
                if name in small:
                    inside.write(small[name])
                    continue
                with daily.open("rb") as facts:
                    shutil.copyfileobj(facts, inside, 2**20)
    with file.open("rb") as written:
        return hashlib.file_digest(written, "sha256").hexdigest()


def code() -> dict[str, bytes]:
    """The formula as it runs here, with what runs it elsewhere, by the names that it has in an archive."""
    package = _package()
    ours = package.parent
    files = {str(path.relative_to(ours)): path.read_bytes() for each in CODE for path in sorted(ours.glob(each))}
    empty = {"beffroi/__init__.py": b"", "beffroi/engines/__init__.py": b""}
    told = {name: (package / "rankings" / "archived" / name).read_bytes() for name in AS_IT_IS}
    return {**files, **empty, **told, "__main__.py": MAIN.encode()}


@dataclass(frozen=True, slots=True)
class Reckoned:
    """An archive that was reckoned again: its formula, whether its code is the installed one, and by file of the result
    whether it came out the same."""

    formula: str
    same_code: bool
    same: Mapping[str, bool]


def reckon_again(file: Path) -> Reckoned:
    """Reckons an archive with the installed formula; no line of the archive's own code runs. Raises Unreadable for
    what is no such archive, and for one of another formula."""
    try:
        with zipfile.ZipFile(file) as archive:
            manifest = _checked(archive)
            with _lines(archive, "accounts.csv") as accounts, _lines(archive, "daily.csv") as daily:
                found = recomputed(manifest, accounts, daily)
            same = {name: archive.read(name) == content for name, content in found.items()}
            ours = {name: content for name, content in code().items() if name.endswith(".py")}
            same_code = all(name in archive.namelist() and archive.read(name) == ours[name] for name in ours)
    except (*NOT_READABLE, OSError) as error:
        raise (
            error if isinstance(error, Unreadable | OSError) else Unreadable(Sentence(NOT_READ, {"error": str(error)}))
        ) from error
    return Reckoned(manifest["formula"], same_code, same)


def _checked(archive: zipfile.ZipFile) -> Mapping[str, Any]:
    if missing := WHAT_IT_NEEDS - set(archive.namelist()):
        raise Unreadable(Sentence(NO_ARCHIVE, {"names": ", ".join(sorted(missing))}))
    if any(
        entry.file_size > (LARGEST if entry.filename == "daily.csv" else LARGEST_HELD) for entry in archive.infolist()
    ):
        raise Unreadable(Sentence(TOO_LARGE))
    manifest: Mapping[str, Any] = json.loads(archive.read("manifest.json"))
    if manifest["formula"] != FORMULA:
        raise Unreadable(Sentence(OTHER_FORMULA, {"theirs": str(manifest["formula"]), "ours": FORMULA}))
    return manifest


def _lines(archive: zipfile.ZipFile, name: str) -> io.TextIOWrapper:
    return io.TextIOWrapper(archive.open(name), encoding="utf-8", newline="")


def _entry(name: str) -> zipfile.ZipInfo:
    entry = zipfile.ZipInfo(name, LONG_AGO)
    entry.compress_type = zipfile.ZIP_DEFLATED
    entry.create_system, entry.external_attr = 3, 0o644 << 16  # as on Unix, wherever it is made
    return entry


def _package() -> Path:
    found = importlib.util.find_spec("beffroi")
    assert found and found.submodule_search_locations  # noqa: S101  # it is running
    return Path(next(iter(found.submodule_search_locations)))
