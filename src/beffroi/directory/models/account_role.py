"""The role that a person has for one account, in the place of the one that they have in the organisation."""

from datetime import datetime
from typing import Self

from django.core.exceptions import PermissionDenied
from django.db import models, transaction
from django.utils.translation import gettext as _

from beffroi.access.models import Organisation, User
from beffroi.access.roles import ROLES
from beffroi.directory.models.account import Account
from beffroi.journal.models import record


class AccountRoleQuerySet(models.QuerySet["AccountRole"]):
    def of(self, organisation: Organisation) -> Self:
        rows = self.filter(account__organisation=organisation).select_related("account", "user", "given_by")
        return rows.order_by("account__network", "account__handle", "user__name")


class AccountRole(models.Model):
    """It may raise or lower. Whoever is put out of the organisation has nothing by it any more."""

    account = models.ForeignKey(Account, on_delete=models.CASCADE, related_name="roles")
    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="+")
    role = models.CharField(max_length=20)
    given_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    given_at = models.DateTimeField()

    objects = AccountRoleQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["account", "user"], name="one_role_per_person_and_account"),
            models.CheckConstraint(condition=models.Q(role__in=list(ROLES)), name="known_account_role"),
        ]

    def __str__(self) -> str:
        return f"{self.user} · {self.account} · {self.role}"

    @property
    def role_name(self) -> str:
        return str(ROLES[self.role])

    @classmethod
    def give(cls, account: Account, user: User, role: str, *, by: User, now: datetime) -> "AccountRole":
        """`user` has this role for the account from now on. Raises PermissionDenied for who is no member, and for a
        giver who does not run the organisation."""
        organisation = account.organisation
        if user.role_in(organisation) is None or not by.may("run the organisation", organisation):
            raise PermissionDenied(_("A role is given to a member, by somebody who runs the organisation."))
        with transaction.atomic():
            Account.objects.select_for_update(no_key=True).get(pk=account.pk)
            known = cls.objects.filter(account=account, user=user).first()
            if known is not None and known.role == role:
                return known
            given = {"role": role, "given_by": by, "given_at": now}
            made, _new = cls.objects.update_or_create(account=account, user=user, defaults=given)
            made._record("ACCOUNT_ROLE_GIVEN", by, now)
        return made

    def end(self, *, by: User, now: datetime) -> None:
        """The person has their role in the organisation for this account again; a second time changes nothing."""
        with transaction.atomic():
            if AccountRole.objects.filter(pk=self.pk).delete()[0]:
                self._record("ACCOUNT_ROLE_ENDED", by, now)

    def _record(self, verb: str, by: User, now: datetime) -> None:
        said = {"account": str(self.account), "name": self.user.name, "role": {"say": self.role.capitalize()}}
        record(verb, self.account, organisation=self.account.organisation, actor=by, now=now, **said)
