"""Who must agree before something leaves: none, any one of, or all of named people, per account."""

from collections.abc import Iterable
from datetime import timedelta
from typing import Self

from django.db import models
from django.utils.translation import gettext_lazy as _

from beffroi.access.models import Organisation, User
from beffroi.directory.models import Account
from beffroi.publishing.models.decisions import Approval
from beffroi.publishing.models.outside import OutsideApprover

MODES = {
    "any": _("Any one of the approvers"),
    "all": _("All of the approvers"),
    "none": _("No approval"),
}


class ApprovalRuleQuerySet(models.QuerySet["ApprovalRule"]):
    def of(self, organisation: Organisation) -> Self:
        whole = self.filter(organisation=organisation).select_related("account", "deputy")
        return whole.prefetch_related("approvers", "outsiders").order_by(models.F("account").asc(nulls_first=True))


class ApprovalRule(models.Model):
    """The rule of one account, or of all that have none of their own (`account` empty).

    Without named approvers, whoever's role may approve is one. `deadline` counts minutes from the submission: then the
    deputy may decide in their place. An organisation without a rule asks for any one approver.
    """

    organisation = models.ForeignKey(Organisation, on_delete=models.CASCADE, related_name="+")
    account = models.OneToOneField(Account, null=True, blank=True, on_delete=models.CASCADE, related_name="+")
    mode = models.CharField(max_length=10, default="any")
    approvers = models.ManyToManyField(User, related_name="+", blank=True)
    outsiders = models.ManyToManyField(OutsideApprover, related_name="+", blank=True)
    deadline = models.PositiveIntegerField(null=True, blank=True)  # minutes
    deputy = models.ForeignKey(User, null=True, blank=True, on_delete=models.PROTECT, related_name="+")

    objects = ApprovalRuleQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["organisation"], condition=models.Q(account=None), name="one_general_approval_rule"
            ),
            models.CheckConstraint(condition=models.Q(mode__in=list(MODES)), name="approval_mode"),
        ]

    def __str__(self) -> str:
        return f"{self.account or self.organisation}: {self.mode}"

    @classmethod
    def for_accounts(cls, organisation: Organisation, accounts: Iterable[Account]) -> "list[ApprovalRule]":
        """The rules that `accounts` come under, each once."""
        rules = list(cls.objects.of(organisation))
        general = next((rule for rule in rules if rule.account_id is None), None) or cls(organisation=organisation)
        own = {rule.account_id: rule for rule in rules}
        chosen = [own.get(account.pk, general) for account in accounts] or [general]
        return list({id(rule): rule for rule in chosen}.values())

    @property
    def patience(self) -> timedelta | None:
        return None if self.deadline is None else timedelta(minutes=self.deadline)

    def named(self) -> list[User]:
        return list(self.approvers.all()) if self.pk else []

    def named_outsiders(self) -> list[OutsideApprover]:
        return list(self.outsiders.all()) if self.pk else []

    def lets(self, user: User, *, escalated: bool) -> bool:
        """Whether `user`'s approval counts under this rule."""
        if self.mode == "none" or (escalated and user == self.deputy):
            return True
        if named := [*self.named(), *self.named_outsiders()]:
            return user in named
        return user.may("approve", self.organisation)

    def is_met_by(self, approvals: Iterable[Approval], *, writers: Iterable[User], escalated: bool) -> bool:
        """Whether these approvals of a version are enough. Nobody is asked to approve their own text."""
        given = [each for each in approvals if each.ground in ("person", "outside")]
        if self.mode == "none" or any(each.ground == "delegation" for each in approvals):
            return True
        if self.mode == "any" or (escalated and any(each.by == self.deputy for each in given)):
            return any(self._counts(each, escalated=escalated) for each in given)
        wanted = {("person", user.pk) for user in self.named() if user not in writers}
        wanted |= {("outside", one.pk) for one in self.named_outsiders()}
        have = {(each.ground, each.outside_id if each.by_id is None else each.by_id) for each in given}
        return wanted <= have if wanted else any(self._counts(each, escalated=escalated) for each in given)

    def _counts(self, approval: Approval, *, escalated: bool) -> bool:
        if approval.by is not None:
            return self.lets(approval.by, escalated=escalated)
        named = [*self.named(), *self.named_outsiders()]
        return not named or approval.outside in named
