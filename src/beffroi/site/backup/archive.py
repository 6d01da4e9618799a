"""One file that holds a whole installation but its keys: database, images, archives of editions, and a manifest.

A tar archive, so that everything in it can be had without Beffroi. The manifest says what is in it, counted and with
checksums, and which keys are needed and not in it.
"""

import hashlib
import io
import json
import tarfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path, PurePosixPath
from typing import IO, Any

from beffroi.site.backup.databases import Counted, Trouble
from beffroi.site.terminal import gettext as _

FORMAT = 1
MANIFEST = "manifest.json"
DATABASES = {"sqlite": "database.sqlite3", "postgresql": "database.dump"}
FOLDERS = ("media", "rankings/editions")  # of the data folder; nothing in them is ever changed, only added or removed
KEYS = ("encryption.key", "secret.key")
CHUNK = 1024 * 1024
OLD_COPY = b"SQLite format 3\0"  # what `beffroi backup` wrote before: the database alone


@dataclass(frozen=True, slots=True)
class Manifest:
    """`files`: path in the archive, size in bytes and SHA-256, the database among them."""

    engine: str
    version: str
    made_at: str
    counted: Counted
    files: dict[str, tuple[int, str]]

    def as_json(self) -> str:
        said = {
            "format": FORMAT,
            "beffroi": self.version,
            "made_at": self.made_at,
            "engine": self.engine,
            "tables": self.counted.tables,
            "chains": self.counted.chains,
            "files": {name: {"bytes": size, "sha256": digest} for name, (size, digest) in self.files.items()},
            "keys_that_are_not_in_here": list(KEYS),
        }
        return json.dumps(said, indent=1, sort_keys=True)

    @classmethod
    def from_json(cls, text: str | bytes) -> "Manifest":
        """Raises Trouble for what is none, or of a newer form."""
        try:
            said: dict[str, Any] = json.loads(text)
            if said["format"] != FORMAT:
                other = _("the backup has the form {form}; this version reads {known}")
                raise Trouble(other.format(form=said["format"], known=FORMAT))
            files = {_safe(name): (int(one["bytes"]), str(one["sha256"])) for name, one in said["files"].items()}
            counted = Counted(dict(said["tables"]), [list(chain) for chain in said["chains"]])
            return cls(said["engine"], said["beffroi"], said["made_at"], counted, files)
        except (KeyError, TypeError, ValueError, AttributeError) as error:
            raise Trouble(_("the manifest of the backup cannot be read")) from error


def write(file: Path, *, data: Path, engine: str, database: Path, counted: Counted, version: str, now: datetime) -> int:
    """Writes the archive; how many files beside the database. One that is removed meanwhile is left out."""
    files: dict[str, tuple[int, str]] = {}
    with tarfile.open(file, "w") as archive:
        files[DATABASES[engine]] = _add(archive, database, DATABASES[engine])
        for path in _kept(data):
            name = path.relative_to(data).as_posix()
            try:
                files[name] = _add(archive, path, name)
            except FileNotFoundError:
                continue
        said = Manifest(engine, version, now.isoformat(), counted, files).as_json().encode()
        entry = tarfile.TarInfo(MANIFEST)
        entry.size, entry.mode, entry.mtime = len(said), 0o600, now.timestamp()
        archive.addfile(entry, io.BytesIO(said))
    return len(files) - 1


def is_old_copy(file: Path) -> bool:
    """Whether it is a database alone, as it was written before. Raises OSError."""
    with file.open("rb") as opened:
        return opened.read(len(OLD_COPY)) == OLD_COPY


@contextmanager
def opened(file: Path) -> Iterator["Archive"]:
    """Raises Trouble for what is no backup."""
    try:
        archive = tarfile.open(file, "r:")
    except tarfile.TarError as error:
        raise _torn(file, error) from error
    with archive:
        try:
            member = archive.extractfile(MANIFEST)
            if member is None:
                raise Trouble(_("{file} is no backup of Beffroi").format(file=file))
            manifest = Manifest.from_json(member.read())
        except (tarfile.TarError, KeyError) as error:
            raise _torn(file, error) from error
        try:
            yield Archive(archive, manifest)
        except tarfile.TarError as error:  # it was cut further on
            raise _torn(file, error) from error


def _torn(file: Path, error: Exception) -> Trouble:
    return Trouble(_("{file} is no whole backup of Beffroi ({error})").format(file=file, error=error))


@dataclass(frozen=True, slots=True)
class Archive:
    tar: tarfile.TarFile
    manifest: Manifest

    @property
    def database(self) -> str:
        return DATABASES[self.manifest.engine]

    def take_out(self, name: str, target: Path) -> None:
        """Writes one file of the archive, and checks it while it is written. Raises Trouble when it is not the same."""
        try:
            size, digest = self.manifest.files[name]
            source = self.tar.extractfile(name)
        except KeyError:
            source = None
        if source is None:
            raise Trouble(_("{name} is not in the backup").format(name=name))
        target.parent.mkdir(parents=True, exist_ok=True)
        with source, target.open("wb") as out:
            found = _copied(source, out)
        if found != (size, digest):
            raise Trouble(_("{name} in the backup is not what was written into it").format(name=name))

    def take_out_folders(self, data: Path) -> int:
        """Puts the images and editions into `data`; what stands there already stays. How many were put."""
        put = 0
        for name in self.manifest.files:
            target = data / name
            if name != self.database and not target.exists():
                part = target.with_name(f"{target.name}.part")
                self.take_out(name, part)
                part.replace(target)
                put += 1
        return put


def _kept(data: Path) -> Iterator[Path]:
    for folder in FOLDERS:
        yield from sorted(path for path in (data / folder).rglob("*") if path.is_file() and not path.is_symlink())


def _add(archive: tarfile.TarFile, path: Path, name: str) -> tuple[int, str]:
    with path.open("rb") as source:
        entry = archive.gettarinfo(arcname=name, fileobj=source)
        entry.uid = entry.gid = 0
        entry.uname = entry.gname = ""
        reading = _Hashed(source)
        archive.addfile(entry, reading)
    return entry.size, reading.digest.hexdigest()


class _Hashed:
    """Reads on, and remembers what it read."""

    def __init__(self, source: IO[bytes]) -> None:
        self._source, self.digest = source, hashlib.sha256()

    def read(self, size: int = -1) -> bytes:
        said = self._source.read(size)
        self.digest.update(said)
        return said


def _copied(source: IO[bytes], out: IO[bytes]) -> tuple[int, str]:
    size, reading = 0, _Hashed(source)
    while piece := reading.read(CHUNK):
        size += out.write(piece)
    return size, reading.digest.hexdigest()


def _safe(name: str) -> str:
    """A path that stays below the folder it is put in, one that we would have written. Raises Trouble."""
    path = PurePosixPath(name)
    known = name in DATABASES.values() or any(name.startswith(f"{folder}/") for folder in FOLDERS)
    if not known or path.is_absolute() or ".." in path.parts or "\\" in name:
        strange = _("the backup names a file that is not of a backup: {name}")
        raise Trouble(strange.format(name=repr(name[:80])))
    return name
