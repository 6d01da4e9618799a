"""Accounts of others that are watched, and the line on which citizens say that an account looks taken."""

from datetime import datetime
from typing import Annotated, Any

from django.db.models import QuerySet
from django.shortcuts import get_object_or_404
from django.urls import reverse
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
    Said,
    Shown,
    Word,
    checked,
    listed,
)
from beffroi.access.api.errors import wrong
from beffroi.directory.models import Account
from beffroi.guard.forms import PeerForm
from beffroi.guard.models import CitizensLine, Peer
from beffroi.guard.peers import NotFound, find
from beffroi.journal.sentences import translated

router = ActRouter("Watched from outside")


class Watched(Said):
    network: Annotated[Word, Field(min_length=1, max_length=40)] = Field(examples=["bluesky"])
    handle: Annotated[Word, Field(min_length=1, max_length=255)] = Field(examples=["ville.roanne.example"])


class PeerShown(Shown):
    """`found` says what no longer agrees, empty where all does."""

    id: int
    network: str
    handle: str
    name: str
    added_at: datetime
    read_at: datetime | None
    shown_name: str
    shown_handle: str
    found: str
    found_at: datetime | None


class LineShown(Shown):
    """`address` is empty until it was opened once."""

    is_open: bool
    address: str


class LineSaid(Said):
    is_open: Flag


@router.read("/peers", gives=Listed[PeerShown])
def list_peers(request: ProgramRequest, cursor: Query[Cursor]) -> Any:
    """Accounts of other bodies, which we watch and do not hold."""
    return listed(_peers(request), cursor, by=["pk"], shown=_peer)


@router.post("/peers", act="judge alarms", gives=PeerShown, status=201, is_kept=False)  # asks the network
def watch_peer(request: ProgramRequest, said: Watched) -> Any:
    """The account of exactly this handle, as its network shows it now."""
    clean = checked(PeerForm(Account.objects.of(request.organisation).networks(), said.model_dump()))
    try:
        profile = find(request.organisation, clean["network"], clean["handle"])
    except NotFound as nobody:
        reason = translated(nobody.reason.as_json()) if nobody.reason else ""
        words = reason or _("The network finds nobody who is called exactly so.")
        raise wrong("handle", words) from None
    return _peer(Peer.watch(request.organisation, profile, by=request.user, now=request.now))


@router.post("/peers/{pk}/acceptance", act="judge alarms", gives=PeerShown)
def accept_peer(request: ProgramRequest, pk: Id) -> Any:
    """What it shows now is right."""
    peer = get_object_or_404(_peers(request), pk=pk)
    peer.accept(by=request.user, now=request.now)
    return _peer(peer)


@router.delete("/peers/{pk}", act="judge alarms")
def leave_peer(request: ProgramRequest, pk: Id) -> Any:
    """It is watched no more."""
    get_object_or_404(_peers(request), pk=pk).leave(by=request.user, now=request.now)


@router.read("/citizens-line", gives=LineShown)
def read_citizens_line(request: ProgramRequest) -> Any:
    """The page on which anybody says that an account of ours looks taken."""
    return _line(request, CitizensLine.objects.filter(organisation=request.organisation).first())


@router.put("/citizens-line", act="judge alarms", gives=LineShown)
def switch_citizens_line(request: ProgramRequest, said: LineSaid) -> Any:
    return _line(request, CitizensLine.show(request.organisation, said.is_open, by=request.user, now=request.now))


def _peers(request: ProgramRequest) -> QuerySet[Peer]:
    return Peer.objects.filter(organisation=request.organisation).select_related("organisation")


def _peer(row: Peer) -> PeerShown:
    same = ("network", "handle", "name", "added_at", "read_at", "shown_name", "shown_handle", "found_at")
    found = translated(row.found) if row.found else ""
    return PeerShown(id=row.pk, found=found, **{name: getattr(row, name) for name in same})


def _line(request: ProgramRequest, row: CitizensLine | None) -> LineShown:
    there = request.build_absolute_uri(reverse("citizens_line", args=[row.address])) if row else ""
    return LineShown(is_open=row is not None and row.is_open, address=there)
