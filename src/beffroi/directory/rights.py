"""May this person do this act on these accounts? The one answer, for the verbs of all rooms and for their pages.

For each account counts the role that the person has for it (`AccountRole`), else the one they have in the organisation.
"""

from collections.abc import Callable, Collection, Iterable
from dataclasses import dataclass
from typing import Any

from django.core.exceptions import PermissionDenied
from django.db import models
from django.http import HttpRequest, HttpResponse
from django.utils.functional import SimpleLazyObject
from django.utils.translation import gettext as _

from beffroi.access.models import Membership, Organisation, User
from beffroi.access.roles import MAY, ROLES, may
from beffroi.directory.models import Account, AccountRole
from beffroi.directory.models.account import roles_on


@dataclass(frozen=True)
class Rights:
    """What a person may do on some accounts: on each with the role that counts there. None stands for a stranger."""

    roles: tuple[str | None, ...]

    def may(self, act: str) -> bool:
        """Whether `act` is allowed on every one of the accounts."""
        return all(role is not None and may(role, act) for role in self.roles)


def rights_of(user: User, accounts: Iterable[Account | None], organisation: Organisation) -> Rights:
    """One question, whatever is asked of the answer. Without accounts, or for what has none (None, such as a case on
    somebody else's page), the role in the organisation counts."""
    chosen = list(accounts) or [None]
    roles: list[str | None] = [user.role_in(organisation)] if None in chosen else []
    if wanted := [account.pk for account in chosen if account is not None]:
        roles += roles_on(user, Account.objects.filter(pk__in=wanted, organisation=organisation))
        roles += [None] * (len(set(wanted)) + (None in chosen) - len(roles))  # another organisation's
    return Rights(tuple(roles))


def may_on(user: User, act: str, accounts: Iterable[Account | None], organisation: Organisation) -> bool:
    """Whether `user` may do `act` on every one of `accounts`; without any, in the organisation."""
    return rights_of(user, accounts, organisation).may(act)


def require(user: User, act: str, accounts: Iterable[Account | None], organisation: Organisation) -> None:
    """Raises PermissionDenied where `may_on` says no, and says for which accounts."""
    chosen = list(accounts)
    if may_on(user, act, chosen, organisation):
        return
    told = [str(account) for account in chosen if account and not may_on(user, act, [account], organisation)]
    if told:
        raise PermissionDenied(_("You may not do this for %(accounts)s.") % {"accounts": ", ".join(told)})
    raise PermissionDenied(_("Your role does not allow this. The owner of your organisation can change it."))


def accounts_on_which(user: User, act: str, organisation: Organisation) -> "models.QuerySet[Account]":
    """The accounts of the organisation on which `user` may do `act`."""
    ours, role = Account.objects.of(organisation), user.role_in(organisation)
    if role is None:
        return ours.none()
    able = AccountRole.objects.filter(user=user, account=models.OuterRef("pk"), role__in=MAY[act])
    own = AccountRole.objects.filter(user=user, account=models.OuterRef("pk"))
    if may(role, act):
        return ours.filter(models.Exists(able) | ~models.Exists(own))
    return ours.filter(models.Exists(able))


def people_who_may(act: str, accounts: Collection[Account], organisation: Organisation) -> list[int]:
    """The members who may do `act` on every one of these accounts; without any, in the organisation."""
    return able_on(act, accounts, members_of(organisation), special_roles(accounts))


def members_of(organisation: Organisation) -> list[tuple[int, str]]:
    """(person, role) of everybody who works here."""
    return list(Membership.objects.filter(organisation=organisation, user__is_active=True).values_list("user", "role"))


def special_roles(accounts: Collection[Account]) -> dict[tuple[int, int], str]:
    """The roles for these accounts, by (person, account)."""
    own = AccountRole.objects.filter(account__in=[account.pk for account in accounts]) if accounts else ()
    return {(row.user_id, row.account_id): row.role for row in own}


def able_on(
    act: str, accounts: Collection[Account], members: Iterable[tuple[int, str]], special: dict[tuple[int, int], str]
) -> list[int]:
    """Those of `members` who may do `act` on every one of the accounts."""
    chosen = [account.pk for account in accounts] or [0]
    return [user for user, role in members if all(may(special.get((user, account), role), act) for account in chosen)]


def is_able(act: str, user: Any, account: Any, organisation: Any) -> models.Q:
    """The same answer inside a query: `user`, `account` and `organisation` are references or rows."""
    own = AccountRole.objects.filter(user=user, account=account)
    member = Membership.objects.filter(user=user, organisation=organisation, user__is_active=True)
    raised = models.Exists(own.filter(role__in=MAY[act])) & models.Exists(member)
    return raised | ~models.Exists(own) & models.Exists(member.filter(role__in=MAY[act]))


def account_roles(get_response: Callable[[HttpRequest], HttpResponse]) -> Callable[[HttpRequest], HttpResponse]:
    """The middleware behind that of `access`: tells the membership of the roles for single accounts, when it is asked,
    so that the doors open to whom an act is allowed on one account at least. On which one, the verb behind them asks.
    """

    def middleware(request: HttpRequest) -> HttpResponse:
        membership = getattr(request, "membership", None)
        if membership is not None:
            membership.account_roles = SimpleLazyObject(lambda: roles_for_accounts(membership))
        return get_response(request)

    return middleware


def roles_for_accounts(membership: Membership) -> frozenset[str]:
    """The roles that this member has for one account or another."""
    mine = AccountRole.objects.filter(user=membership.user_id, account__organisation=membership.organisation_id)
    return frozenset(role for role in mine.values_list("role", flat=True).distinct() if role in ROLES)
