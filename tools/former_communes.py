"""Makes the history of the communes of the yearly versions of the package @etalab/decoupage-administratif.

    python -m tools.former_communes FOLDER

FOLDER holds each version unpacked, as `npm pack @etalab/decoupage-administratif@0.3.0` gives it, in a folder that is
named after it. Written is what the register ships: one line for each commune that went into another, got another code
or another name, with the year of the official code in which this is first so; empty where the versions do not tell it.
"""

import csv
import io
import json
import re
import sys
from collections.abc import Iterator, Mapping, Sequence
from itertools import pairwise
from pathlib import Path
from typing import Any, NamedTuple

from beffroi.engines.texts.fold import fold

VERSIONS = {"0.3.0": "", "0.8.0": "", "0.9.0-5": "", "2.3.1": "2022", "3.1.1": "2023", "4.1.0": "2024", "5.3.0": "2025"}
LATEST = ("6.0.0", "2026")
PARENTS = ("chefLieu", "communeAbsorbante", "nouveauCode")
WRITTEN = Path("src", "beffroi", "directory", "register", "data", "former_communes.csv")
TITLES = ("code", "name", "successor", "year")

Commune = Mapping[str, Any]


class Former(NamedTuple):
    """A commune as it was. Of one that only got another name, `successor` is its own code."""

    code: str
    name: str
    successor: str
    year: str


def history(versions: Sequence[tuple[str, Sequence[Commune]]]) -> list[Former]:
    """Of versions with their year, the oldest first. What stands in the last of them under its code is not former: a
    commune may have come back."""
    standing = names(versions[-1][1])
    parents = {commune["code"]: parent for _year, communes in versions for commune, parent in parts(communes)}
    gone = {code: (name, year) for code, name, year in departures(versions)}
    known = {commune["code"]: commune["nom"] for _year, communes in versions for commune, _parent in parts(communes)}
    found = set(renamed(versions, standing))
    for code, name in {**known, **{code: name for code, (name, _year) in gone.items()}}.items():
        successor = followed(code, parents, standing) or namesake(code, name, standing)
        if successor and code not in standing:
            found.add(Former(code, name, successor, gone.get(code, ("", ""))[1]))
    return sorted(found)


def plain(name: str) -> str:
    return " ".join(re.findall(r"\w+", fold(name)))


def names(communes: Sequence[Commune]) -> dict[str, str]:
    return {commune["code"]: commune["nom"] for commune in communes if commune["type"] == "commune-actuelle"}


def parts(communes: Sequence[Commune]) -> Iterator[tuple[Commune, str]]:
    """What is part of another commune by now, with the code of that one."""
    for commune in communes:
        parent = next((commune[name] for name in PARENTS if name in commune), "")
        if parent and commune["type"] not in ("commune-actuelle", "arrondissement-municipal"):
            yield commune, parent


def departures(versions: Sequence[tuple[str, Sequence[Commune]]]) -> Iterator[tuple[str, str, str]]:
    for (_before, earlier), (year, later) in pairwise(versions):
        still = names(later)
        yield from ((code, name, year) for code, name in names(earlier).items() if code not in still)


def renamed(versions: Sequence[tuple[str, Sequence[Commune]]], standing: Mapping[str, str]) -> Iterator[Former]:
    """Other names under a code that stands; a hyphen or an apostrophe more does not make another name."""
    told = {(code, plain(name)) for code, name in standing.items()}
    for (_before, earlier), (year, later) in pairwise(versions):
        after = names(later)
        for code, name in names(earlier).items():
            if code in after and code in standing and (code, plain(name)) not in told and after[code] != name:
                told.add((code, plain(name)))
                yield Former(code, name, code, year)
    for commune, _parent in parts(versions[-1][1]):  # the chief place of a new commune kept its code, not its name
        code, name = commune["code"], commune["nom"]
        if code in standing and (code, plain(name)) not in told:
            told.add((code, plain(name)))
            yield Former(code, name, code, "")


def followed(code: str, parents: Mapping[str, str], standing: Mapping[str, str]) -> str:
    """The commune that stands and of which `code` became a part, over as many steps as it took; empty if none is."""
    seen = {code}
    while code not in standing:
        code = parents.get(code, "")
        if code in seen or not code:
            return ""
        seen.add(code)
    return code


def namesake(code: str, name: str, standing: Mapping[str, str]) -> str:
    """The commune of the same name in the same département: the same commune under another code. Empty where there are
    several."""
    found = [each for each, called in standing.items() if each[:2] == code[:2] and plain(called) == plain(name)]
    return found[0] if len(found) == 1 else ""


def written(former: Sequence[Former]) -> str:
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(TITLES)
    writer.writerows(former)
    return out.getvalue()


def main(folder: Path) -> None:
    def communes(version: str) -> Sequence[Commune]:
        whole: Sequence[Commune] = json.loads((folder / version / "package/data/communes.json").read_text("utf-8"))
        return whole

    versions = [(year, communes(version)) for version, year in (*VERSIONS.items(), LATEST)]
    WRITTEN.parent.mkdir(parents=True, exist_ok=True)
    WRITTEN.write_text(written(history(versions)), "utf-8")


if __name__ == "__main__":
    main(Path(sys.argv[1]))
