"""What is promised of one case: by when it is answered, by when it is resolved, and whether people were told."""

from collections.abc import Iterator, Sequence
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Self

from django.db import models, transaction

from beffroi.engines.worktime import NeverPasses, Pause
from beffroi.inbox.models.clock import Clock
from beffroi.inbox.models.target import ResponseTarget, fitting, traits_of
from beffroi.journal.models import Event
from beffroi.work.models import Due, DueQuerySet

if TYPE_CHECKING:
    from beffroi.inbox.models.case import Case

FAR = datetime(9999, 1, 1, tzinfo=UTC)  # where nothing is promised: it sorts behind everything that is


class DeadlineQuerySet(DueQuerySet["Deadline"]):
    def in_words(self) -> Self:
        """With what a page says of them."""
        return self.select_related("target__calendar", "target__organisation").order_by("is_resolution")


class Deadline(Due):
    """One promise that runs, reckoned from a target; due when people are to be told of it, None when they were, or
    need not be. `Case.answer_by` repeats the `by` of the response, for the lists."""

    case = models.ForeignKey("inbox.Case", on_delete=models.CASCADE, related_name="deadlines")
    is_resolution = models.BooleanField()
    target = models.ForeignKey(ResponseTarget, on_delete=models.CASCADE, related_name="+")
    starts_at = models.DateTimeField()
    warn_at = models.DateTimeField()
    by = models.DateTimeField()
    warned_at = models.DateTimeField(null=True)
    late_at = models.DateTimeField(null=True)  # when people were told that it is late

    objects = DeadlineQuerySet.as_manager()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["case", "is_resolution"], name="one_deadline_of_each_kind")]
        indexes = [models.Index(fields=["due_at"], name="deadline_due", condition=models.Q(due_at__isnull=False))]

    def __str__(self) -> str:
        return f"{self.case_id} by {self.by:%d/%m %H:%M}"

    @classmethod
    def follow(cls, case: "Case", *, targets: Sequence[ResponseTarget] | None = None, was_closed: bool = False) -> None:
        """Reckons what is promised of `case` from the targets as they are; what people were told stays told.

        To be called in the transaction of whatever changes it: a message, an answer taken back, a label, a priority, a
        snooze. `was_closed`: the case has just opened again, and its resolution begins anew.
        """
        targets = list(ResponseTarget.objects.of(case.organisation)) if targets is None else targets
        with transaction.atomic():
            standing = cls.objects.select_for_update(no_key=True).filter(
                case=case
            )  # nobody is being told of them meanwhile
            kept = {deadline.is_resolution: deadline for deadline in standing}
            if not targets and not kept:
                return
            resolution = None if was_closed else kept.get(True)
            reckoned = list(cls._of(case, targets, resolution.starts_at if resolution else None, was_closed))
            for deadline in reckoned:
                deadline._take_over(kept.pop(deadline.is_resolution, None))
            cls.objects.filter(pk__in=[gone.pk for gone in kept.values()]).delete()
            case.answer_by = next((each.by for each in reckoned if not each.is_resolution), FAR)
            type(case)._default_manager.filter(pk=case.pk).update(answer_by=case.answer_by)

    @classmethod
    def _of(
        cls, case: "Case", targets: Sequence[ResponseTarget], begun: datetime | None, was_closed: bool
    ) -> "Iterator[Deadline]":
        """Unsaved: those that a target promises. The response begins with the running clock, the resolution with the
        first, or where it has `begun`."""
        clocks = list(Clock.objects.filter(case=case).with_answer().order_by("pk"))
        if not clocks:
            return
        first, running = clocks[0], clocks[-1]
        aim = "next" if any(clock.answered_at for clock in clocks[:-1]) else "first"
        since = {aim: running.found_at, "resolution": begun or (running if was_closed else first).found_at}
        traits, pauses = traits_of(case), [*_with_the_citizen(clocks), *_asleep(case)]
        for each, starts_at in since.items():
            for target in fitting(targets, each, traits)[:1]:
                deadline = cls(case=case, is_resolution=each == "resolution", target=target, starts_at=starts_at)
                if deadline._reckon(pauses):
                    yield deadline

    def _reckon(self, pauses: Sequence[Pause]) -> bool:
        """Whether it ever comes due: not while a pause lasts, and not where the hours that count never pass."""
        hours, length = self.target.hours, self.target.length
        try:
            warn_at = hours.due(self.starts_at, length * self.target.warned_percent / 100, pauses)
            by = hours.due(self.starts_at, length, pauses)
        except NeverPasses:
            return False
        if warn_at is None or by is None:
            return False
        self.warn_at, self.by = warn_at, by
        return True

    def _take_over(self, before: "Deadline | None") -> None:
        """Saves it in the place of `before`; whoever was told of the same run is not told again."""
        look_at = None
        if before is not None:
            self.pk = before.pk
            if before.starts_at == self.starts_at:
                self.warned_at, self.late_at = before.warned_at, before.late_at
                look_at = before.due_at if self.warned_at or self.late_at else None  # of a call of the night
        self.due_at = _earlier(self.next_word, look_at)
        self.save()

    @property
    def next_word(self) -> datetime | None:
        """When people are told next."""
        if self.late_at is not None:
            return None
        return self.by if self.warned_at is not None else self.warn_at

    def word(self, now: datetime) -> str:
        """What people are to be told now: "soon", "late", or nothing."""
        if self.late_at is None and now >= self.by:
            return "late"
        return "soon" if self.warned_at is None and self.warn_at <= now < self.by else ""

    def note(self, said: str, *, now: datetime, look_at: datetime | None = None) -> None:
        """They are being told, in the same transaction; at `look_at` it is seen whether that got through."""
        if said == "late":
            self.late_at = now
        elif said == "soon":
            self.warned_at = now
        self.due_at = _earlier(self.next_word, look_at)
        self.save(update_fields=["warned_at", "late_at", "due_at"])

    def rest(self, until: datetime | None) -> None:
        """Nobody is told before `until`; None: not until the case is reckoned again."""
        Deadline.objects.filter(pk=self.pk).update(due_at=until)


def _earlier(*moments: datetime | None) -> datetime | None:
    return min((at for at in moments if at is not None), default=None)


def _with_the_citizen(clocks: Sequence[Clock]) -> list[Pause]:
    """Between an answer and the next message. An answer to the latest one leaves the ball with them until they speak:
    then it is reckoned again."""
    after = [clock.found_at for clock in clocks[1:]]
    return [(clock.answered_at, later) for clock, later in zip(clocks, after, strict=False) if clock.answered_at]


def _asleep(case: "Case") -> list[Pause]:
    """While somebody had set the case aside, as the journal tells it; a message wakes it."""
    verbs = ("CASE_SNOOZED", "CASE_WOKEN", "CASE_WOKE", "CASE_GREW")
    told = Event.objects.filter(subject_kind="inbox.case", subject_id=str(case.pk), verb__in=verbs)
    pauses: list[Pause] = []
    since: tuple[datetime, datetime] | None = None
    for event in told.filter(organisation=case.organisation_id).order_by("number"):
        if since is not None:
            pauses.append((since[0], min(since[1], event.at)))
        until = event.detail.get("until") if event.verb == "CASE_SNOOZED" else None
        since = (event.at, datetime.fromisoformat(until).replace(tzinfo=case.organisation.tz)) if until else None
    return [*pauses, since] if since else pauses
