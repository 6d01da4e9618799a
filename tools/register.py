"""Makes the files of the register from a release of @etalab/decoupage-administratif, unpacked.

npm pack @etalab/decoupage-administratif@6.0.0 && tar xzf etalab-decoupage-administratif-6.0.0.tgz
python -m tools.register package/data src/beffroi/directory/register/data
"""

import csv
import gzip
import io
import json
import sys
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

Row = Mapping[str, Any]


def communes(data: Path) -> Iterable[list[Any]]:
    """INSEE code, name, département, région, SIREN, population, SIREN of the group; empty where it has none."""
    groups = {member["code"]: group["code"] for group in _read(data, "epci") for member in group["membres"]}
    yield ["code", "name", "departement", "region", "siren", "population", "group"]
    for row in _read(data, "communes"):
        if row["type"] == "commune-actuelle":
            place = [row.get(name, "") for name in ("departement", "region", "siren", "population")]
            yield [row["code"], row["nom"], *place, groups.get(row["code"], "")]


def epci(data: Path) -> Iterable[list[Any]]:
    """A group lies in the département and the région where most of its inhabitants live."""
    homes = {row["code"]: row for row in _read(data, "communes") if row["type"] == "commune-actuelle"}
    yield ["code", "name", "nature", "departement", "region", "population"]
    for row in _read(data, "epci"):
        inhabitants: dict[tuple[str, str], int] = {}
        for member in row["membres"]:
            home = homes[member["code"]]
            place = (home["departement"], home["region"])
            inhabitants[place] = inhabitants.get(place, 0) + member["populationMunicipale"]
        place = max(sorted(inhabitants), key=lambda each: inhabitants[each])
        yield [row["code"], row["nom"], row["type"], *place, row["populationMunicipale"]]


def departements(data: Path) -> Iterable[list[Any]]:
    yield ["code", "name", "region", "population"]
    lived_in = _sums(data, "departement")
    for row in _read(data, "departements"):
        yield [row["code"], row["nom"], row["region"], lived_in.get(row["code"], "")]


def regions(data: Path) -> Iterable[list[Any]]:
    """Without the territories overseas that are départements of this list already."""
    yield ["code", "name", "population"]
    lived_in = _sums(data, "region")
    for row in _read(data, "regions"):
        if row["zone"] != "com":
            yield [row["code"], row["nom"], lived_in.get(row["code"], "")]


def _sums(data: Path, of: str) -> dict[str, int]:
    found: dict[str, int] = {}
    for row in _read(data, "communes"):
        if row["type"] == "commune-actuelle":
            found[row[of]] = found.get(row[of], 0) + row.get("population", 0)
    return found


def _read(data: Path, name: str) -> list[Row]:
    return sorted(json.loads((data / f"{name}.json").read_text()), key=lambda row: str(row["code"]))


def main(data: Path, out: Path) -> None:
    """Without a time or a name in the archive: the same release gives the same bytes."""
    for made in (communes, epci, departements, regions):
        text = io.StringIO(newline="")
        csv.writer(text, lineterminator="\n").writerows(made(data))
        (out / f"{made.__name__}.csv.gz").write_bytes(gzip.compress(text.getvalue().encode(), mtime=0))


if __name__ == "__main__":
    main(Path(sys.argv[1]), Path(sys.argv[2]))
