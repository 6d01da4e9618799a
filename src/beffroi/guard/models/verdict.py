"""What a person says of an alarm."""

from datetime import datetime

from django.db import models, transaction

from beffroi.access.models import User
from beffroi.guard.models.poll import ProfilePoll
from beffroi.journal.models import record


class Verdict(models.Model):
    """A person's word on an alarm. "Not us" stays open until the account is back in the right hands."""

    alarm = models.OneToOneField("guard.Alarm", on_delete=models.CASCADE, related_name="verdict")
    ours = models.BooleanField()
    by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()
    note = models.TextField(default="")
    closed_at = models.DateTimeField(null=True)
    closed_by = models.ForeignKey(User, null=True, on_delete=models.PROTECT, related_name="+")

    def __str__(self) -> str:
        return "it was us" if self.ours else "not us"

    def close(self, *, by: User, now: datetime) -> None:
        """The account is back in our hands: it may speak again if no other alarm stands against it."""
        self.alarm.account.must_let(by, "judge alarms")
        with transaction.atomic():
            if Verdict.objects.filter(pk=self.pk, closed_at=None, ours=False).update(closed_at=now, closed_by=by):
                account = self.alarm.account
                record(
                    "ACCOUNT_RECOVERED",
                    self.alarm,
                    organisation=account.organisation,
                    actor=by,
                    now=now,
                    account=str(account),
                )
                self.alarm.thaw_if_nothing_else(by=by, now=now)
                ProfilePoll.objects.filter(account=account).update(due_at=now)  # and look whether it is true
