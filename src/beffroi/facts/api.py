"""Facts: stated, followed, attested."""

from datetime import datetime
from typing import Annotated, Any, Literal

from django.shortcuts import get_object_or_404
from django.utils.translation import gettext as _
from ninja import Query
from pydantic import Field

from beffroi import sources
from beffroi.access.api import (
    ActRouter,
    Cursor,
    Flag,
    Id,
    Listed,
    Moment,
    Number,
    OneOf,
    ProgramRequest,
    Said,
    Shown,
    Text,
    Word,
    checked,
    listed,
)
from beffroi.access.api.errors import wrong
from beffroi.access.api.people import Person, person_or_none
from beffroi.facts.forms import HOLDS, KINDS, AttestationForm, FactForm, SourceForm, WaitForm, WitnessForm
from beffroi.facts.links import ask
from beffroi.facts.models import Attestation, Fact, Reading, Settlement, Source, Witness
from beffroi.facts.models.attestation import NeedsReason
from beffroi.facts.models.fact import HOLD
from beffroi.journal.sentences import translated
from beffroi.sources.contract import BadParameters

router = ActRouter("Facts")


class Wanted(Cursor):
    state: Literal["waiting", "settled", "expired", "withdrawn"] | None = None


class FactSaid(Said):
    """As the page asks for it; `outcomes` are the ways it can come out, the one that the statement says first."""

    statement: Annotated[Word, Field(min_length=1)] = Field(examples=["Le conseil a adopté le budget."])
    kind: Annotated[str, OneOf(KINDS)] = ""
    subject: Annotated[Word, Field(max_length=120)] = ""
    outcomes: list[Annotated[Word, Field(max_length=80)]] = Field(default_factory=list, max_length=6)
    expected_at: Moment | None = None
    expires_at: Moment | None = None
    hold: Annotated[int, OneOf(HOLDS)] = HOLD
    two_people: Flag = False
    parts: list[Number] = Field(default_factory=list, max_length=60)
    needed: Number | None = None


class Attested(Said):
    """`reason` is needed when a source says the contrary."""

    outcome: Annotated[Word, Field(max_length=10)] = Field(examples=["yes"], description="The key of an outcome.")
    reason: Annotated[Text, Field(max_length=500)] = ""


class SourceSaid(Said):
    kind: Annotated[Word, Field(max_length=40)] = Field(examples=["web"])
    parameters: dict[Annotated[str, Field(max_length=60)], Annotated[Text, Field(max_length=900)]] = Field(
        default_factory=dict, max_length=20
    )


class WitnessSaid(Said):
    name: Annotated[Word, Field(min_length=1, max_length=120)] = Field(examples=["Jeanne Martin"])
    channel: Literal["link", "mail", "sms", "matrix"] = "link"
    address: Annotated[Word, Field(max_length=254)] = ""


class WaitSaid(Said):
    expires_at: Moment


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


@router.read("/facts", gives=Listed[FactShown])
def list_facts(request: ProgramRequest, wanted: Query[Wanted]) -> Any:
    """The newest first."""
    rows = Fact.objects.of(request.organisation)
    if wanted.state:
        rows = rows.filter(state=wanted.state)
    return listed(rows, wanted, by=["-created_at", "-pk"], shown=lambda fact: FactShown(**_told(fact)))


@router.post("/facts", act="state facts", gives=FactWhole, status=201)
def state_fact(request: ProgramRequest, said: FactSaid) -> Any:
    """What is to become true. Drafts are tied to its outcomes; they leave once it is so."""
    data = {name: "" if value is None else value for name, value in said.model_dump().items()}
    form = FactForm(request.organisation, {**data, "outcomes": "\n".join(said.outcomes)})
    fact = Fact.state_it(request.organisation, by=request.user, now=request.now, **checked(form))
    Settlement.weigh_parts(fact, now=request.now)
    return _whole(request, fact.pk)


@router.read("/facts/{pk}", gives=FactWhole)
def read_fact(request: ProgramRequest, pk: Id) -> Any:
    """With its sources, its witnesses, the words given and the last readings."""
    return _whole(request, pk)


@router.post("/facts/{pk}/attestations", act="confirm facts", gives=FactWhole, status=201)
def attest_fact(request: ProgramRequest, pk: Id, said: Attested) -> Any:
    """The person of the token says how it came out; what waits for it leaves when the word stands."""
    fact = _mine(request, pk)
    clean = checked(AttestationForm(fact, said.model_dump()))
    outcome = fact.outcome_called(clean["outcome"])
    assert outcome is not None  # noqa: S101  # one of the form's own choices
    device = request.headers.get("User-Agent", "").replace("\0", "")
    try:
        Attestation.give(fact, outcome, by=request.user, now=request.now, device=device, reason=clean["reason"])
    except NeedsReason:
        words = _("A source says the contrary at this moment. Write how you know it all the same.")
        raise wrong("reason", words) from None
    return _whole(request, pk)


@router.post("/attestations/{pk}/taking-back", act="confirm facts", gives=FactWhole)
def take_word_back(request: ProgramRequest, pk: Id) -> Any:
    """One's own word, in the seconds that are left for that."""
    mine = Attestation.objects.filter(fact__organisation=request.organisation, by=request.user)
    given = get_object_or_404(mine.select_related("fact__organisation", "settlement__fact__organisation"), pk=pk)
    given.take_back(now=request.now)
    return _whole(request, given.fact_id)


