"""Who must agree before something leaves: none, any one of, or all of named people, per account."""

from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import Self

from django.db import models, transaction
from django.utils.translation import gettext_lazy as _

from beffroi.access.models import Organisation, User
from beffroi.directory.models import Account
from beffroi.journal.models import record
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
    def for_accounts(
        cls, organisation: Organisation, accounts: Iterable[Account]
    ) -> "list[tuple[ApprovalRule, list[Account]]]":
        """The rules that `accounts` come under, each once, with those of them that it is about."""
        rules = list(cls.objects.of(organisation))
        general = next((rule for rule in rules if rule.account_id is None), None) or cls(organisation=organisation)
        own = {rule.account_id: rule for rule in rules}
        found: dict[int, tuple[ApprovalRule, list[Account]]] = {}
        for account in accounts:
            rule = own.get(account.pk, general)
            found.setdefault(id(rule), (rule, []))[1].append(account)
        return list(found.values()) or [(general, [])]

    def decide(
        self, *, by: User, now: datetime, approvers: Iterable[User] = (), outsiders: Iterable[OutsideApprover] = ()
    ) -> None:
        """Puts the rule as it stands here into force, with the people it names; in place of one set meanwhile."""
        with transaction.atomic():
            Organisation.objects.select_for_update(no_key=True).get(pk=self.organisation_id)
            if self.pk is None:
                same = ApprovalRule.objects.filter(organisation=self.organisation, account=self.account)
                self.pk = same.values_list("pk", flat=True).first()
            self.save()
            self.approvers.set(approvers)
            self.outsiders.set(outsiders)
            self._record(by, now, mode=self.mode)

    def drop(self, *, by: User, now: datetime) -> None:
        """The account comes under the general rule again."""
        with transaction.atomic():
            self._record(by, now, mode="general")
            self.delete()

    def _record(self, by: User, now: datetime, *, mode: str) -> None:
        people = [user.name for user in self.named()] + [one.name for one in self.named_outsiders()]
        said = {
            "account": str(self.account or ""),
            "mode": mode,
            "approvers": ", ".join(people),
            "minutes": self.deadline,
            "deputy": str(self.deputy or ""),
        }
        record("APPROVAL_RULE_SET", self, organisation=self.organisation, actor=by, now=now, **said)

    @property
    def patience(self) -> timedelta | None:
        return None if self.deadline is None else timedelta(minutes=self.deadline)

    def named(self) -> list[User]:
        return sorted(self.approvers.all(), key=lambda user: (user.name, user.pk)) if self.pk else []

    def named_outsiders(self) -> list[OutsideApprover]:
        return [one for one in self.outsiders.all() if one.removed_at is None] if self.pk else []
