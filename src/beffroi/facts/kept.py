"""What is kept of sources and witnesses."""

from datetime import datetime, timedelta
from typing import Any

from django.db import models
from django.utils.translation import gettext_lazy as _

from beffroi.access.models import Organisation, User
from beffroi.facts.models import Evidence, Reading, Settlement, Witness
from beffroi.keeping.kinds import Kind, Part, Person, shown


def _old(organisation: Organisation, days: int, now: datetime) -> "models.QuerySet[Reading]":
    """Readings on which nothing rests, of facts that nobody waits for any more."""
    mine = Reading.objects.filter(source__fact__organisation=organisation, taken_at__lte=now - timedelta(days=days))
    rests = Settlement.objects.filter(reading=models.OuterRef("pk"))
    return mine.exclude(source__fact__state="waiting").exclude(models.Exists(rests))


def _delete(_organisation: Organisation, rows: "models.QuerySet[Reading]", _now: datetime) -> int:
    evidence = set(rows.exclude(evidence=None).values_list("evidence", flat=True))
    gone = rows.count()
    rows.delete()
    Evidence.objects.filter(pk__in=evidence).exclude(
        pk__in=Reading.objects.exclude(evidence=None).values("evidence")
    ).delete()
    return gone


def _witnesses(organisation: Organisation, person: Person) -> "models.QuerySet[Witness]":
    known = person.named("name") | person.mailed("address")
    return Witness.objects.filter(known, fact__organisation=organisation).order_by("pk")


def _of_witness(witness: Witness) -> dict[str, Any]:
    words = [{"outcome": str(one.outcome), "at": shown(one.at)} for one in witness.attestations.all()]
    return {"name": witness.name, "address": witness.address, "fact": witness.fact.statement, "said": words}


def _unname(organisation: Organisation, person: Person, rows: Any, by: User, now: datetime) -> int:
    """A word that something rests on keeps its witness; the address goes in any case."""
    gone: int = rows.update(address="")
    rows.filter(attestations=None).update(name="—")
    return gone


KINDS = [
    Kind(
        "facts.readings",
        name=_("What sources answered"),
        why=_("To show why a text could leave, or could not."),
        basis=_("Task in the public interest (GDPR, art. 6 (1) e); public archives (code du patrimoine, L211-1)"),
        days=1095,
        least=90,
        at="taken_at",
        going=_old,
        erase=_delete,
        example=lambda reading: reading.source.address[:80],
    ),
]
PARTS = [
    Part(
        "facts.witnesses",
        name=_("Witnesses"),
        find=_witnesses,
        said=_of_witness,
        fate="pseudonymised",
        because=_("The address goes. Whoever gave their word stays named: a public announcement rests on it."),
        erase=_unname,
    ),
]
