"""What tells of a fact: its sources, its witnesses, and what was read."""

from typing import Annotated, Any, Literal

from django.shortcuts import get_object_or_404
from django.utils.translation import gettext as _
from ninja import Query
from pydantic import Field

from beffroi import sources
from beffroi.access.api import ActRouter, Cursor, Id, Listed, ProgramRequest, Said, Text, Word, checked, listed
from beffroi.access.api.errors import wrong
from beffroi.facts.api.asked import fact_asked
from beffroi.facts.api.shown import AskedShown, ReadingShown, SourceShown, reading_shown, source_shown
from beffroi.facts.forms import SourceForm, WitnessForm
from beffroi.facts.links import ask
from beffroi.facts.models import Reading, Source, Witness
from beffroi.journal.sentences import translated
from beffroi.sources.contract import BadParameters

router = ActRouter("Facts")


class SourceSaid(Said):
    kind: Annotated[Word, Field(max_length=40)] = Field(examples=["web"])
    parameters: dict[Annotated[str, Field(max_length=60)], Annotated[Text, Field(max_length=900)]] = Field(
        default_factory=dict, max_length=20
    )


class WitnessSaid(Said):
    name: Annotated[Word, Field(min_length=1, max_length=120)] = Field(examples=["Jeanne Martin"])
    channel: Literal["link", "mail", "sms", "matrix"] = "link"
    address: Annotated[Word, Field(max_length=254)] = ""


@router.post("/facts/{pk}/sources", act="state facts", gives=SourceShown, status=201)
def add_source(request: ProgramRequest, pk: Id, said: SourceSaid) -> Any:
    """It is read as long as the fact is waited for."""
    fact, known = fact_asked(request, pk), sources.SOURCES.get(said.kind)
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
    return source_shown(added)


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
    return source_shown(source)


@router.post("/facts/{pk}/witnesses", act="state facts", gives=AskedShown, status=201, is_kept=False)
def ask_witness(request: ProgramRequest, pk: Id, said: WitnessSaid) -> Any:
    """Names somebody who is there, and asks them at once. An earlier link of theirs closes."""
    fact, clean = fact_asked(request, pk), checked(WitnessForm(said.model_dump()))
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
    found = Reading.objects.filter(source__fact=fact_asked(request, pk))
    return listed(found, cursor, by=["-taken_at", "-pk"], shown=reading_shown)
