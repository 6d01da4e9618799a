"""Our accounts; and the public register of bodies and of their official accounts."""

from collections.abc import Iterable
from datetime import date, datetime
from typing import Annotated, Any

from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from ninja import Query, Router
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
    Trouble,
    Word,
    listed,
    may_act_on,
)
from beffroi.directory.api import open_check
from beffroi.directory.models import Account, Body, OfficialAccount, Proof
from beffroi.journal.sentences import translated

router = ActRouter("Accounts")
register = ActRouter("Directory")
open_router = Router(tags=["Directory"])


class AccountShown(Shown):
    """One of ours. `frozen` says why nothing leaves from it, and is empty while it may speak."""

    id: int
    network: str
    handle: str
    name: str
    url: str
    native_id: str
    is_institutional: bool
    added_at: datetime
    frozen: str
    access_lost_at: datetime | None
    has_feed: bool
    longest_text: int
    most_images: int


class FeedShownTo(Said):
    shown: Flag


class BodiesWanted(Cursor):
    q: Annotated[Word, Field(min_length=1, max_length=100)] = Field(examples=["Feurs"])


class BodyShown(Shown):
    id: int
    kind: str
    code: str
    name: str
    departement: str
    region: str
    population: int | None
    site: str
    ended_on: date | None


class OfficialShown(Shown):
    id: int
    network: str
    handle: str
    native_id: str
    name: str
    url: str
    status: str
    is_institutional: bool
    is_proven: bool


class BodyWhole(BodyShown):
    accounts: list[OfficialShown]


@router.read("/accounts", gives=Listed[AccountShown])
def list_accounts(request: ProgramRequest, cursor: Query[Cursor]) -> Any:
    """In the order in which they were connected."""
    return listed(_accounts(request), cursor, by=["pk"], shown=account_shown)


@router.read("/accounts/{pk}", gives=AccountShown)
def read_account(request: ProgramRequest, pk: Id) -> Any:
    return account_shown(get_object_or_404(_accounts(request), pk=pk))


@router.post("/accounts/{pk}/feed", act="connect accounts", gives=AccountShown)
def show_account_feed(request: ProgramRequest, pk: Id, said: FeedShownTo) -> Any:
    """Opens or closes the public feed of what leaves from it."""
    account_asked(request, pk).show_feed(said.shown, by=request.user, now=request.now)
    return account_shown(get_object_or_404(_accounts(request), pk=pk))


@register.read("/directory/bodies", gives=Listed[BodyShown])
def search_bodies(request: ProgramRequest, wanted: Query[BodiesWanted]) -> Any:
    """By the beginnings of the words of their names, or by their INSEE code or SIREN."""
    return listed(Body.objects.called(wanted.q), wanted, by=["folded", "pk"], shown=body_shown)


@register.read("/directory/bodies/{pk}", gives=BodyWhole)
def read_body(request: ProgramRequest, pk: Id) -> Any:
    """With the accounts that speak for it."""
    found = get_object_or_404(Body, pk=pk)
    return BodyWhole(**_body(found), accounts=officials_shown(OfficialAccount.objects.spoken_for(found)))


@register.read("/directory/accounts/{pk}", gives=OfficialShown)
def read_official_account(request: ProgramRequest, pk: Id) -> Any:
    get_object_or_404(OfficialAccount, pk=pk)
    return officials_shown(OfficialAccount.objects.filter(pk=pk))[0]


@open_router.get(
    "/verify", response={200: dict[str, Any], 400: Trouble, 429: Trouble}, operation_id="verify", auth=None
)
def verify(request: HttpRequest, address: str) -> HttpResponse:
    """Is this account official? Open to anybody, without a token."""
    return open_check.answer(request)


def _accounts(request: ProgramRequest) -> QuerySet[Account]:
    mine = Account.objects.filter(organisation=request.organisation).select_related("connection", "organisation")
    return mine.prefetch_related("freezes")


def account_asked(request: ProgramRequest, pk: int, *, reads: bool = False) -> Account:
    """One of ours, where the token was made for it; reading is not narrowed by that."""
    if not reads:
        may_act_on(request, [pk])
    return get_object_or_404(_accounts(request), pk=pk)


def account_shown(row: Account) -> AccountShown:
    because, takes = row.frozen_because, row.capabilities
    same = ("network", "handle", "name", "url", "native_id", "is_institutional", "added_at", "has_feed")
    return AccountShown(
        id=row.pk,
        **{name: getattr(row, name) for name in same},
        frozen=translated(because) if because else "",
        access_lost_at=row.connection.lost_at,
        longest_text=takes.max_length,
        most_images=takes.max_images,
    )


def body_shown(row: Body) -> BodyShown:
    return BodyShown(**_body(row))


def _body(row: Body) -> dict[str, Any]:
    same = ("kind", "code", "name", "departement", "region", "population", "site", "ended_on")
    return {"id": row.pk, **{name: getattr(row, name) for name in same}}


def officials_shown(rows: Iterable[OfficialAccount]) -> list[OfficialShown]:
    found = list(rows)
    proofs = Proof.objects.filter(account__in=[row.pk for row in found])
    proven = {proof.account_id for proof in proofs if proof.holds()}
    same = ("network", "handle", "native_id", "name", "url", "status", "is_institutional")
    return [
        OfficialShown(id=row.pk, is_proven=row.pk in proven, **{name: getattr(row, name) for name in same})
        for row in found
    ]
