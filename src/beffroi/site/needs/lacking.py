"""Who or what lacks something, as sets of rows: counted for the list of needs, named on its page."""

from datetime import datetime

from django.db import models
from django.db.models import Exists, OuterRef, Q, QuerySet

from beffroi.access.models import Membership, Organisation, Team
from beffroi.access.roles import MAY
from beffroi.directory.models import Account, KeyHolder
from beffroi.door.models import RecoveryCode, has_factor, is_protected
from beffroi.guard.models import Baseline
from beffroi.inbox.models import RoutingRule, Seat, ServiceContact
from beffroi.publishing.models import ApprovalRule, OutsideApprover
from beffroi.site.second_factor import who_must


def without_second_factor(organisation: Organisation, now: datetime) -> QuerySet[Membership]:
    """Those who may let something leave and would come in with a password alone."""
    return who_must(organisation, now).exclude(is_protected(OuterRef("user")))


def without_recovery_codes(organisation: Organisation, now: datetime) -> QuerySet[Membership]:
    """Those of them who show a factor of their own and have no code left for the day on which it is lost."""
    left = RecoveryCode.objects.filter(user=OuterRef("user"), used_at=None)
    return who_must(organisation, now).filter(has_factor(OuterRef("user"))).exclude(Exists(left))


def not_held_by_two(organisation: Organisation, _now: datetime) -> QuerySet[Account]:
    """Accounts that nobody but one person, or nobody at all, can open or recover, as far as is written down."""
    another = Q(mail_keeper="") | Q(mail_keeper=models.F("holder"))
    alone = another & (Q(phone_keeper="") | Q(phone_keeper=models.F("holder")))
    held = KeyHolder.objects.filter(account=OuterRef("pk"), ended_at=None).exclude(alone)
    return Account.objects.filter(~Exists(held), organisation=organisation)


def not_signed(organisation: Organisation, _now: datetime) -> QuerySet[Account]:
    """Accounts whose identity stands as it was found when they were connected: nobody has read it over since."""
    signed = Baseline.objects.filter(account=OuterRef("pk"), number__gt=1)
    return Account.objects.filter(~Exists(signed), organisation=organisation)


def not_reachable(organisation: Organisation, _now: datetime) -> QuerySet[Team]:
    """Services to which a rule gives questions, at which nobody here works, and without an address."""
    given = RoutingRule.objects.filter(team=OuterRef("pk"), removed_at=None)
    reached = ServiceContact.objects.filter(pk=OuterRef("pk")).exclude(email="")
    works = Seat.objects.filter(team=OuterRef("pk"))
    teams = Team.objects.filter(Exists(given), organisation=organisation)
    return teams.exclude(Exists(reached)).exclude(Exists(works))


def approvers(organisation: Organisation) -> QuerySet[Membership]:
    """The members whose role may approve."""
    return Membership.objects.filter(organisation=organisation, role__in=MAY["approve"], user__is_active=True)


def outside_approvers(organisation: Organisation) -> QuerySet[OutsideApprover]:
    """Those from outside whom a rule asks."""
    asking = ApprovalRule.objects.filter(organisation=organisation, outsiders=OuterRef("pk")).exclude(mode="none")
    return OutsideApprover.objects.of(organisation).filter(Exists(asking))
