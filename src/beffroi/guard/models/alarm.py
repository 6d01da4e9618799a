"""What no longer agrees with the registered identity, told in words, until a person has judged it."""

from datetime import datetime
from typing import Self

from django.db import models, transaction
from django.utils.translation import gettext_lazy as _
from django.utils.translation import gettext_noop

from beffroi.access.models import Organisation, User
from beffroi.archive.models import ProfileSnapshot
from beffroi.chronicle.models import Incident
from beffroi.directory.models import Account
from beffroi.engines.takeover.identity import Break
from beffroi.guard.models.baseline import Baseline
from beffroi.guard.models.verdict import Verdict
from beffroi.journal.models import record
from beffroi.vocabulary import Sentence

SUSPECTED = gettext_noop("Beffroi suspects that somebody else holds the account; a person must say whether it was you.")
INCIDENT = gettext_noop("@{handle} no longer shows its registered identity")
HEADLINES = {
    "name": _("@%(handle)s shows another name"),
    "handle": _("@%(handle)s is called differently now"),
    "id": _("Another account stands behind @%(handle)s"),
}


class AlarmQuerySet(models.QuerySet["Alarm"]):
    def of(self, organisation: Organisation) -> Self:
        return self.filter(account__organisation=organisation).select_related("account", "snapshot", "verdict__by")

    def open(self) -> Self:
        """Alarms on which nobody has given a verdict yet, newest first."""
        return self.filter(verdict=None).order_by("-raised_at", "-pk")

    def standing(self) -> Self:
        """Alarms not yet cleared: without a verdict, or "not us" and the account not yet recovered."""
        return self.filter(models.Q(verdict=None) | models.Q(verdict__ours=False, verdict__closed_at=None))


class Alarm(models.Model):
    account = models.ForeignKey(Account, on_delete=models.CASCADE, related_name="+")
    baseline = models.ForeignKey(Baseline, on_delete=models.PROTECT, related_name="+")
    snapshot = models.ForeignKey(ProfileSnapshot, on_delete=models.PROTECT, related_name="+")
    kind = models.CharField(max_length=40)
    shown = models.CharField(max_length=255)
    score = models.PositiveIntegerField(null=True)
    severe = models.BooleanField()
    sentence = models.JSONField()
    raised_at = models.DateTimeField()

    objects = AlarmQuerySet.as_manager()

    class Meta:
        indexes = [models.Index(fields=["account", "-raised_at"], name="alarm_by_account")]

    def __str__(self) -> str:
        return f"{self.kind} of {self.account_id}: {self.shown}"

    @property
    def headline(self) -> str:
        return HEADLINES[self.kind] % {"handle": self.account.handle}

    @classmethod
    def raise_for(
        cls, broken: Break, *, sentence: Sentence, baseline: Baseline, snapshot: ProfileSnapshot, now: datetime
    ) -> "Alarm | None":
        """One alarm for what broke, while none stands for it; a severe one freezes the account with it."""
        account = baseline.account
        with transaction.atomic():
            Account.objects.select_for_update().get(pk=account.pk)
            about = {"account": account, "kind": broken.kind, "shown": broken.shown[:255]}
            if cls.objects.standing().filter(**about).exists():
                return None
            alarm = cls.objects.create(
                **about,
                baseline=baseline,
                snapshot=snapshot,
                score=broken.score,
                severe=broken.severe,
                sentence=sentence.as_json(),
                raised_at=now,
            )
            record(
                "ALARM_RAISED",
                alarm,
                organisation=account.organisation,
                now=now,
                account=str(account),
                kind=broken.kind,
            )
            if broken.severe:
                title = Sentence(INCIDENT, {"handle": account.handle})
                Incident.open(
                    account.organisation, kind="alarm", title=title, now=now, account=account, about=f"alarm {alarm.pk}"
                )
                account.freeze(reason=Sentence(SUSPECTED), now=now)
        return alarm

    def judge(self, *, ours: bool, by: User, now: datetime, note: str = "") -> Verdict:
        """A person says whether it was us. If it was, what is shown is accepted and the account may speak again.

        Saying it a second time changes nothing: the first verdict stands.
        """
        with transaction.atomic():
            verdict, new = Verdict.objects.get_or_create(
                alarm=self, defaults={"ours": ours, "by": by, "at": now, "note": note}
            )
            if not new:
                return verdict
            verb = "ALARM_WAS_US" if ours else "ALARM_NOT_US"
            record(verb, self, organisation=self.account.organisation, actor=by, now=now, account=str(self.account))
            if ours:
                Baseline.of(self.account).accepting(self, by=by, now=now)
                self.thaw_if_nothing_else(by=by, now=now)
            else:
                self.runs.begin(self, by=by, now=now)
        return verdict

    def thaw_if_nothing_else(self, *, by: User, now: datetime) -> None:
        """Lets the account speak again, unless another severe alarm stands against it."""
        if not Alarm.objects.standing().filter(account=self.account, severe=True).exists():
            self.account.thaw(by=by, now=now)
