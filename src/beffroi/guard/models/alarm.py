"""What a detector found on one of our accounts, told in words, until a person has judged it."""

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Self

from django.db import models, transaction
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import gettext_noop

from beffroi.access.models import Organisation, User
from beffroi.archive.models import Post, ProfileSnapshot
from beffroi.chronicle.models import Incident
from beffroi.directory.models import Account
from beffroi.engines.takeover.detectors import Finding
from beffroi.guard.models.baseline import NOT_SENT, Baseline
from beffroi.guard.models.verdict import Verdict
from beffroi.journal.models import record
from beffroi.journal.moves import NotAllowed
from beffroi.vocabulary import Sentence
from beffroi.work.models import Due, DueQuerySet

SUSPECTED = gettext_noop("Beffroi suspects that somebody else holds the account; a person must say whether it was you.")
INCIDENT = gettext_noop("An alarm on @{handle}: somebody else may be holding it")
INCIDENTS = {
    "name": gettext_noop("@{handle} no longer shows its registered identity"),
    "handle": gettext_noop("@{handle} no longer shows its registered identity"),
    "id": gettext_noop("@{handle} no longer shows its registered identity"),
    NOT_SENT: gettext_noop("@{handle} shows a post that Beffroi did not send"),
}
OTHER = _("Something is unusual about @%(handle)s")
HEADLINES: Mapping[str, str | Promise] = {
    "name": _("@%(handle)s shows another name"),
    "handle": _("@%(handle)s is called differently now"),
    "id": _("Another account stands behind @%(handle)s"),
    NOT_SENT: _("@%(handle)s shows a post that Beffroi did not send"),
    "access-lost": _("The network no longer takes our key for @%(handle)s"),
    "gone": _("The network no longer shows @%(handle)s"),
    "handle-lost": _("A former handle of @%(handle)s is somebody else's now"),
    "return": _("@%(handle)s speaks again after a long silence"),
    "mass-delete": _("@%(handle)s has lost many of its posts at once"),
    "listed-link": _("@%(handle)s leads to a listed address"),
    "posts": _("The posts of @%(handle)s do not read like it"),
    "lookalike": _("Somebody looks like @%(handle)s"),
    "citizens": _("People say that @%(handle)s looks taken"),
    "platform-mail": _("The network writes about @%(handle)s"),
}
LATER = {"1": timedelta(hours=1), "4": timedelta(hours=4), "24": timedelta(days=1)}  # when to ask again, by its hours
REGISTERED = frozenset(("name", "handle", "id"))  # what the registered identity accepts, or rings at again


class AlarmQuerySet(DueQuerySet["Alarm"]):
    def of(self, organisation: Organisation) -> Self:
        return self.filter(account__organisation=organisation).select_related("account", "snapshot", "verdict__by")

    def open(self) -> Self:
        """Alarms on which nobody has given a verdict yet, newest first."""
        return self.filter(verdict=None).order_by("-raised_at", "-pk")

    def standing(self) -> Self:
        """Alarms not yet cleared: without a verdict, or "not us" and the account not yet recovered."""
        return self.filter(models.Q(verdict=None) | models.Q(verdict__ours=False, verdict__closed_at=None))

    def against(self) -> Self:
        """Those for which an account stays frozen: severe ones, and what was not us."""
        return self.filter(models.Q(severe=True) | models.Q(verdict__ours=False))

    def answers(self) -> dict[str, dict[str, int]]:
        """For each detector how many of these alarms were ours (false), not ours, and not answered yet."""
        ours, theirs = models.Q(verdict__ours=True), models.Q(verdict__ours=False)
        counted = (
            self.order_by()
            .values("detector")
            .annotate(
                ours=models.Count("pk", filter=ours),
                not_ours=models.Count("pk", filter=theirs),
                unanswered=models.Count("pk", filter=models.Q(verdict=None)),
            )
        )
        names = ("ours", "not_ours", "unanswered")
        rows = counted.values_list("detector", *names)
        return {detector: dict(zip(names, numbers, strict=True)) for detector, *numbers in rows}


