"""What was pressed last, on one case or on many, and what was before it: so that one press takes it back."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.db import models, transaction

from beffroi.access.models import Organisation, Team, User
from beffroi.directory.rights import accounts_on_which
from beffroi.inbox.models.case import Case
from beffroi.inbox.models.label import Label
from beffroi.inbox.models.labelled import CaseLabel
from beffroi.inbox.models.snooze import Snooze
from beffroi.inbox.models.together import put_on_all, take_back_all
from beffroi.inbox.models.wave import Wave
from beffroi.journal.models import record

TAKEN_BACK_WITHIN = timedelta(minutes=2)
BY_ONES = 200  # cases: more are only pressed on a wave, and taken back at once


@dataclass(frozen=True, slots=True)
class Kind:
    """One thing that can be pressed. `read` gives what is so now, `put` makes it so; both speak plain JSON.

    Undoing is putting what was before, so that it leaves its own trace. `about` is the label, where it is about one.
    """

    read: Callable[[Case, int], Any]
    put: Callable[..., None]


def _put_assignee(case: Case, value: int | None, about: int, by: User, now: datetime) -> None:
    case.give_to(User.objects.filter(pk=value).first() if value else None, by=by, now=now)


def _put_team(case: Case, value: int | None, about: int, by: User, now: datetime) -> None:
    team = Team.objects.filter(pk=value, organisation=case.organisation).first() if value else None
    case.hand_to(team, by=by, now=now)


def _put_priority(case: Case, value: str, about: int, by: User, now: datetime) -> None:
    case.prioritise(value, by=by, now=now)


def _put_snooze(case: Case, value: str | None, about: int, by: User, now: datetime) -> None:
    Snooze.put(case, datetime.fromisoformat(value) if value else None, by=by, now=now)


def _put_closed(case: Case, value: bool, about: int, by: User, now: datetime) -> None:
    (case.close if value else case.reopen)(by=by, now=now)


def _put_label(case: Case, value: bool, about: int, by: User, now: datetime) -> None:
    label = Label.objects.filter(pk=about, organisation=case.organisation).first()
    if label is not None:
        CaseLabel.put(case, label, on=value, by=by, now=now)


def _snoozed_until(case: Case, about: int) -> str | None:
    asleep = Snooze.of(case)
    return asleep.due_at.isoformat() if asleep and asleep.due_at else None


KINDS = {
    "assign": Kind(lambda case, about: case.assignee_id, _put_assignee),
    "hand": Kind(lambda case, about: case.team_id, _put_team),
    "prioritise": Kind(lambda case, about: case.priority, _put_priority),
    "snooze": Kind(_snoozed_until, _put_snooze),
    "close": Kind(lambda case, about: case.closed_at is not None, _put_closed),
    "label": Kind(lambda case, about: CaseLabel.objects.filter(case=case, label=about).exists(), _put_label),
}

ON_WAVES = {  # what is done with a whole wave: the column of a case, and the event
    "close": ("closed_at", "WAVE_CLOSED"),
    "hand": ("team", "WAVE_HANDED"),
    "assign": ("assignee", "WAVE_GIVEN"),
}


class Act(models.Model):
    """`changes` says of each case what was before; `value` what was put in its place."""

    organisation = models.ForeignKey(Organisation, on_delete=models.CASCADE, related_name="+")
    by = models.ForeignKey(User, on_delete=models.CASCADE, related_name="+")
    at = models.DateTimeField()
    kind = models.CharField(max_length=20)
    about = models.BigIntegerField(default=0)  # the label
    value = models.JSONField(null=True)
    changes = models.JSONField()  # [[case, what was before], …]
    undone_at = models.DateTimeField(null=True)

    class Meta:
        indexes = [models.Index(fields=["by", "-at"], name="act_latest")]

    def __str__(self) -> str:
        return f"{self.kind} of {len(self.changes)} by {self.by_id}"

    @classmethod
    def press(
        cls, kind: str, cases: Sequence[Case], value: Any, *, by: User, now: datetime, about: int = 0
    ) -> "Act | None":
        """Does it to every case that is not so already; None when nothing was to be done. KeyError for no such kind."""
        reads = KINDS[kind]
        with transaction.atomic():
            changes = []
            for case in cases:
                before = reads.read(case, about)
                if before != value:
                    reads.put(case, value, about, by, now)
                    changes.append([case.pk, before])
            if not changes:
                return None
            made = {"by": by, "at": now, "kind": kind, "about": about, "value": value, "changes": changes}
            return cls.objects.create(organisation=cases[0].organisation, **made)

    @classmethod
    def press_on(cls, wave: Wave, kind: str, value: Any, *, by: User, now: datetime, **said: str) -> int:
        """Closes all cases of `wave` that wait, hands or gives them: "close", "hand" or "assign". One event, which
        says `said` too, and one undo. How many cases that were: those that `by` may answer."""
        column, verb = ON_WAVES[kind]
        with transaction.atomic():
            mine = accounts_on_which(by, "answer", wave.organisation)
            theirs = Case.objects.filter(in_wave__wave=wave, account__in=mine).waiting()
            waiting = theirs.order_by("pk").values_list("pk", column)
            told = [[pk, before is not None if kind == "close" else before] for pk, before in waiting]
            changes = [[pk, before] for pk, before in told if before != value]
            if not changes:
                return 0
            put_on_all(kind, [pk for pk, _ in changes], value, organisation=wave.organisation, by=by, now=now)
            made = {"by": by, "at": now, "kind": kind, "value": value, "changes": changes}
            cls.objects.create(organisation=wave.organisation, **made)
            record(verb, wave, organisation=wave.organisation, actor=by, now=now, cases=len(changes), **said)
        return len(changes)

    @classmethod
    def of(cls, by: User, organisation: Organisation, *, now: datetime) -> "Act | None":
        """The last thing this person pressed, while it can be taken back."""
        lately = cls.objects.filter(by=by, organisation=organisation, at__gt=now - TAKEN_BACK_WITHIN)
        last = lately.order_by("-at", "-pk").first()
        return last if last is not None and last.undone_at is None else None

    def undo(self, *, now: datetime) -> int:
        """Puts back what was before, in every case where it is still so; how many cases that was.

        What somebody else has changed since stays as they left it. A second press does nothing.
        """
        reads, back = KINDS[self.kind], 0
        with transaction.atomic():
            if not Act.objects.filter(pk=self.pk, undone_at=None).update(undone_at=now):
                return 0
            before = dict(self.changes)
            if len(before) > BY_ONES:
                back, before = take_back_all(self, now=now), {}
            for case in Case.objects.of(self.organisation).filter(pk__in=before):
                if reads.read(case, self.about) == self.value:
                    reads.put(case, before[case.pk], self.about, self.by, now)
                    back += 1
            record("ACT_UNDONE", self, organisation=self.organisation, actor=self.by, now=now, cases=back)
        return back


def forget_acts(now: datetime) -> int:
    """What can no longer be taken back is no business of ours: the journal has it."""
    return Act.objects.filter(at__lt=now - 2 * TAKEN_BACK_WITHIN).delete()[0]
