"""The registered identity of each account: read, corrected and signed."""

from datetime import datetime
from typing import Annotated, Any, Literal

from django.db.models import QuerySet
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
    Number,
    ProgramRequest,
    Refusal,
    Said,
    Shown,
    Word,
    checked,
    listed,
    may_act_on,
)
from beffroi.access.api.people import Person, person_or_none
from beffroi.directory.api import AccountShown, account_shown
from beffroi.directory.models import Account
from beffroi.guard.forms import ELSEWHERE, IdentityForm
from beffroi.guard.models import Baseline, ProfilePoll
from beffroi.guard.signing import sign

router = ActRouter("Identities")
Line = Annotated[Word, Field(min_length=1, max_length=255)]
Lines = Annotated[list[Line], Field(max_length=50)]


class IdentityShown(Shown):
    """`is_used_elsewhere`: whether its posts are written elsewhere too; null while nobody has said."""

    account: int
    version: int
    name: str
    office: str
    accepted_names: list[str]
    accepted_once: list[str]
    handles: list[str]
    native_id: str
    link_domains: list[str]
    languages: list[str]
    is_institutional: bool
    is_used_elsewhere: bool | None
    signed_by: Person | None
    signed_at: datetime | None


class Signed(Said):
    """The whole identity. `version` is that which was read: 409 when somebody signed another one meanwhile."""

    version: Number
    name: Annotated[Word, Field(min_length=1, max_length=255)] = Field(examples=["Ville de Feurs"])
    office: Annotated[Word, Field(max_length=200)] = ""
    accepted_names: Lines = []
    accepted_once: Lines = Field([], description="Right in just these words.")
    handles: Annotated[list[Line], Field(min_length=1, max_length=50)] = Field(examples=[["ville.feurs.example"]])
    link_domains: Lines = []
    languages: Lines = []
    kind: Literal["institutional", "personal"]
    is_used_elsewhere: Flag | None = None
    keeps_picture: Flag = Field(False, description="The picture that it shows now is ours.")


class SignedShown(IdentityShown):
    """`picture_was_read` is false where the picture was to be kept and could not be read."""

    picture_was_read: bool


@router.read("/identities", gives=Listed[IdentityShown])
def list_identities(request: ProgramRequest, cursor: Query[Cursor]) -> Any:
    """What is registered as right for each account."""
    return listed(_accounts(request), cursor, by=["pk"], shown=lambda row: IdentityShown(**_identity(row)))


@router.read("/identities/{account}", gives=IdentityShown)
def read_identity(request: ProgramRequest, account: Id) -> Any:
    return IdentityShown(**_identity(get_object_or_404(_accounts(request), pk=account)))


@router.post(
    "/identities/{account}/signing", act="judge alarms", gives=SignedShown, is_kept=False
)  # asks for the picture
def sign_identity(request: ProgramRequest, account: Id, said: Signed) -> Any:
    """A new version, signed by the person of the token: from now on the account is compared with it."""
    found = _mine(request, account)
    baseline = Baseline.of(found)
    if said.version != baseline.number:
        raise Refusal(409, _("Somebody saved a newer version meanwhile: read it first."), version=baseline.number)
    ways = {value: word for word, value in ELSEWHERE.items()}
    data = {name: "\n".join(value) if isinstance(value, list) else value for name, value in said.model_dump().items()}
    form = IdentityForm(baseline, {**data, "elsewhere": ways[said.is_used_elsewhere]})
    keeps = checked(form, elsewhere="is_used_elsewhere")["keeps_picture"]
    is_whole = sign(baseline, keeps_picture=keeps, by=request.user, now=request.now, **form.wishes())
    return SignedShown(**_identity(_mine(request, account)), picture_was_read=is_whole)


@router.post("/accounts/{pk}/reading", act="judge alarms", gives=AccountShown)
def read_profile_now(request: ProgramRequest, pk: Id) -> Any:
    """Its public profile is read now, and not at the next round."""
    account = _mine(request, pk)
    ProfilePoll.objects.update_or_create(account=account, defaults={"due_at": request.now})
    return account_shown(account)


def _mine(request: ProgramRequest, pk: int) -> Account:
    may_act_on(request, [pk])
    return get_object_or_404(_accounts(request), pk=pk)


def _accounts(request: ProgramRequest) -> QuerySet[Account]:
    mine = Account.objects.filter(organisation=request.organisation)
    return mine.select_related("organisation", "added_by", "connection").prefetch_related("freezes")


def _identity(account: Account) -> dict[str, Any]:
    baseline = Baseline.of(account)
    apart = {"account", "version", "signed_by"}
    return {
        "account": account.pk,
        "version": baseline.number,
        "signed_by": person_or_none(baseline.signed_by),
        **{name: getattr(baseline, name) for name in IdentityShown.model_fields if name not in apart},
    }