@router.post("/facts/{pk}/waiting", act="state facts", gives=FactWhole)
def wait_for_fact(request: ProgramRequest, pk: Id, said: WaitSaid) -> Any:
    """Longer, or shorter."""
    fact = _mine(request, pk)
    at = checked(WaitForm({"expires_at": said.expires_at}))["expires_at"]
    fact.wait_until(at, by=request.user, now=request.now)
    return _whole(request, pk)


@router.post("/facts/{pk}/giving-up", act="confirm facts", gives=FactWhole)
def give_fact_up(request: ProgramRequest, pk: Id) -> Any:
    """Nobody waits for it any more; what waited does not leave, and asks a person."""
    _mine(request, pk).give_up(by=request.user, now=request.now)
    return _whole(request, pk)


@router.post("/facts/{pk}/sources", act="state facts", gives=SourceShown, status=201)
def add_source(request: ProgramRequest, pk: Id, said: SourceSaid) -> Any:
    """It is read as long as the fact is waited for."""
    fact, known = _mine(request, pk), sources.SOURCES.get(said.kind)
    if known is None or known.plays is not None:
        raise wrong("kind", _("There is no such source."))
    form = SourceForm(known, said.parameters)
    checked(form, **{name: f"parameters.{name}" for name in form.fields})
    try:
        address = form.address()
    except BadParameters as bad:
        raise wrong(f"parameters.{bad.field}", translated(bad.reason.as_json())) from bad
    added = Source.add(
        fact, kind=said.kind, parameters=form.parameters(), address=address, by=request.user, now=request.now
    )
    return _source(added)


@router.delete("/sources/{pk}", act="state facts")
def remove_source(request: ProgramRequest, pk: Id) -> Any:
    """It counts no more; what it said stays written down."""
    mine = Source.objects.filter(fact__organisation=request.organisation).select_related("fact__organisation")
    get_object_or_404(mine, pk=pk).remove(by=request.user, now=request.now)


@router.post("/sources/{pk}/reading", act="state facts", gives=SourceShown)
def read_source_now(request: ProgramRequest, pk: Id) -> Any:
    """And not at its next turn, while its fact is waited for."""
    mine = Source.objects.filter(fact__organisation=request.organisation)
    source = get_object_or_404(mine, pk=pk)
    mine.filter(pk=source.pk, removed_at=None, fact__state="waiting").update(due_at=request.now)
    return _source(source)


@router.post("/facts/{pk}/witnesses", act="state facts", gives=AskedShown, status=201, is_kept=False)
def ask_witness(request: ProgramRequest, pk: Id, said: WitnessSaid) -> Any:
    """Names somebody who is there, and asks them at once. An earlier link of theirs closes."""
    fact, clean = _mine(request, pk), checked(WitnessForm(said.model_dump()))
    return _ask(request, Witness.name_one(fact, by=request.user, now=request.now, **clean))


@router.post("/witnesses/{pk}/asking", act="state facts", gives=AskedShown, is_kept=False)  # as the first time
def ask_witness_again(request: ProgramRequest, pk: Id) -> Any:
    """Another link; the earlier one closes."""
    mine = Witness.objects.filter(fact__organisation=request.organisation).select_related("fact__organisation")
    return _ask(request, get_object_or_404(mine, pk=pk))


def _ask(request: ProgramRequest, witness: Witness) -> AskedShown:
    asked = ask(witness, by=request.user, now=request.now, here=request.build_absolute_uri("/"))
    address = "" if asked.is_sent else asked.address
    return AskedShown(id=witness.pk, name=witness.name, channel=witness.channel, is_sent=asked.is_sent, address=address)


@router.read("/facts/{pk}/readings", gives=Listed[ReadingShown])
def list_readings(request: ProgramRequest, pk: Id, cursor: Query[Cursor]) -> Any:
    """Every reading of its sources, the newest first."""
    found = Reading.objects.filter(source__fact=_mine(request, pk))
    return listed(found, cursor, by=["-taken_at", "-pk"], shown=_reading)


def _mine(request: ProgramRequest, pk: int) -> Fact:
    return get_object_or_404(Fact.objects.of(request.organisation).select_related("organisation"), pk=pk)


def _whole(request: ProgramRequest, pk: int) -> FactWhole:
    fact = _mine(request, pk)
    words = fact.attestations.select_related("outcome", "witness", "by").order_by("at", "pk")
    readings = Reading.objects.filter(source__fact=fact).order_by("-taken_at", "-pk")
    return FactWhole(
        **_told(fact),
        sources=[_source(each) for each in fact.sources.all() if each.removed_at is None],
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
        readings=[_reading(each) for each in readings[:10]],
    )


def _told(fact: Fact) -> dict[str, Any]:
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


def _source(row: Source) -> SourceShown:
    names = ("kind", "address", "state", "read_at", "judged_at")
    said = {name: getattr(row, name) for name in names}
    return SourceShown(id=row.pk, **said, reasons=_reasons(row.reasons), trouble=translated(row.trouble))


def _reading(row: Reading) -> ReadingShown:
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
