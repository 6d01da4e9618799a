"""Writing the archive: file by file, line by line, so that memory does not grow with it."""

import hashlib
import json
import zipfile
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import IO, Any

PIECE = 2**20  # bytes


class Target:
    """A zip, or a folder where the name does not end in .zip. Neither may exist."""

    def __init__(self, place: Path | IO[bytes]) -> None:
        self.folder = place if isinstance(place, Path) and place.suffix != ".zip" else None
        self.zip: zipfile.ZipFile | None = None
        if self.folder is not None:
            self.folder.mkdir(parents=True)
        else:
            opened = place.open("xb") if isinstance(place, Path) else place
            self.zip = zipfile.ZipFile(opened, "w", zipfile.ZIP_DEFLATED, allowZip64=True)

    @contextmanager
    def open(self, name: str) -> Iterator[IO[bytes]]:
        if self.zip is not None:
            with self.zip.open(name, "w", force_zip64=True) as inside:
                yield inside
        else:
            assert self.folder is not None  # noqa: S101  # for the type checker
            file = self.folder / name
            file.parent.mkdir(parents=True, exist_ok=True)
            with file.open("wb") as inside:
                yield inside

    def close(self) -> None:
        if self.zip is not None:
            file = self.zip.fp
            self.zip.close()
            if file is not None and isinstance(getattr(file, "name", None), str):
                file.close()


@dataclass
class Sum:
    sha256: str
    bytes: int


@dataclass
class Book:
    """What was written so far, with its sums."""

    target: Target
    sums: dict[str, Sum] = field(default_factory=dict)

    def lines(self, name: str, rows: Iterable[dict[str, Any]]) -> int:
        """One object a line; how many."""
        count = 0

        def write(out: Callable[[bytes], None]) -> None:
            nonlocal count
            for row in rows:
                out(json.dumps(row, ensure_ascii=False, separators=(",", ":")).encode() + b"\n")
                count += 1

        self._write(name, write)
        return count

    def text(self, name: str, said: Iterable[str]) -> None:
        def write(out: Callable[[bytes], None]) -> None:
            for each in said:
                out(each.encode())

        self._write(name, write)

    def copy(self, name: str, file: IO[bytes]) -> None:
        def write(out: Callable[[bytes], None]) -> None:
            while piece := file.read(PIECE):
                out(piece)

        self._write(name, write)

    def finish(self, manifest: dict[str, Any]) -> str:
        """The manifest and the sums; the SHA-256 of the manifest."""
        files = {name: {"sha256": one.sha256, "bytes": one.bytes} for name, one in sorted(self.sums.items())}
        self.text("manifest.json", [json.dumps({**manifest, "files": files}, ensure_ascii=False, indent=1)])
        digest = self.sums["manifest.json"].sha256
        with self.target.open("SHA256SUMS") as out:
            for name, one in sorted(self.sums.items()):
                out.write(f"{one.sha256}  {name}\n".encode())
        return digest

    def _write(self, name: str, write: Callable[[Callable[[bytes], None]], None]) -> None:
        hashed, size = hashlib.sha256(), 0
        with self.target.open(name) as file:

            def out(piece: bytes) -> None:
                nonlocal size
                hashed.update(piece)
                size += len(piece)
                file.write(piece)

            write(out)
        self.sums[name] = Sum(hashed.hexdigest(), size)
