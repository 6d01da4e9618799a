"""What the communes were before: names and codes out of use, so that who looks for one finds what it became."""

import csv
from collections.abc import Iterator, Mapping
from datetime import date
from pathlib import Path

from django.db import transaction

from beffroi.directory.models.body import Body, FormerName
from beffroi.engines.portions import portions

FILE = "former_communes.csv"
BATCH = 1_000  # rows of one transaction


def apply(data: Path) -> int:
    """Writes the former names of `data` that are not there yet; how many. Done after the communes are loaded.

    A commune that ended between two releases gets its successor. A code that stands again is no former code any more.
    """
    file = data / FILE
    if not file.exists():
        return 0
    FormerName.objects.filter(code__in=Body.objects.filter(kind="commune").standing().values("code")).delete()
    written = 0
    for some in portions(_rows(file), BATCH):
        written += _write(some)
    return written


def _rows(file: Path) -> Iterator[Mapping[str, str]]:
    with file.open(encoding="utf-8", newline="") as lines:
        yield from csv.DictReader(lines)


@transaction.atomic
def _write(rows: list[Mapping[str, str]]) -> int:
    codes = {row[column] for row in rows for column in ("code", "successor")}
    bodies = {body.code: body for body in Body.objects.filter(kind="commune", code__in=codes)}
    successors = {row["successor"]: body for row in rows if (body := bodies.get(row["successor"]))}
    known = set(FormerName.objects.filter(body__in=successors.values()).values_list("body__code", "name", "code"))
    new = [
        FormerName(body=body, name=row["name"], code=code, until=_until(row["year"]))
        for row in rows
        if (body := successors.get(row["successor"]))
        and (row["successor"], row["name"], code := _code(row)) not in known
    ]
    FormerName.objects.bulk_create(new)
    Body.note_words({former.body for former in new})
    _succeed(rows, bodies)
    return len(new)


def _code(row: Mapping[str, str]) -> str:
    """Of a commune that only got another name the code is not former."""
    return row["code"] if row["code"] != row["successor"] else ""


def _until(year: str) -> date | None:
    return date(int(year), 1, 1) if year else None


def _succeed(rows: list[Mapping[str, str]], bodies: Mapping[str, Body]) -> None:
    for row in rows:
        before, after = bodies.get(row["code"]), bodies.get(row["successor"])
        if before and after and before.ended_on and before.successor_id is None and before.pk != after.pk:
            Body.objects.filter(pk=before.pk).update(successor=after)
