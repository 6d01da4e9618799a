"""The registered identity of each account, the alarms raised against it, and the verdicts of people."""

from datetime import datetime
from typing import Any, Self

from django.db import models, transaction
from django.utils.translation import gettext_lazy as _
from django.utils.translation import gettext_noop

from beffroi.access.models import Organisation, User
from beffroi.archive.models import ProfileSnapshot
from beffroi.chronicle.models import Incident
from beffroi.directory.models import Account
from beffroi.engines.takeover.identity import Break, Identity
from beffroi.journal.models import record
from beffroi.vocabulary import Sentence
from beffroi.work.models import Due, DueQuerySet

SUSPECTED = gettext_noop("Beffroi suspects that somebody else holds the account; a person must say whether it was you.")
INCIDENT = gettext_noop("@{handle} no longer shows its registered identity")
HEADLINES = {
    "name": _("@%(handle)s shows another name"),
    "handle": _("@%(handle)s is called differently now"),
    "id": _("Another account stands behind @%(handle)s"),
}


class Baseline(models.Model):
    """The identity that a person signed for an account. A new signature is a new version; drift is judged against
    the latest one, never against yesterday."""

    account = models.ForeignKey(Account, on_delete=models.CASCADE, related_name="+")
    number = models.PositiveIntegerField()
    name = models.CharField(max_length=255)
    accepted_names = models.JSONField(default=list)
    handles = models.JSONField(default=list)
    native_id = models.CharField(max_length=255)
    signed_at = models.DateTimeField()
    signed_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["account", "number"], name="one_baseline_per_number")]

    def __str__(self) -> str:
        return f"{self.name} ({self.number})"

    @classmethod
    def of(cls, account: Account) -> "Baseline":
        """The latest signed identity; the account as it was registered counts as the first signature."""
        latest = cls.objects.filter(account=account).order_by("-number").first()
        return latest or cls._sign(account, number=1, by=account.added_by, now=account.added_at, name=account.name)

    @classmethod
    def _sign(cls, account: Account, *, number: int, by: User, now: datetime, name: str, **also: Any) -> "Baseline":
        also.setdefault("handles", [account.handle])
        fields = {"name": name, "native_id": account.native_id, "signed_at": now, "signed_by": by, **also}
        return cls.objects.get_or_create(account=account, number=number, defaults=fields)[0]

    def accepting(self, alarm: "Alarm", *, by: User, now: datetime) -> "Baseline":
        """A new version, signed by `by`, that accepts what `alarm` was raised about, and nothing else."""
        names = {alarm.shown} if alarm.kind == "name" else set()
        handles = {alarm.shown} if alarm.kind == "handle" else set()
        return self._sign(
            self.account,
            number=self.number + 1,
            by=by,
            now=now,
            name=self.name,
            accepted_names=sorted({*self.accepted_names, *names}),
            handles=sorted({*self.handles, *handles}),
        )

    @property
    def identity(self) -> Identity:
        return Identity(self.name, tuple(self.accepted_names), tuple(self.handles), self.native_id)


class ProfilePoll(Due):
    """When an account's public profile is read next."""

    account = models.OneToOneField(Account, on_delete=models.CASCADE, related_name="+")
    read_at = models.DateTimeField(null=True)
    trouble = models.JSONField(default=dict)  # a Sentence

    objects = DueQuerySet.as_manager()

    class Meta:
        indexes = [models.Index(fields=["due_at"], name="profile_poll_due")]

    def __str__(self) -> str:
        return f"profile of {self.account_id}"

    def settle(self, *, read_at: datetime | None = None, trouble: Sentence | None = None) -> None:
        self.read_at = read_at or self.read_at
        self.trouble = trouble.as_json() if trouble else {}
        self.save(update_fields=["read_at", "trouble"])


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

    def judge(self, *, ours: bool, by: User, now: datetime, note: str = "") -> "Verdict":
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
                self._thaw_if_nothing_else(by, now)
        return verdict

    def _thaw_if_nothing_else(self, by: User, now: datetime) -> None:
        if not Alarm.objects.standing().filter(account=self.account, severe=True).exists():
            self.account.thaw(by=by, now=now)


class Verdict(models.Model):
    """A person's word on an alarm. "Not us" stays open until the account is back in the right hands."""

    alarm = models.OneToOneField(Alarm, on_delete=models.CASCADE, related_name="verdict")
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
                self.alarm._thaw_if_nothing_else(by, now)
                ProfilePoll.objects.filter(account=account).update(due_at=now)  # and look whether it is true
