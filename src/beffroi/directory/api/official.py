"""Our official accounts: for whom we answer, which are ours, and whether that is still so."""

from typing import Annotated, Any

from django.db.models import QuerySet
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext as _
from ninja import Query
from pydantic import Field

from beffroi.access.api import (
    ActRouter,
    Cursor,
    Id,
    Listed,
    Number,
    OneOf,
    ProgramRequest,
    Said,
    Word,
    checked,
    listed,
)
from beffroi.access.api.errors import wrong
from beffroi.directory.api.accounts import BodyShown, OfficialShown, body_shown, officials_shown
from beffroi.directory.forms.official import AnswerForForm, DeclareForm, ReviewForm
from beffroi.directory.models import Body, OfficialAccount, Proof
from beffroi.directory.models.official import STATUSES
from beffroi.directory.proving import kinds_for

router = ActRouter("Official accounts")


class AnswersFor(Said):
    code: Annotated[Word, Field(min_length=1, max_length=40)] = Field(
        examples=["42094"], description="The INSEE code or the SIREN of the body."
    )


class Declared(Said):
    """`body` is one for which this organisation answers."""

    address: Annotated[Word, Field(min_length=1)] = Field(examples=["@ville@social.feurs.example"])
    body: Number


class Reviewed(Said):
    status: Annotated[str, OneOf(STATUSES)]


@router.read("/official-bodies", gives=Listed[BodyShown])
def list_official_bodies(request: ProgramRequest, cursor: Query[Cursor]) -> Any:
    """Those for which this organisation answers."""
    rows = Body.objects.filter(organisation=request.organisation)
    return listed(rows, cursor, by=["name", "pk"], shown=body_shown)


@router.post("/official-bodies", act="run the organisation", gives=BodyShown, status=201, is_in_earnest=True)
def answer_for_body(request: ProgramRequest, said: AnswersFor) -> Any:
    """Its people may declare the accounts of this body from now on."""
    body: Body = checked(AnswerForForm(request.organisation, said.model_dump()))["code"]
    body.answered_for_by(request.organisation, by=request.user, now=request.now)
    return body_shown(body)


@router.read("/official-accounts", gives=Listed[OfficialShown])
def list_official_accounts(request: ProgramRequest, cursor: Query[Cursor]) -> Any:
    """Those of the bodies for which this organisation answers."""
    return listed(_ours(request), cursor, by=["network", "handle", "pk"], shown=_shown)


@router.post("/official-accounts", act="connect accounts", gives=OfficialShown, status=201, is_in_earnest=True)
def declare_account(request: ProgramRequest, said: Declared) -> Any:
    """It is ours: listed if it was not, and declared for a year. What else proves it is looked for."""
    clean = checked(DeclareForm(request.organisation, said.model_dump()))
    who: dict[str, Any] = {"by": request.user, "now": request.now}
    account, is_ours = OfficialAccount.list_for(clean["body"], clean["address"], **who)
    if not is_ours:
        words = _("It is listed for %(owner)s already.") % {"owner": account.owner}
        raise wrong("address", words)
    Proof.declare(account, **who)
    Proof.plan(account, kinds_for(account), now=request.now)
    return _shown(account)


@router.post("/official-accounts/{pk}/declaration", act="connect accounts", gives=OfficialShown, is_in_earnest=True)
def declare_account_again(request: ProgramRequest, pk: Id) -> Any:
    """For another year."""
    account = _mine(request, pk)
    Proof.declare(account, by=request.user, now=request.now)
    return _shown(account)


@router.post("/official-accounts/{pk}/review", act="connect accounts", gives=OfficialShown, is_in_earnest=True)
def review_account(request: ProgramRequest, pk: Id, said: Reviewed) -> Any:
    """Still true, or what has become of it; it is asked again in a year."""
    account = _mine(request, pk)
    account.review(checked(ReviewForm(said.model_dump()))["status"], by=request.user, now=request.now)
    return _shown(_mine(request, pk))


@router.post("/official-accounts/{pk}/look", act="connect accounts", gives=OfficialShown, is_in_earnest=True)
def look_at_proofs(request: ProgramRequest, pk: Id) -> Any:
    """What a machine can see of it is looked at now."""
    account = _mine(request, pk)
    Proof.plan(account, kinds_for(account), now=request.now)
    for proof in account.proofs.all():
        proof.look_again(now=request.now)
    return _shown(account)


def _ours(request: ProgramRequest) -> QuerySet[OfficialAccount]:
    rows = OfficialAccount.objects.filter(body__organisation=request.organisation)
    return rows.select_related("body__organisation", "person")


def _mine(request: ProgramRequest, pk: int) -> OfficialAccount:
    return get_object_or_404(_ours(request), pk=pk)


def _shown(row: OfficialAccount) -> OfficialShown:
    return officials_shown([row])[0]
