"""Who holds the key of each account, who may do what on it, what it may spend, and whether it is in use."""

from datetime import date, datetime
from decimal import Decimal
from typing import Annotated, Any

from django.shortcuts import get_object_or_404
from django.utils.formats import localize
from ninja import Query
from pydantic import Field

from beffroi.access.api import (
    ActRouter,
    Cursor,
    Day,
    Flag,
    Id,
    Listed,
    Number,
    OneOf,
    ProgramRequest,
    Said,
    Shown,
    Word,
    checked,
    listed,
    may_act_on,
)
from beffroi.access.api.errors import nothing_there
from beffroi.access.api.people import Person, person, person_or_none
from beffroi.access.roles import ROLES
from beffroi.directory.api.accounts import AccountShown, account_asked, account_shown
from beffroi.directory.forms.accounts import AccountRoleForm, CeilingForm, KeyHolderForm
from beffroi.directory.models import AccountRole, KeyHolder
from beffroi.directory.models.key_holder import SECOND_FACTORS, WRITTEN

router = ActRouter("Keys and rights")
Cents = Annotated[int, Field(strict=True, ge=0, le=99_999_999)]


class HolderSaid(Said):
    """Names and telephones only: a password has no place here."""

    holder: Annotated[Word, Field(min_length=1, max_length=120)] = Field(examples=["Jeanne Martin"])
    user: Number | None = Field(None, description="Their account in Beffroi, if they have one.")
    telephone: Annotated[Word, Field(max_length=40)] = ""
    second_factor: Annotated[str, OneOf(SECOND_FACTORS)] = "unknown"
    recovery_mail: Annotated[Word, Field(max_length=200)] = ""
    mail_keeper: Annotated[Word, Field(max_length=120)] = ""
    mail_keeper_telephone: Annotated[Word, Field(max_length=40)] = ""
    phone_keeper: Annotated[Word, Field(max_length=120)] = ""
    phone_keeper_telephone: Annotated[Word, Field(max_length=40)] = ""
    until: Day | None = Field(None, description="End of the mandate.")


class HolderShown(Shown):
    account: int
    holder: str
    user: Person | None
    telephone: str
    second_factor: str
    recovery_mail: str
    mail_keeper: str
    mail_keeper_telephone: str
    phone_keeper: str
    phone_keeper_telephone: str
    until: date | None
    proven_at: datetime | None
    is_proven: bool


class Parked(Said):
    parked: Flag


class CeilingSaid(Said):
    cents: Cents | None = Field(description="Of a US dollar, a month; empty: no ceiling.")


class CeilingShown(Shown):
    cents: int | None


class AccountRoleSaid(Said):
    user: Number
    role: Annotated[str, OneOf(ROLES)]


class AccountRoleShown(Shown):
    id: int
    account: int
    person: Person
    role: str


@router.read("/key-holders", gives=Listed[HolderShown])
def list_key_holders(request: ProgramRequest, cursor: Query[Cursor]) -> Any:
    """Who holds each account now."""
    rows = KeyHolder.objects.of(request.organisation)
    return listed(rows, cursor, by=["pk"], shown=lambda row: _holder(row, request.now))


@router.read("/accounts/{pk}/key-holder", gives=HolderShown)
def read_key_holder(request: ProgramRequest, pk: Id) -> Any:
    row = KeyHolder.objects.of(request.organisation).filter(account=pk).first()
    if row is None:
        raise nothing_there()
    return _holder(row, request.now)


@router.put("/accounts/{pk}/key-holder", act="connect accounts", gives=HolderShown)
def write_key_holder_down(request: ProgramRequest, pk: Id, said: HolderSaid) -> Any:
    """Another holder is a hand-over, and has a week to open the account and say so themselves, on the page."""
    account = account_asked(request, pk)
    data = {name: "" if value is None else value for name, value in said.model_dump().items()}
    clean = checked(KeyHolderForm(request.organisation, data))
    return _holder(KeyHolder.write_down(account, by=request.user, now=request.now, **clean), request.now)


@router.post("/accounts/{pk}/parking", act="connect accounts", gives=AccountShown)
def park_account(request: ProgramRequest, pk: Id, said: Parked) -> Any:
    """Nobody uses it any more: nothing leaves, and it is still watched; or it is in use again."""
    account = account_asked(request, pk)
    (account.park if said.parked else account.unpark)(by=request.user, now=request.now)
    return account_shown(account_asked(request, pk))


@router.read("/accounts/{pk}/ceiling", act="connect accounts", gives=CeilingShown)
def read_ceiling(request: ProgramRequest, pk: Id) -> Any:
    """What an account on a paid network may spend in a month."""
    account = account_asked(request, pk)
    if account.capabilities.price is None:
        raise nothing_there()
    return CeilingShown(cents=None if account.monthly_ceiling is None else int(account.monthly_ceiling * 100))


@router.put("/accounts/{pk}/ceiling", act="connect accounts", gives=CeilingShown)
def set_ceiling(request: ProgramRequest, pk: Id, said: CeilingSaid) -> Any:
    account = account_asked(request, pk)
    if account.capabilities.price is None:
        raise nothing_there()
    written = "" if said.cents is None else localize(Decimal(said.cents) / 100)
    ceiling = checked(CeilingForm({"ceiling": written}), ceiling="cents")["ceiling"]
    account.set_ceiling(ceiling, by=request.user, now=request.now)
    return CeilingShown(cents=said.cents)


@router.read("/accounts/{pk}/roles", gives=list[AccountRoleShown])
def list_account_roles(request: ProgramRequest, pk: Id) -> Any:
    """Roles for this account, each in the place of that in the organisation."""
    account = account_asked(request, pk, reads=True)
    rows = AccountRole.objects.of(request.organisation).filter(account=account).select_related("user")
    return [_role(row) for row in rows.order_by("pk")]


@router.post("/accounts/{pk}/roles", act="run the organisation", gives=AccountRoleShown, status=201)
def give_account_role(request: ProgramRequest, pk: Id, said: AccountRoleSaid) -> Any:
    account = account_asked(request, pk)
    clean = checked(AccountRoleForm(account, said.model_dump()))
    return _role(AccountRole.give(account, clean["user"], clean["role"], by=request.user, now=request.now))


@router.delete("/account-roles/{pk}", act="run the organisation")
def end_account_role(request: ProgramRequest, pk: Id) -> Any:
    """The person has their role in the organisation for this account again."""
    row = get_object_or_404(AccountRole.objects.of(request.organisation), pk=pk)
    may_act_on(request, [row.account_id])
    row.end(by=request.user, now=request.now)


def _holder(row: KeyHolder, now: datetime) -> HolderShown:
    apart = {"user"}
    return HolderShown(
        account=row.account_id,
        user=person_or_none(row.user),
        proven_at=row.proven_at,
        is_proven=row.is_proven(now),
        **{name: getattr(row, name) for name in WRITTEN if name not in apart},
    )


def _role(row: AccountRole) -> AccountRoleShown:
    return AccountRoleShown(id=row.pk, account=row.account_id, person=person(row.user), role=row.role)
