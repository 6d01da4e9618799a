"""The entries of an incident: where each stands in the telling, and which of them everybody may read."""

from typing import Annotated, Any

from django.shortcuts import get_object_or_404
from django.urls import reverse
from pydantic import Field

from beffroi.access.api import ActRouter, Flag, Id, Number, OneOf, ProgramRequest, Said, Shown
from beffroi.chronicle.api.incidents import EntryShown, entry_shown, incident_asked
from beffroi.chronicle.models import Entry
from beffroi.chronicle.states import EPISODES

router = ActRouter("Chronicle")


class Placed(Said):
    episode: Annotated[str, OneOf(EPISODES)]


class Removed(Said):
    removed: Flag = Field(True, description="false: it is put back.")


class Chosen(Said):
    """Beside the summary, the outcome and the curve, everybody may read these entries, and no other."""

    entries: list[Number] = Field(max_length=2000, examples=[[]])


class PublicShown(Shown):
    """`address` is found by whoever has it, and by no search engine; it is empty while the incident is not public."""

    is_public: bool
    address: str
    entries: list[int]


@router.read("/entries/{pk}", gives=EntryShown)
def read_entry(request: ProgramRequest, pk: Id) -> Any:
    """Also one that was taken out."""
    return entry_shown(_mine(request, pk))


@router.post("/entries/{pk}/episode", act="keep the chronicle", gives=EntryShown)
def move_entry(request: ProgramRequest, pk: Id, said: Placed) -> Any:
    """It is told in another episode; a machine moves it no more."""
    entry = _mine(request, pk)
    entry.move_to(said.episode, by=request.user, now=request.now)
    return entry_shown(entry)


@router.post("/entries/{pk}/removal", act="keep the chronicle", gives=EntryShown)
def take_entry_out(request: ProgramRequest, pk: Id, said: Removed) -> Any:
    """Out of the telling, or back into it. It is kept either way."""
    entry = _mine(request, pk)
    (entry.remove if said.removed else entry.restore)(by=request.user, now=request.now)
    return entry_shown(entry)


@router.read("/incidents/{pk}/publication", act="publish a chronicle", gives=PublicShown)
def read_incident_publication(request: ProgramRequest, pk: Id) -> Any:
    return _public(request, pk)


@router.put("/incidents/{pk}/publication", act="publish a chronicle", gives=PublicShown)
def publish_incident(request: ProgramRequest, pk: Id, said: Chosen) -> Any:
    """What was chosen is public from now on, and nothing else."""
    incident_asked(request, pk).publish(said.entries, by=request.user, now=request.now)
    return _public(request, pk)


@router.delete("/incidents/{pk}/publication", act="publish a chronicle")
def withdraw_incident(request: ProgramRequest, pk: Id) -> Any:
    """It is private again."""
    incident_asked(request, pk).unpublish(by=request.user, now=request.now)


def _public(request: ProgramRequest, pk: int) -> PublicShown:
    incident = incident_asked(request, pk)
    there = request.build_absolute_uri(reverse("public_incident", args=[incident.public_slug]))
    shown = incident.entries.filter(is_public=True).order_by("at", "pk").values_list("pk", flat=True)
    return PublicShown(is_public=incident.is_public, address=there if incident.is_public else "", entries=list(shown))


def _mine(request: ProgramRequest, pk: int) -> Entry:
    rows = Entry.objects.select_related("incident__organisation", "post", "event", "by")
    return get_object_or_404(rows, pk=pk, incident__organisation=request.organisation)