class Alarm(Due):
    """`about` tells this finding from another one of the same detector. `due_at` is when it rings again, where a
    person wanted to be asked later."""

    account = models.ForeignKey(Account, on_delete=models.CASCADE, related_name="+")
    baseline = models.ForeignKey(Baseline, on_delete=models.PROTECT, related_name="+")
    snapshot = models.ForeignKey(ProfileSnapshot, null=True, on_delete=models.PROTECT, related_name="+")
    post = models.ForeignKey(Post, null=True, on_delete=models.PROTECT, related_name="+")
    detector = models.CharField(max_length=40)
    about = models.CharField(max_length=255)
    score = models.FloatField(null=True)
    threshold = models.FloatField(null=True)
    severe = models.BooleanField()
    sentence = models.JSONField()  # a Sentence
    signs = models.JSONField(default=list)  # Sentences: what else was seen at the same time
    raised_at = models.DateTimeField()

    objects = AlarmQuerySet.as_manager()

    class Meta:
        indexes = [
            models.Index(fields=["account", "-raised_at"], name="alarm_by_account"),
            models.Index(fields=["due_at"], name="alarm_due", condition=models.Q(due_at__isnull=False)),
        ]

    def __str__(self) -> str:
        return f"{self.detector} of {self.account_id}: {self.about}"

    @property
    def headline(self) -> str:
        return str(HEADLINES.get(self.detector, OTHER)) % {"handle": self.account.handle}

    @classmethod
    def raise_for(
        cls,
        finding: Finding,
        baseline: Baseline,
        *,
        now: datetime,
        snapshot: ProfileSnapshot | None = None,
        post: Post | None = None,
    ) -> "Alarm | None":
        """One alarm for what was found, None when it is no news; a severe one freezes the account with it."""
        account = baseline.account
        with transaction.atomic():
            Account.objects.select_for_update(no_key=True).get(pk=account.pk)
            if cls._is_known(account, finding):
                return None
            alarm = cls.objects.create(
                account=account,
                baseline=baseline,
                snapshot=snapshot,
                post=post,
                detector=finding.detector,
                about=finding.about[:255],
                score=finding.score,
                threshold=finding.threshold,
                severe=finding.severe,
                sentence=finding.sentence.as_json(),
                signs=[sign.as_json() for sign in finding.signs],
                raised_at=now,
            )
            alarm._record("ALARM_RAISED", None, now, detector=finding.detector)
            if finding.severe:
                alarm._freeze(now)
        return alarm

    @classmethod
    def _is_known(cls, account: Account, finding: Finding) -> bool:
        """What disagrees with the registered identity rings again once the alarm before is cleared; of other things
        only what nobody has called ours. A former handle that somebody else holds is never ours again."""
        same = cls.objects.filter(account=account, detector=finding.detector, about=finding.about[:255])
        if finding.detector in REGISTERED:
            return same.standing().exists()
        cleared = models.Q(verdict__ours=False, verdict__closed_at__isnull=False)
        return (same if finding.detector == "handle-lost" else same.exclude(cleared)).exists()

    def _freeze(self, now: datetime) -> None:
        account = self.account
        title = Sentence(INCIDENTS.get(self.detector, INCIDENT), {"handle": account.handle})
        Incident.open(
            account.organisation, kind="alarm", title=title, now=now, account=account, about=f"alarm {self.pk}"
        )
        account.freeze(reason=Sentence(SUSPECTED), now=now)

    def judge(self, *, ours: bool, by: User, now: datetime, note: str = "", also_elsewhere: bool = False) -> Verdict:
        """A person says whether it was us. If it was, what is shown is accepted and the account may speak again.

        Saying it a second time changes nothing: the first verdict stands. `also_elsewhere` as in
        `Baseline.accepting`.
        """
        self.account.must_let(by, "judge alarms")
        with transaction.atomic():
            Account.objects.select_for_update(no_key=True).get(pk=self.account_id)  # its identity may be signed anew
            verdict, new = Verdict.objects.get_or_create(
                alarm=self, defaults={"ours": ours, "by": by, "at": now, "note": note}
            )
            if not new:
                return verdict
            Alarm.objects.filter(pk=self.pk).update(due_at=None)
            self._record("ALARM_WAS_US" if ours else "ALARM_NOT_US", by, now)
            if ours:
                accepted = Baseline.of(self.account)
                accepted.accepting(self, by=by, now=now, also_elsewhere=also_elsewhere)
                self.thaw_if_nothing_else(by=by, now=now)
            else:
                self.runs.begin(self, by=by, now=now)
        return verdict

    def judge_the_rest(self, *, by: User, now: datetime) -> None:
        """The other alarms of its account that nobody has answered were of the same hand: not us."""
        for alarm in Alarm.objects.open().filter(account=self.account_id).select_related("account__organisation"):
            alarm.judge(ours=False, by=by, now=now)

    def ask_later(self, *, until: datetime, by: User, now: datetime) -> None:
        """Nobody can tell yet: it rings again at `until`. Raises NotAllowed when it was judged meanwhile."""
        self.account.must_let(by, "judge alarms")
        with transaction.atomic():
            mine = Alarm.objects.select_for_update(no_key=True, of=("self",)).get(pk=self.pk)
            if Verdict.objects.filter(alarm=mine).exists():
                raise NotAllowed(f"{self} was judged")
            Alarm.objects.filter(pk=self.pk).update(due_at=until)
            self.due_at = until
            self._record("ALARM_POSTPONED", by, now)

    def ring_again(self, now: datetime) -> bool:
        """Asks once more, as somebody wanted; False when another worker did, or it was judged."""
        with transaction.atomic():
            if not Alarm.objects.open().filter(pk=self.pk, due_at=self.due_at).update(due_at=None):
                return False
            self._record("ALARM_RANG_AGAIN", None, now)
        return True

    def thaw_if_nothing_else(self, *, by: User, now: datetime) -> None:
        """Lets the account speak again, unless another severe alarm stands against it, or one that was not us."""
        if not Alarm.objects.standing().against().filter(account=self.account).exists():
            self.account.thaw(by=by, now=now)

    def _record(self, verb: str, by: User | None, now: datetime, **detail: str) -> None:
        account = self.account
        record(verb, self, organisation=account.organisation, actor=by, now=now, account=str(account), **detail)
