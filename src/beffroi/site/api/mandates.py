"""Who is here, from the invitation to the end of a mandate."""

from datetime import date, datetime
from typing import Annotated, Any

from django.shortcuts import get_object_or_404
from django.utils.translation import gettext as _
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
    checked,
    listed,
    may_act_on,
)
from beffroi.access.api.errors import wrong
from beffroi.access.api.people import Person, person
from beffroi.access.models import Membership, User
from beffroi.access.roles import ROLES
from beffroi.directory.models import Account
from beffroi.people.forms import EndForm, HandForm, RoleForm
from beffroi.people.holding import KINDS, held_by, settle, settle_all
from beffroi.people.letters import is_sent, link_to
from beffroi.people.models import Invitation, Leaving, change_role
from beffroi.people.models.leaving import here_or_leaving
from beffroi.site.api.people import InvitationShown, demonstration_writes_to_nobody

router = ActRouter("People")


class ThingShown(Shown):
    id: int
    name: str


class HeldShown(Shown):
    """What somebody still holds: whether a thing of this kind can be handed over, or ended."""

    kind: str
    label: str
    can_be_handed: bool
    can_be_ended: bool
    advice: str
    things: list[ThingShown]


class MemberWhole(Shown):
    """`role` is null from the suspension on; `role_before` then says what it was."""

    person: Person
    email: str
    role: str | None
    role_before: str | None
    ends_on: date | None
    suspends: bool
    suspended_at: datetime | None
    holds: list[HeldShown]


class RoleSaid(Said):
    role: Annotated[str, OneOf(ROLES)]


class EndSaid(Said):
    """`suspends`: their access is closed by itself on that day."""

    ends_on: Day
    suspends: Flag = False


class HandedOver(Said):
    """One thing (`kind` and `thing`), to somebody or ended (`to` is empty); or everything that they hold."""

    kind: Annotated[str, OneOf(KINDS)] | None = None
    thing: Number | None = None
    to: Number | None = Field(None, description="A member who stays; empty: the thing is ended.")
    everything: Flag = False


class HandedOverShown(Shown):
    """How many things that were."""

    done: int


@router.read("/people/{pk}", act="run the organisation", gives=MemberWhole)
def read_member(request: ProgramRequest, pk: Id) -> Any:
    """A member, or somebody who is leaving, with all that they hold."""
    return _member(request, _asked(request, pk))


@router.post("/people/{pk}/role", act="run the organisation", gives=MemberWhole)
def change_member_role(request: ProgramRequest, pk: Id, said: RoleSaid) -> Any:
    """Only an owner makes or unmakes an owner; one of them stays."""
    user = _asked(request, pk)
    theirs = get_object_or_404(
        Membership.objects.select_related("organisation", "user"), organisation=request.organisation, user=user
    )
    change_role(theirs, checked(RoleForm(said.model_dump()))["role"], by=request.user, now=request.now)
    return _member(request, user)


@router.post("/people/{pk}/end-of-mandate", act="run the organisation", gives=MemberWhole)
def plan_end_of_mandate(request: ProgramRequest, pk: Id, said: EndSaid) -> Any:
    """The day on which it ends; planned again it is moved."""
    user, clean = _asked(request, pk), checked(EndForm(said.model_dump()))
    Leaving.plan(request.organisation, user, by=request.user, now=request.now, **clean)
    return _member(request, user)


@router.post("/people/{pk}/suspension", act="run the organisation", gives=MemberWhole)
def suspend_member(request: ProgramRequest, pk: Id) -> Any:
    """From the answer on they can do nothing here: their sessions and their tokens are gone too."""
    user = _asked(request, pk)
    Leaving.suspend_now(request.organisation, user, by=request.user, now=request.now)
    return _member(request, user)


@router.post("/people/{pk}/handing-over", act="run the organisation", gives=HandedOverShown)
def hand_over(request: ProgramRequest, pk: Id, said: HandedOver) -> Any:
    """What somebody holds goes to somebody else, thing by thing or at once; or one thing is ended."""
    user = _asked(request, pk)
    may_act_on(request, Account.objects.of(request.organisation).values_list("pk", flat=True))
    to: User | None = checked(HandForm(request.organisation, user, {"to": said.to or ""}))["to"]
    who: dict[str, Any] = {"organisation": request.organisation, "whose": user, "by": request.user, "now": request.now}
    if said.everything:
        if to is None:
            raise wrong("to", _("Nothing was handed over: choose to whom."))
        return HandedOverShown(done=settle_all(to=to, **who))
    if said.kind is None or said.thing is None:
        raise wrong("thing", _("Nothing was handed over: choose what."))
    return HandedOverShown(done=int(settle(said.kind, said.thing, to=to, **who)))


