"""What the desk keeps ready: saved answers and labels."""

from datetime import datetime
from typing import Annotated, Any

from django.shortcuts import get_object_or_404
from ninja import Query
from pydantic import Field

from beffroi.access.api import (
    ActRouter,
    Cursor,
    Id,
    Listed,
    Moment,
    ProgramRequest,
    Said,
    Shown,
    Text,
    Word,
    checked,
    listed,
)
from beffroi.access.api.people import Person, person, person_or_none
from beffroi.inbox.api.shown import LabelShown
from beffroi.inbox.forms.answering import LabelForm, SavedReplyForm
from beffroi.inbox.models import Label, SavedReply

router = ActRouter("Saved answers and labels")


class SavedSaid(Said):
    name: Annotated[Word, Field(min_length=1, max_length=120)] = Field(examples=["Horaires"])
    text: Annotated[Text, Field(min_length=1)] = Field(examples=["Bonjour {{name}}, la mairie ouvre à 9 h."])
    link: Annotated[Word, Field(max_length=500)] = ""


class SavedShown(Shown):
    """`at` is when the words were written: agreeing names it, so that nobody agrees to words they have not read."""

    id: int
    name: str
    text: str
    link: str
    by: Person
    at: datetime
    agreed_by: Person | None
    agreed_at: datetime | None


class Agreed(Said):
    seen: Moment = Field(description="`at` of the words that were read.")


class LabelSaid(Said):
    name: Annotated[Word, Field(min_length=1, max_length=40)] = Field(examples=["Voirie"])


@router.read("/saved-replies", gives=Listed[SavedShown], act="answer")
def list_saved_replies(request: ProgramRequest, cursor: Query[Cursor]) -> Any:
    """By name."""
    rows = SavedReply.objects.filter(organisation=request.organisation).select_related("by", "agreed_by")
    return listed(rows, cursor, by=["name", "pk"], shown=_saved)


@router.post("/saved-replies", act="answer", gives=SavedShown, status=201)
def write_saved_reply(request: ProgramRequest, said: SavedSaid) -> Any:
    """It is offered once a second person has agreed to its words."""
    return _write(request, SavedReply(organisation=request.organisation), said)


@router.read("/saved-replies/{pk}", gives=SavedShown, act="answer")
def read_saved_reply(request: ProgramRequest, pk: Id) -> Any:
    return _saved(_mine(request, pk))


@router.put("/saved-replies/{pk}", act="answer", gives=SavedShown)
def rewrite_saved_reply(request: ProgramRequest, pk: Id, said: SavedSaid) -> Any:
    """Other words ask for another agreement."""
    return _write(request, _mine(request, pk), said)


@router.post("/saved-replies/{pk}/agreement", act="approve", gives=SavedShown)
def agree_to_saved_reply(request: ProgramRequest, pk: Id, said: Agreed) -> Any:
    """A second person agrees to exactly the words that they read."""
    _mine(request, pk).agree(by=request.user, seen=said.seen, now=request.now)
    return _saved(_mine(request, pk))


@router.delete("/saved-replies/{pk}", act="answer")
def remove_saved_reply(request: ProgramRequest, pk: Id) -> Any:
    _mine(request, pk).remove(by=request.user, now=request.now)


@router.read("/labels", gives=Listed[LabelShown])
def list_labels(request: ProgramRequest, cursor: Query[Cursor]) -> Any:
    return listed(Label.objects.filter(organisation=request.organisation), cursor, by=["name", "pk"], shown=_label)


@router.post("/labels", act="answer", gives=LabelShown, status=201)
def add_label(request: ProgramRequest, said: LabelSaid) -> Any:
    return _call(request, Label(organisation=request.organisation), said)


@router.read("/labels/{pk}", gives=LabelShown)
def read_label(request: ProgramRequest, pk: Id) -> Any:
    return _label(_my_label(request, pk))


@router.put("/labels/{pk}", act="answer", gives=LabelShown)
def rename_label(request: ProgramRequest, pk: Id, said: LabelSaid) -> Any:
    return _call(request, _my_label(request, pk), said)


@router.delete("/labels/{pk}", act="answer")
def remove_label(request: ProgramRequest, pk: Id) -> Any:
    """From every case that carries it."""
    _my_label(request, pk).remove(by=request.user, now=request.now)


def _call(request: ProgramRequest, label: Label, said: LabelSaid) -> LabelShown:
    label.call(checked(LabelForm(label, {"name": said.name}))["name"], by=request.user, now=request.now)
    return _label(label)


def _label(row: Label) -> LabelShown:
    return LabelShown(id=row.pk, name=row.name)


def _my_label(request: ProgramRequest, pk: int) -> Label:
    return get_object_or_404(Label.objects.select_related("organisation"), organisation=request.organisation, pk=pk)


def _write(request: ProgramRequest, saved: SavedReply, said: SavedSaid) -> SavedShown:
    saved.write(by=request.user, now=request.now, **checked(SavedReplyForm(saved, said.model_dump())))
    return _saved(saved)


def _mine(request: ProgramRequest, pk: int) -> SavedReply:
    rows = SavedReply.objects.select_related("organisation", "by", "agreed_by")
    return get_object_or_404(rows, organisation=request.organisation, pk=pk)


def _saved(row: SavedReply) -> SavedShown:
    return SavedShown(
        id=row.pk,
        name=row.name,
        text=row.text,
        link=row.link,
        by=person(row.by),
        at=row.at,
        agreed_by=person_or_none(row.agreed_by),
        agreed_at=row.agreed_at,
    )
