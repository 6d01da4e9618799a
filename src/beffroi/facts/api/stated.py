"""Facts: stated, followed, attested."""

from typing import Annotated, Any, Literal

from django.shortcuts import get_object_or_404
from django.utils.translation import gettext as _
from ninja import Query
from pydantic import Field

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
    Text,
    Word,
    checked,
    listed,
)
from beffroi.access.api.errors import wrong
from beffroi.facts.api.asked import fact_asked, whole
from beffroi.facts.api.shown import FactShown, FactWhole, fact_told
from beffroi.facts.forms import HOLDS, KINDS, AttestationForm, FactForm, WaitForm
from beffroi.facts.models import Attestation, Fact, Settlement
from beffroi.facts.models.attestation import NeedsReason
from beffroi.facts.models.fact import HOLD

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


class WaitSaid(Said):
    expires_at: Moment


@router.read("/facts", gives=Listed[FactShown])
def list_facts(request: ProgramRequest, wanted: Query[Wanted]) -> Any:
    """The newest first."""
    rows = Fact.objects.of(request.organisation)
    if wanted.state:
        rows = rows.filter(state=wanted.state)
    return listed(rows, wanted, by=["-created_at", "-pk"], shown=lambda fact: FactShown(**fact_told(fact)))


@router.post("/facts", act="state facts", gives=FactWhole, status=201)
def state_fact(request: ProgramRequest, said: FactSaid) -> Any:
    """What is to become true. Drafts are tied to its outcomes; they leave once it is so."""
    data = {name: "" if value is None else value for name, value in said.model_dump().items()}
    form = FactForm(request.organisation, {**data, "outcomes": "\n".join(said.outcomes)})
    fact = Fact.state_it(request.organisation, by=request.user, now=request.now, **checked(form))
    Settlement.weigh_parts(fact, now=request.now)
    return whole(request, fact.pk)


@router.read("/facts/{pk}", gives=FactWhole)
def read_fact(request: ProgramRequest, pk: Id) -> Any:
    """With its sources, its witnesses, the words given and the last readings."""
    return whole(request, pk)


@router.post("/facts/{pk}/attestations", act="confirm facts", gives=FactWhole, status=201)
def attest_fact(request: ProgramRequest, pk: Id, said: Attested) -> Any:
    """The person of the token says how it came out; what waits for it leaves when the word stands."""
    fact = fact_asked(request, pk)
    clean = checked(AttestationForm(fact, said.model_dump()))
    outcome = fact.outcome_called(clean["outcome"])
    assert outcome is not None  # noqa: S101  # one of the form's own choices
    device = request.headers.get("User-Agent", "").replace("\0", "")
    try:
        Attestation.give(fact, outcome, by=request.user, now=request.now, device=device, reason=clean["reason"])
    except NeedsReason:
        words = _("A source says the contrary at this moment. Write how you know it all the same.")
        raise wrong("reason", words) from None
    return whole(request, pk)


@router.post("/attestations/{pk}/taking-back", act="confirm facts", gives=FactWhole)
def take_word_back(request: ProgramRequest, pk: Id) -> Any:
    """One's own word, in the seconds that are left for that."""
    mine = Attestation.objects.filter(fact__organisation=request.organisation, by=request.user)
    given = get_object_or_404(mine.select_related("fact__organisation", "settlement__fact__organisation"), pk=pk)
    given.take_back(now=request.now)
    return whole(request, given.fact_id)


@router.post("/facts/{pk}/waiting", act="state facts", gives=FactWhole)
def wait_for_fact(request: ProgramRequest, pk: Id, said: WaitSaid) -> Any:
    """Longer, or shorter."""
    fact = fact_asked(request, pk)
    at = checked(WaitForm({"expires_at": said.expires_at}))["expires_at"]
    fact.wait_until(at, by=request.user, now=request.now)
    return whole(request, pk)


@router.post("/facts/{pk}/giving-up", act="confirm facts", gives=FactWhole)
def give_fact_up(request: ProgramRequest, pk: Id) -> Any:
    """Nobody waits for it any more; what waited does not leave, and asks a person."""
    fact_asked(request, pk).give_up(by=request.user, now=request.now)
    return whole(request, pk)