@router.post("/people/{pk}/end", act="run the organisation", gives=HandedOverShown)
def end_mandate(request: ProgramRequest, pk: Id) -> Any:
    """Everything is handed over, and the person is gone. `done` says how many things they hold all the same."""
    user = _asked(request, pk)
    leaving = Leaving.objects.of(request.organisation).filter(user=user).first()
    if leaving is None:
        leaving = Leaving.suspend_now(request.organisation, user, by=request.user, now=request.now)
    leaving.end(by=request.user, now=request.now)
    return HandedOverShown(done=sum(len(held.things) for held in held_by(user, request.organisation, request.now)))


@router.post("/people/{pk}/staying", act="run the organisation", gives=MemberWhole)
def keep_member(request: ProgramRequest, pk: Id) -> Any:
    """They stay after all, or come back, with the role that they had."""
    user = _asked(request, pk)
    leaving = Leaving.objects.of(request.organisation).filter(user=user).first()
    if leaving is not None:
        leaving.take_back(by=request.user, now=request.now)
    return _member(request, user)


@router.read("/invitations", act="invite", gives=Listed[InvitationShown])
def list_invitations(request: ProgramRequest, cursor: Query[Cursor]) -> Any:
    """Those that nobody has used or taken back, the newest first. `is_sent` tells only of a new link."""
    rows = Invitation.objects.shown(request.organisation, request.now)
    return listed(rows, cursor, by=["-invited_at", "-pk"], shown=lambda row: _invitation(row, is_sent=False))


@router.post("/invitations/{pk}/renewal", act="invite", gives=InvitationShown, is_kept=False)  # as the first one
def renew_invitation(request: ProgramRequest, pk: Id) -> Any:
    """Another link for another week, by mail where mail is set; the earlier one opens nothing any more."""
    made = get_object_or_404(Invitation.objects.of(request.organisation), pk=pk)
    demonstration_writes_to_nobody(request)
    secret = made.renew(by=request.user, now=request.now)
    return _invitation(made, is_sent=is_sent(made, link_to(secret, request.build_absolute_uri("/"))))


@router.delete("/invitations/{pk}", act="invite")
def revoke_invitation(request: ProgramRequest, pk: Id) -> Any:
    """Its link opens nothing any more."""
    made = get_object_or_404(Invitation.objects.of(request.organisation), pk=pk)
    made.revoke(by=request.user, now=request.now)


def _asked(request: ProgramRequest, pk: int) -> User:
    return get_object_or_404(here_or_leaving(request.organisation), pk=pk)


def _member(request: ProgramRequest, user: User) -> MemberWhole:
    leaving = Leaving.objects.of(request.organisation).filter(user=user).first()
    return MemberWhole(
        person=person(user),
        email=user.email,
        role=user.role_in(request.organisation),
        role_before=leaving.role if leaving and leaving.suspended_at else None,
        ends_on=leaving.ends_on if leaving else None,
        suspends=leaving.suspends if leaving else False,
        suspended_at=leaving.suspended_at if leaving else None,
        holds=_held(request, user),
    )


def _held(request: ProgramRequest, user: User) -> list[HeldShown]:
    return [
        HeldShown(
            kind=held.kind.key,
            label=_(held.kind.label),
            can_be_handed=held.kind.hand is not None,
            can_be_ended=held.kind.end is not None,
            advice=_(held.kind.advice) if held.kind.advice else "",
            things=[ThingShown(id=thing.pk, name=name) for thing, name in held.named],
        )
        for held in held_by(user, request.organisation, request.now)
    ]


def _invitation(row: Invitation, *, is_sent: bool) -> InvitationShown:
    told = {name: getattr(row, name) for name in ("name", "email", "role", "expires_at")}
    return InvitationShown(id=row.pk, is_sent=is_sent, **told)
