"""Loads the shipped register into the directory: once for each release of it, in small transactions."""

import hashlib
from collections.abc import Mapping
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any

from django.db import connection, transaction

from beffroi.directory.models.body import Body, BodyWord, folded_name
from beffroi.directory.models.source import RANKS, Source
from beffroi.directory.register import former_communes
from beffroi.directory.register.files import DATA, rows_of
from beffroi.engines.portions import portions

VINTAGE = 2026
KINDS = {"region": "regions", "departement": "departements", "epci": "epci", "commune": "communes"}
BATCH = 1_000  # rows of one transaction: whoever writes beside waits for no more than that
FIELDS = ("name", "folded", "siren", "nature", "departement", "region", "population", "population_year", "group_id")
LEASE = timedelta(minutes=3)  # after which whoever had begun is taken for dead
RANK = RANKS["geography"][0]


def checksum(data: Path = DATA) -> str:
    """SHA-256 over the files, in hexadecimal."""
    files = [*(data / f"{name}.csv.gz" for name in KINDS.values()), data / former_communes.FILE]
    return hashlib.sha256(b"".join(file.read_bytes() for file in files if file.exists())).hexdigest()


def is_loaded(data: Path = DATA) -> bool:
    return Source.objects.filter(kind="geography", sha256=checksum(data)).exists()


def is_being_loaded(*, now: datetime) -> bool:
    """Another worker began a moment ago, and has not come to its end."""
    return Source.objects.filter(kind="geography", sha256="", read_at__gt=now - LEASE).exists()


def load(*, now: datetime, data: Path = DATA) -> int:
    """Writes every body of the files that is new or says something else; how many were written.

    A body that these files gave once and give no more has ended: it is kept, with the day. Killed halfway, it is done
    again from the start: the checksum is written at the end.
    """
    source = Source.objects.create(
        kind="geography",
        title="Code officiel géographique et populations",
        publisher="Etalab, @etalab/decoupage-administratif, d'après INSEE et DGCL",
        licence="Licence Ouverte 2.0",
        url="https://github.com/datagouv/decoupage-administratif",
        vintage=str(VINTAGE),
        read_at=now,
    )
    written = sum(_load_kind(kind, data / f"{name}.csv.gz", source, now) for kind, name in KINDS.items())
    former_communes.apply(data)
    source.sha256 = checksum(data)
    source.save(update_fields=["sha256"])
    _count_for_the_planner()
    return written


def _count_for_the_planner() -> None:
    """PostgreSQL looks by itself a minute later; until then it takes the tables for empty, and a search of two words
    would read all words again for each body: minutes instead of milliseconds."""
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            for model in (Body, BodyWord):
                cursor.execute(f"ANALYZE {connection.ops.quote_name(model._meta.db_table)}")


def _load_kind(kind: str, file: Path, source: Source, now: datetime) -> int:
    groups = dict(Body.objects.filter(kind="epci").values_list("code", "pk")) if kind == "commune" else {}
    gone = set(Body.objects.filter(kind=kind).standing().values_list("code", flat=True))
    written = 0
    for some in portions(rows_of(file), BATCH):
        gone.difference_update(row["code"] for row in some)
        written += _write(kind, some, groups, source, now)
    return written + _end(kind, gone, now)


@transaction.atomic
def _write(kind: str, rows: list[Mapping[str, str]], groups: Mapping[str, int], source: Source, now: datetime) -> int:
    known = {body.code: body for body in Body.objects.filter(kind=kind, code__in=[row["code"] for row in rows])}
    new: list[Body] = []
    changed: list[Body] = []
    for row in rows:
        body = known.get(row["code"]) or Body(kind=kind, code=row["code"])
        if body.take(source, **_said(row, groups)):
            body.changed_at, body.folded = now, folded_name(body.name)
            (changed if body.pk else new).append(body)
    Body.objects.bulk_create(new)
    Body.objects.bulk_update(changed, [*FIELDS, "origins", "changed_at"], batch_size=200)
    Body.note_words([*new, *changed])
    return len(new) + len(changed)


def _said(row: Mapping[str, str], groups: Mapping[str, int]) -> dict[str, Any]:
    inhabitants = row["population"]
    return {
        "name": row["name"],
        "siren": row["code"] if "nature" in row else row.get("siren"),
        "nature": row.get("nature"),
        "departement": row.get("departement"),
        "region": row.get("region"),
        "population": int(inhabitants) if inhabitants else None,
        "population_year": VINTAGE if inhabitants else None,
        "group_id": groups.get(row.get("group", "")),
    }


def _end(kind: str, gone: set[str], now: datetime) -> int:
    """Only what the register itself gave can end with it: a body that a person added stays."""
    bodies = [body for body in Body.objects.filter(kind=kind, code__in=gone) if body.rank_of("name") == RANK]
    return Body.objects.filter(pk__in=[body.pk for body in bodies]).update(ended_on=date(VINTAGE, 1, 1), changed_at=now)
