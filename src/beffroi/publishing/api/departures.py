"""What leaves, what left, and what asks a person."""

from typing import Annotated, Any, Literal

from django.db import transaction
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
    ProgramRequest,
    Refusal,
    Said,
    Word,
    checked,
    listed,
    may_act_on,
)
from beffroi.publishing.api.shown import DraftWhole, PublicationShown, draft_whole, publication_shown
from beffroi.publishing.forms.decisions import SightingForm
from beffroi.publishing.models import Draft, Publication, amending

router = ActRouter("Publications")


class Wanted(Cursor):
    state: Literal["queued", "sending", "sent", "unsure", "missed", "failed", "withdrawn"] | None = None
    account: Id | None = None


class Seen(Said):
    url: Annotated[Word, Field(max_length=500)] = Field(examples=["https://social.example/@feurs/1"])


class Deleted(Said):
    whole_thread: Flag = False


@router.read("/publications", gives=Listed[PublicationShown])
def list_publications(request: ProgramRequest, wanted: Query[Wanted]) -> Any:
    """The latest to leave first; whatever its state, each has the time at which it was to leave."""
    rows = Publication.objects.of(request.organisation)
    if wanted.state:
        rows = rows.filter(state=wanted.state)
    if wanted.account:
        rows = rows.filter(account=wanted.account)
    return listed(rows, wanted, by=["-leave_at", "-pk"], shown=publication_shown)


@router.read("/publications/{pk}", gives=PublicationShown)
def read_publication(request: ProgramRequest, pk: Id) -> Any:
    """Its receipt, once it left."""
    return publication_shown(_seen(request, pk))


@router.post("/publications/{pk}/withdrawal", act="approve", gives=PublicationShown)
def withdraw_publication(request: ProgramRequest, pk: Id) -> Any:
    """It will not leave."""
    publication = _mine(request, pk)
    publication.withdraw(by=request.user, now=request.now)
    return publication_shown(publication)


@router.post("/publications/{pk}/requeueing", act="approve", gives=PublicationShown)
def requeue_publication(request: ProgramRequest, pk: Id) -> Any:
    """A missed one may leave after all, now, through the same gates."""
    publication = _mine(request, pk)
    publication.send_after_all(by=request.user, now=request.now)
    return publication_shown(publication)


@router.post("/publications/{pk}/sighting", act="approve", gives=PublicationShown)
def say_it_left(request: ProgramRequest, pk: Id, said: Seen) -> Any:
    """A person looked at the network and found a doubtful one there, at this address."""
    publication = _mine(request, pk)
    url = checked(SightingForm({"url": said.url}))["url"]
    publication.say_it_left(url=url, by=request.user, now=request.now)
    return publication_shown(publication)


@router.post("/publications/{pk}/deletion", act="approve", gives=PublicationShown)
def delete_publication(request: ProgramRequest, pk: Id, said: Deleted) -> Any:
    """Queues its deletion on the network, which cannot be undone."""
    publication = _mine(request, pk)
    chosen = list(Publication.objects.standing_with(publication)) if said.whole_thread else [publication]
    if not chosen:
        raise Refusal(409, _("Nothing of it stands any more."))
    with transaction.atomic():
        for post in reversed(chosen):
            post.take_away(by=request.user, now=request.now)
    return publication_shown(_seen(request, pk))


@router.post("/publications/{pk}/rewriting", act="draft", gives=DraftWhole, status=201)
def write_again(request: ProgramRequest, pk: Id) -> Any:
    """A draft with the text of one that did not leave, or no longer stands."""
    draft = amending.write_again(_mine(request, pk), by=request.user, now=request.now)
    return draft_whole(get_object_or_404(Draft.objects.opened(request.organisation), pk=draft.pk))


def _seen(request: ProgramRequest, pk: int) -> Publication:
    return get_object_or_404(Publication.objects.opened(request.organisation), pk=pk)


def _mine(request: ProgramRequest, pk: int) -> Publication:
    publication = _seen(request, pk)
    may_act_on(request, [publication.account_id])
    return publication
