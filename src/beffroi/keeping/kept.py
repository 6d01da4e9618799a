"""What the floors below keep: sessions, the ledger, the people who work here."""

from datetime import datetime
from typing import Any

from django.db import models
from django.utils.translation import gettext_lazy as _

from beffroi.access.models import ApiToken, Membership, Organisation, User
from beffroi.journal.erasing import erase, naming
from beffroi.journal.models import Event
from beffroi.keeping.kinds import Kind, Part, Person, shown


def _members(organisation: Organisation, person: Person) -> models.QuerySet[User]:
    """People who work or worked here: a member, or somebody who acted."""
    asked = person.mailed("email") | person.named("name") | models.Q(pk__in=person.users)
    here = Membership.objects.filter(organisation=organisation, user=models.OuterRef("pk"))
    acted = Event.objects.filter(organisation=organisation, actor=models.OuterRef("pk"))
    return User.objects.filter(asked).filter(models.Exists(here) | models.Exists(acted)).order_by("pk")


def know(organisation: Organisation, person: Person) -> Person:
    """A member who is asked for by address is asked for by name too."""
    members = list(_members(organisation, person))
    return person.with_names(
        users=[one.pk for one in members], emails=[one.email for one in members], called=[one.name for one in members]
    )


def _of_user(user: User) -> dict[str, Any]:
    return {"name": user.name, "email": user.email, "joined_at": shown(user.joined_at), "active": user.is_active}


def _leave(organisation: Organisation, person: Person, rows: Any, by: User, now: datetime) -> int:
    """Who still works somewhere keeps the name: they are off-boarded first."""
    gone = 0
    for user in rows.filter(memberships=None):
        user.pseudonymise()
        ApiToken.objects.filter(user=user, revoked_at=None).update(revoked_at=now)
        gone += 1
    return gone


def _acts(organisation: Organisation, person: Person) -> models.QuerySet[Event]:
    return Event.objects.filter(organisation=organisation, actor__in=person.users).order_by("number")


def _of_event(event: Event) -> dict[str, Any]:
    return {"number": event.number, "at": shown(event.at), "verb": event.verb, "detail": event.detail}


def _named(organisation: Organisation, person: Person) -> list[Event]:
    return list(naming(organisation, person.words))


def _unname(organisation: Organisation, person: Person, rows: Any, by: User, now: datetime) -> int:
    erase(organisation, person.words, because="a person asked for it", by=by, now=now)
    return len(rows)


KINDS = [
    Kind(
        "keeping.sessions",
        name=_("Sessions"),
        why=_("To know who is signed in on which device."),
        basis=_("Security of the processing (GDPR, art. 32)"),
        days=14,
    ),
    Kind(
        "keeping.journal",
        name=_("The journal of acts"),
        why=_("To say who did what in the name of the organisation, and that nobody changed it since."),
        basis=_("Task in the public interest (GDPR, art. 6 (1) e); public archives (code du patrimoine, L211-1)"),
        days=0,
    ),
]
PARTS = [
    Part(
        "access.user",
        name=_("Who works here"),
        find=_members,
        said=_of_user,
        fate="pseudonymised",
        because=_("Who left gets a number for a name. Who still has a role somewhere is first to be taken off."),
        erase=_leave,
    ),
    Part(
        "journal.acts",
        name=_("Acts in the journal"),
        find=_acts,
        said=_of_event,
        fate="kept",
        because=_("What was done in the name of the body is a public archive. Once somebody left, a number did it."),
    ),
    Part(
        "journal.names",
        name=_("Names in the journal"),
        find=_named,
        said=_of_event,
        fate="erased",
        because=_("The name goes out of the details, the act stays, and the chain stays true."),
        erase=_unname,
        follows_holds=True,
    ),
]
KNOWS = [know]
