"""An organisation always has an owner, and only an owner makes or unmakes one."""

from datetime import datetime

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from beffroi.access.models import Membership, Organisation, User
from beffroi.journal.models import record

LAST = gettext_noop("The last owner cannot go: make somebody else an owner first.")


class LastOwner(Exception):
    """Nobody would run the organisation any more."""


def found_another(name: str, *, by: User, now: datetime) -> Organisation:
    """One more organisation in this instance; whoever founds it is its owner."""
    with transaction.atomic():
        made = Organisation.objects.create(name=name)
        made.admit(by, "owner")
        record("ORGANISATION_ADDED", made, organisation=made, actor=by, now=now)
    return made


def must_leave_an_owner(organisation: Organisation, without: User) -> None:
    """Raises LastOwner when `without` is the only owner. Locks the organisation: two owners who leave at the same
    moment leave one after the other."""
    Organisation.objects.select_for_update(no_key=True).get(pk=organisation.pk)
    owners = Membership.objects.filter(organisation=organisation, role="owner", user__is_active=True)
    if owners.filter(user=without).exists() and not owners.exclude(user=without).exists():
        raise LastOwner(str(organisation))


def must_be_owner_for(role: str, organisation: Organisation, *, by: User | None) -> None:
    """Raises PermissionDenied for whoever is no owner and would make, change or put out one. `by` is None for the
    administrator of the machine."""
    if role == "owner" and by is not None and by.role_in(organisation) != "owner":
        raise PermissionDenied(_("Only an owner decides about owners."))


def change_role(membership: Membership, role: str, *, by: User | None, now: datetime) -> None:
    """Raises LastOwner, and PermissionDenied where `must_be_owner_for` does."""
    organisation, user = membership.organisation, membership.user
    must_be_owner_for(role, organisation, by=by)
    must_be_owner_for(membership.role, organisation, by=by)
    with transaction.atomic():
        if role != "owner":
            must_leave_an_owner(organisation, user)
        if Membership.objects.filter(pk=membership.pk).exclude(role=role).update(role=role):
            names = {"role": {"say": role.capitalize()}, "former": {"say": membership.role.capitalize()}}
            said = {"name": user.name, **names}
            record("ROLE_CHANGED", user, organisation=organisation, actor=by, now=now, **said)
    membership.role = role
