"""The open data as it stands for download: written anew when the directory changed, given from its files."""

import json
import shutil
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from django.conf import settings

from beffroi.directory.open_data.state import state_of_the_directory
from beffroi.directory.open_data.writing import write

CURRENT = "current.json"


@dataclass(frozen=True, slots=True)
class File:
    name: str
    bytes: int
    sum: str

    @property
    def is_alike(self) -> bool:
        """Whether what stands in it must be shared alike."""
        return "-odbl." in self.name


@dataclass(frozen=True, slots=True)
class Version:
    """One writing: `sums` is the SHA-256 of each file by its name."""

    folder: Path
    sums: Mapping[str, str]

    def files(self) -> list[File]:
        return [File(name, (self.folder / name).stat().st_size, value) for name, value in self.sums.items()]


def place() -> Path:
    return Path(settings.MEDIA_ROOT) / "open-data"


def current() -> Version | None:
    """What can be downloaded now; None before anything was written."""
    try:
        said: dict[str, Any] = json.loads((place() / CURRENT).read_text("utf-8"))
        return Version(place() / said["state"], said["sums"])
    except (OSError, ValueError, KeyError):
        return None


def keep() -> bool:
    """Writes the files if the directory has changed since they were written; whether it did."""
    state, folder = state_of_the_directory(), place()
    known = current()
    if known is not None and known.folder.name == state and known.folder.is_dir():
        return False
    sums = write(folder / state)
    next_one = folder / f"{CURRENT}.next"
    next_one.write_text(json.dumps({"state": state, "sums": sums}), "utf-8")
    next_one.replace(folder / CURRENT)
    _forget(folder, {state, known.folder.name if known else state})
    return True


def _forget(folder: Path, kept: set[str]) -> None:
    for each in folder.iterdir():
        if each.is_dir() and each.name not in kept:
            shutil.rmtree(each, ignore_errors=True)
