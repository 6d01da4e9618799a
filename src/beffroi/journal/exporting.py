"""The ledger as a file that anybody verifies with nothing but Python."""

import json
import zipfile
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import IO, Any

from django.db import models

from beffroi.access.models import Organisation, User
from beffroi.journal.models import Chain, Event

CARRIED = Path(__file__).parent / "carried"
AS_IT_IS = ("verify_journal.py", "README.txt")


def lines(
    organisation: Organisation,
    *,
    now: datetime,
    events: "models.QuerySet[Event] | None" = None,
    upto: Chain | None = None,
) -> Iterator[str]:
    """JSON Lines: whose ledger, each event, where the chain ends. With `events` only those: an extract.

    What is written while this runs is left out, so that the end is the end.
    """
    chain = upto or end_of(organisation)
    chosen = Event.objects.filter(organisation=organisation) if events is None else events
    chosen = chosen.filter(number__lte=chain.number).order_by("number")
    actors = chosen.order_by().values("actor").distinct()
    yield _line(
        {
            "beffroi": "journal",
            "version": 1,
            "organisation": organisation.pk,
            "name": organisation.name,
            "whole": events is None,
            "exported_at": now.astimezone(UTC).isoformat(timespec="seconds"),
            "people": {str(one.pk): one.name for one in User.objects.filter(pk__in=actors).order_by("pk")},
        }
    )
    for event in chosen.iterator(chunk_size=500):
        yield _line(as_said(event))
    yield _line({"head": {"number": chain.number, "hash": chain.hash}})


def end_of(organisation: Organisation) -> Chain:
    return Chain.objects.filter(organisation=organisation).first() or Chain(organisation=organisation)


def as_said(event: Event) -> dict[str, Any]:
    return {
        "number": event.number,
        "at": event.at.astimezone(UTC).isoformat(timespec="microseconds"),
        "actor": event.actor_id,
        "verb": event.verb,
        "subject": [event.subject_kind, event.subject_id],
        "form": event.form,
        "detail": event.detail,
        "salt": event.salt,
        "digest": event.digest,
        "erased_in": event.erased_in,
        "previous": event.previous,
        "hash": event.hash,
    }


def pack(file: IO[bytes], organisation: Organisation, *, now: datetime) -> int:
    """A zip of the ledger with the script that verifies it; the number of its last event."""
    chain = end_of(organisation)
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        with archive.open("journal.jsonl", "w", force_zip64=True) as inside:
            for line in lines(organisation, now=now, upto=chain):
                inside.write(line.encode())
        for name in AS_IT_IS:
            archive.write(CARRIED / name, name)
    return chain.number


def _line(said: dict[str, Any]) -> str:
    return json.dumps(said, ensure_ascii=False, separators=(",", ":")) + "\n"
