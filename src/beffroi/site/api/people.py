"""The people of the organisation, and the token itself."""

from datetime import datetime
from typing import Annotated, Any

from django.utils.translation import gettext as _
from ninja import Query
from pydantic import Field

from beffroi.access.api import (
    ActRouter,
    Cursor,
    Listed,
    OneOf,
    ProgramRequest,
    Refusal,
    Said,
    Shown,
    Word,
    checked,
    listed,
)
from beffroi.access.api.people import Person, person
from beffroi.access.models import Membership
from beffroi.access.roles import MAY, ROLES
from beffroi.people.forms import InviteForm
from beffroi.people.letters import is_sent, link_to
from beffroi.people.models import Invitation

router = ActRouter("People")


class MemberShown(Shown):
    person: Person
    email: str
    role: str
    is_active: bool


class Invited(Said):
    """How they join is told on the page “People”: a link that is a key is no answer of an API."""

    name: Annotated[Word, Field(min_length=1, max_length=120)] = Field(examples=["Jeanne Martin"])
    email: Annotated[Word, Field(min_length=3, max_length=254)] = Field(examples=["jeanne@feurs.example"])
    role: Annotated[str, OneOf(ROLES)] = Field(examples=["contributor"])


class InvitationShown(Shown):
    """`is_sent` says whether the link went out by mail; where not, the page “People” gives another one."""

    id: int
    name: str
    email: str
    role: str
    expires_at: datetime
    is_sent: bool


class TokenShown(Shown):
    """What this token may: what its person may, as far as its scopes reach."""

    name: str
    organisation: str
    person: Person
    role: str
    scopes: list[str]
    acts: list[str]
    accounts: list[int] | None
    expires_at: datetime | None


@router.read("/token", gives=TokenShown)
def read_token(request: ProgramRequest) -> Any:
    """The token of this very call."""
    token, member = request.auth, request.membership
    return TokenShown(
        name=token.name,
        organisation=request.organisation.name,
        person=person(request.user),
        role=member.role,
        scopes=token.scopes,
        acts=[act for act in MAY if member.may(act) and token.opens(act)],
        accounts=token.accounts,
        expires_at=token.expires_at,
    )


@router.read("/people", gives=Listed[MemberShown], act="invite")
def list_people(request: ProgramRequest, cursor: Query[Cursor]) -> Any:
    """In the order in which they came."""
    rows = Membership.objects.filter(organisation=request.organisation).select_related("user")
    return listed(rows, cursor, by=["pk"], shown=_member)


@router.post("/people", act="invite", gives=InvitationShown, status=201, is_kept=False)  # a mail leaves no transaction
def invite_person(request: ProgramRequest, said: Invited) -> Any:
    """Invites somebody who is not here yet to a role: by mail, where mail is set."""
    demonstration_writes_to_nobody(request)
    clean = checked(InviteForm(request.organisation, said.model_dump()))
    made, secret = Invitation.invite(request.organisation, by=request.user, now=request.now, **clean)
    went = is_sent(made, link_to(secret, request.build_absolute_uri("/")))
    told = {name: getattr(made, name) for name in ("name", "email", "role", "expires_at")}
    return InvitationShown(id=made.pk, is_sent=went, **told)


def demonstration_writes_to_nobody(request: ProgramRequest) -> None:
    if request.organisation.is_demo:
        raise Refusal(403, _("The demonstration sends no real mail: nobody is invited from it."))


def _member(row: Membership) -> MemberShown:
    user = row.user
    return MemberShown(person=person(user), email=user.email, role=row.role, is_active=user.is_active)
