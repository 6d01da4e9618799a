"""What a rule asks for one text: those who left or who wrote the text are taken away, then who is left decides."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass, field
from datetime import datetime

from django.apps import apps
from django.db import models
from django.db.models.functions import Coalesce

from beffroi.access.models import Membership, Organisation, User
from beffroi.access.roles import MAY
from beffroi.directory.models import Account, AccountRole
from beffroi.directory.rights import able_on, is_able, members_of, special_roles
from beffroi.publishing.models.decisions import Approval
from beffroi.publishing.models.outside import OutsideApprover
from beffroi.publishing.models.rule import ApprovalRule


@dataclass(frozen=True)
class Ruling:
    """`rule`, which is about `accounts`, for a text that `able` people may judge: members whose role may approve,
    without those who wrote it.

    When nobody whom the rule names can decide, whoever may approve decides in their place: a rule locks no text in.
    """

    rule: ApprovalRule
    accounts: list[Account]
    able: frozenset[int]
    named: list[User] = field(init=False)
    outsiders: list[OutsideApprover] = field(init=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "named", [user for user in self.rule.named() if user.pk in self.able])
        object.__setattr__(self, "outsiders", self.rule.named_outsiders())

    @classmethod
    def all_for(
        cls, organisation: Organisation, accounts: Iterable[Account], *, writers: Collection[User]
    ) -> "list[Ruling]":
        """One for each rule; where people have roles of their own for an account, that account has one of its own: who
        may approve differs there."""
        wrote = {writer.pk for writer in writers}
        found = ApprovalRule.for_accounts(organisation, accounts)
        members, special = members_of(organisation), special_roles([one for _rule, about in found for one in about])
        if special:
            found = [(rule, [account]) for rule, about in found for account in about] or found
        return [cls(r, about, frozenset(able_on("approve", about, members, special)) - wrote) for r, about in found]

    def lets(self, user: User, *, escalated: bool) -> bool:
        """Whether `user` is one of those who are asked."""
        if self.rule.mode == "none" or user.pk not in self.able:
            return False
        if escalated and user.pk == self.rule.deputy_id:
            return True
        return user in self.named or not (self.named or self.outsiders)

    def lets_outsider(self, outsider: OutsideApprover) -> bool:
        return self.rule.mode != "none" and outsider in self.outsiders

    def is_met_by(self, approvals: Iterable[Approval], *, escalated: bool) -> bool:
        """Whether these approvals are enough. A delegation speaks for the one who gave it."""
        if self.rule.mode == "none":
            return True
        given = [each for each in approvals if self._counts(each, escalated=escalated)]
        people = {voice.pk for each in given if (voice := voice_of(each))}
        if self.rule.mode == "any" or (escalated and self.rule.deputy_id in people):
            return bool(given)
        outside = {each.outside_id for each in given}
        everybody = {user.pk for user in self.named} <= people and {one.pk for one in self.outsiders} <= outside
        return bool(given) and everybody

    def _counts(self, approval: Approval, *, escalated: bool) -> bool:
        if approval.outside is not None:
            return self.lets_outsider(approval.outside)
        voice = voice_of(approval)
        return voice is not None and self.lets(voice, escalated=escalated)

    def deadline(self, submitted_at: datetime) -> datetime | None:
        """When the deputy may decide; None when there is none who could."""
        if self.rule.patience is None or self.rule.deputy_id not in self.able or self.rule.mode == "none":
            return None
        return submitted_at + self.rule.patience


def voice_of(approval: Approval) -> User | None:
    """The member whose agreement it is."""
    if approval.ground == "delegation" and approval.delegation is not None:
        return approval.delegation.given_by
    return approval.by if approval.ground == "person" else None


def asks(user: User) -> models.Exists:
    """Of drafts annotated with `last_writer`: those on an account whose rule lets `user` decide, as `Ruling.lets` says
    of one draft."""
    through = apps.get_model("publishing", "Draft").accounts.through
    own = ApprovalRule.objects.filter(account=models.OuterRef("account"))
    general = ApprovalRule.objects.filter(account=None, organisation=models.OuterRef("account__organisation"))
    rule = Coalesce(models.Subquery(own.values("pk")[:1]), models.Subquery(general.values("pk")[:1]))
    itself = ApprovalRule.objects.filter(pk=models.OuterRef("rule"))
    return models.Exists(
        through.objects.filter(draft=models.OuterRef("pk"))
        .annotate(rule=rule, author=models.OuterRef("author"), last_writer=models.OuterRef("last_writer"))
        .exclude(models.Exists(itself.filter(mode="none")))
        .filter(is_able("approve", user, models.OuterRef("account"), models.OuterRef("account__organisation")))
        .filter(
            models.Exists(itself.filter(approvers=user))
            | models.Exists(itself.filter(deputy=user)) & models.Q(draft__escalated_at__isnull=False)
            | ~models.Exists(_named_and_able()) & ~models.Exists(_named_outside())
        )
    )


def _named_and_able() -> "models.QuerySet[models.Model]":
    named = ApprovalRule.approvers.through.objects.filter(approvalrule=models.OuterRef("rule"))
    members = Membership.objects.filter(
        organisation=models.OuterRef("approvalrule__organisation"), role__in=MAY["approve"], user__is_active=True
    )
    writers = models.Q(user=models.OuterRef("author")) | models.Q(user=models.OuterRef("last_writer"))
    here = models.OuterRef(models.OuterRef("account"))
    lowered = AccountRole.objects.filter(user=models.OuterRef("user"), account=here).exclude(role__in=MAY["approve"])
    return named.filter(user__in=members.values("user")).exclude(writers).exclude(models.Exists(lowered))


def _named_outside() -> "models.QuerySet[models.Model]":
    named = ApprovalRule.outsiders.through.objects.filter(approvalrule=models.OuterRef("rule"))
    return named.filter(outsideapprover__removed_at=None)
