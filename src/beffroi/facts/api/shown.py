"""Facts, their sources, witnesses and readings, as a program is told of them."""

from datetime import datetime
from typing import Any

from django.utils.translation import gettext as _

from beffroi.access.api import Shown
from beffroi.access.api.people import Person, person_or_none
from beffroi.facts.models import Fact, Reading, Settlement, Source
from beffroi.journal.sentences import translated


class OutcomeShown(Shown):
    id: int
    key: str
    label: str


class SettlementShown(Shown):
    outcome: str
    ground: str
    who: str
    at: datetime
    stands_at: datetime


class FactShown(Shown):
    id: int
    statement: str
    kind: str
    subject: str
    state: str
    outcomes: list[OutcomeShown]
    settlement: SettlementShown | None
    created_by: Person | None
    created_at: datetime
    expected_at: datetime | None
    expires_at: datetime
    hold: int
    two_people: bool
    needed: int | None
    parts: list[int]


class SourceShown(Shown):
    id: int
    kind: str
    address: str
    state: str
    reasons: list[str]
    read_at: datetime | None
    judged_at: datetime | None
    trouble: str


class AttestationShown(Shown):
    id: int
    outcome: str
    who: str
    at: datetime
    reason: str
    taken_back_at: datetime | None


class WitnessShown(Shown):
    id: int
    name: str
    channel: str


class AskedShown(WitnessShown):
    """`address` has to be handed over by whoever asks, and is told here only; empty where it was sent."""

    is_sent: bool
    address: str


class ReadingShown(Shown):
    id: int
    source: int
    taken_at: datetime
    status: int | None
    state: str
    reasons: list[str]
    trouble: str
    sha256: str


class FactWhole(FactShown):
    sources: list[SourceShown]
    witnesses: list[WitnessShown]
    attestations: list[AttestationShown]
    readings: list[ReadingShown]


def fact_whole(fact: Fact) -> FactWhole:
    words = fact.attestations.select_related("outcome", "witness", "by").order_by("at", "pk")
    readings = Reading.objects.filter(source__fact=fact).order_by("-taken_at", "-pk")
    return FactWhole(
        **fact_told(fact),
        sources=[source_shown(each) for each in fact.sources.all() if each.removed_at is None],
        witnesses=[WitnessShown(id=each.pk, name=each.name, channel=each.channel) for each in fact.witnesses.all()],
        attestations=[
            AttestationShown(
                id=each.pk,
                outcome=each.outcome.key,
                who=each.who,
                at=each.at,
                reason=each.reason,
                taken_back_at=each.taken_back_at,
            )
            for each in words
        ],
        readings=[reading_shown(each) for each in readings[:10]],
    )


def fact_told(fact: Fact) -> dict[str, Any]:
    settled = fact.settlement
    names = ("statement", "kind", "subject", "state", "created_at", "expected_at", "expires_at", "hold", "two_people")
    return {
        "id": fact.pk,
        **{name: getattr(fact, name) for name in names},
        "outcomes": [OutcomeShown(id=each.pk, key=each.key, label=_(each.label)) for each in fact.outcomes.all()],
        "settlement": _settlement(settled) if settled else None,
        "created_by": person_or_none(fact.created_by),
        "needed": fact.needed,
        "parts": [part.pk for part in fact.parts.all()],
    }


def _settlement(row: Settlement) -> SettlementShown:
    return SettlementShown(outcome=row.outcome.key, ground=row.ground, who=row.who, at=row.at, stands_at=row.stands_at)


def source_shown(row: Source) -> SourceShown:
    names = ("kind", "address", "state", "read_at", "judged_at")
    said = {name: getattr(row, name) for name in names}
    return SourceShown(id=row.pk, **said, reasons=_reasons(row.reasons), trouble=translated(row.trouble))


def reading_shown(row: Reading) -> ReadingShown:
    return ReadingShown(
        id=row.pk,
        source=row.source_id,
        taken_at=row.taken_at,
        status=row.status,
        state=row.state,
        reasons=_reasons(row.reasons),
        trouble=translated(row.trouble),
        sha256=row.evidence_id or "",
    )


def _reasons(kept: list[Any]) -> list[str]:
    return [translated(each) for each in kept]
