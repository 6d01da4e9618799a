"""What is done once a person has said that an account is in somebody else's hands, until it reads right again."""

from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any, Self

from django.db import models, transaction
from django.utils.translation import gettext_noop

from beffroi.access.models import Organisation, User
from beffroi.chronicle.models import Incident
from beffroi.directory.models import Account
from beffroi.engines.takeover.surfaces import SURFACES
from beffroi.guard.models.verdict import Verdict
from beffroi.guard.steps import BY_KEY, WAYS
from beffroi.journal.models import Event, record
from beffroi.journal.moves import NotAllowed
from beffroi.vocabulary import Sentence

if TYPE_CHECKING:
    from beffroi.guard.models.alarm import Alarm

IN_OTHER_HANDS = gettext_noop("A person said that it is in somebody else's hands; it stays so until it reads right.")
TITLE = gettext_noop("@{handle} was in somebody else's hands")
BEFORE = timedelta(minutes=15)  # between the last good reading and the alarm, at most: what came then counts as theirs


class PlaybookRunQuerySet(models.QuerySet["PlaybookRun"]):
    def of(self, organisation: Organisation) -> Self:
        return self.filter(account__organisation=organisation).select_related(
            "account__organisation", "account__connection", "alarm", "incident", "way_by", "closed_by", "opened_by"
        )

    def open(self) -> Self:
        return self.filter(closed_at=None)

    def for_alarm(self, alarm: "Alarm") -> "PlaybookRun | None":
        """The one in which `alarm` is dealt with: its own, or the open one of its account."""
        open_one = self.open().filter(account=alarm.account_id).first()
        return alarm.runs.order_by("-pk").first() or open_one

    def begin(self, alarm: "Alarm", *, by: User, now: datetime) -> "PlaybookRun":
        """The run for the account of `alarm`: one at a time, however many alarms are judged. The account is frozen."""
        account = alarm.account
        with transaction.atomic():
            Account.objects.select_for_update(no_key=True).get(pk=account.pk)
            known = PlaybookRun.objects.open().filter(account=account).first()
            if known is not None:
                return known
            account.freeze(reason=Sentence(IN_OTHER_HANDS), now=now, by=by)
            incident = Incident.open(
                account.organisation,
                kind="alarm",
                title=Sentence(TITLE, {"handle": account.handle}),
                now=now,
                started_at=alarm.raised_at,
                account=account,
                by=by,
                about=f"alarm {alarm.pk}",
            )
            run = PlaybookRun.objects.create(
                alarm=alarm,
                account=account,
                incident=incident,
                since=_since(alarm),
                opened_at=now,
                opened_by=by,
            )
            for surface in SURFACES:
                run.surfaces.create(surface=surface, due_at=now)
            run.note("PLAYBOOK_OPENED", by, now)
            run._note_what_led_here(incident, now)
        return run


def _since(alarm: "Alarm") -> datetime:
    """From when on what stands there counts as theirs: since before the alarm, or since the post that raised it."""
    before = alarm.raised_at - BEFORE
    return min(before, alarm.post.published_at) if alarm.post is not None else before


class PlaybookRun(models.Model):
    """`since`: what was posted from then on and did not leave through Beffroi counts as somebody else's.

    `verified_at`: since when every surface reads right, or was looked at by a person. `way` is what people chose to do
    with the account.
    """

    alarm = models.ForeignKey("guard.Alarm", on_delete=models.CASCADE, related_name="runs")
    account = models.ForeignKey(Account, on_delete=models.CASCADE, related_name="+")
    incident = models.ForeignKey(Incident, null=True, on_delete=models.SET_NULL, related_name="+")
    since = models.DateTimeField()
    opened_at = models.DateTimeField()
    opened_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    verified_at = models.DateTimeField(null=True)
    way = models.CharField(max_length=20, default="")
    way_at = models.DateTimeField(null=True)
    way_by = models.ForeignKey(User, null=True, on_delete=models.PROTECT, related_name="+")
    closed_at = models.DateTimeField(null=True)
    closed_by = models.ForeignKey(User, null=True, on_delete=models.PROTECT, related_name="+")
    despite = models.TextField(default="")  # why it was closed although not all of it read right

    objects = PlaybookRunQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["account"], condition=models.Q(closed_at=None), name="one_open_playbook_per_account"
            ),
            models.CheckConstraint(condition=models.Q(way__in=["", *WAYS]), name="known_way_back"),
        ]

    def __str__(self) -> str:
        return f"playbook of {self.account_id}"

    def tick(self, step: str, *, by: User, now: datetime) -> None:
        """A person did it; a second time changes nothing. KeyError for an unknown step, NotAllowed once closed."""
        title = Sentence(BY_KEY[step].title).as_json()
        self.account.must_let(by, "judge alarms")
        with transaction.atomic():
            self._check_open()
            _tick, new = self.ticks.get_or_create(step=step, defaults={"at": now, "by": by})
            if new:
                self.note("PLAYBOOK_STEP_DONE", by, now, step=title)

    def untick(self, step: str, *, by: User, now: datetime) -> None:
        """It was not done after all. Raises as `tick` does."""
        title = Sentence(BY_KEY[step].title).as_json()
        self.account.must_let(by, "judge alarms")
        with transaction.atomic():
            self._check_open()
            if self.ticks.filter(step=step).delete()[0]:
                self.note("PLAYBOOK_STEP_UNDONE", by, now, step=title)

    def choose(self, way: str, *, by: User, now: datetime) -> None:
        """What is to become of the account. KeyError for an unknown way, NotAllowed once closed."""
        said = Sentence(WAYS[way]).as_json()
        self.account.must_let(by, "judge alarms")
        with transaction.atomic():
            self._check_open()
            if self.way != way:
                self.way, self.way_at, self.way_by = way, now, by
                self.save(update_fields=["way", "way_at", "way_by"])
                self.note("PLAYBOOK_WAY_CHOSEN", by, now, way=said)

    def follow_surfaces(self, *, now: datetime) -> None:
        """After a surface was read or looked at: whether all of it is right now. In the caller's transaction."""
        PlaybookRun.objects.select_for_update(no_key=True).get(pk=self.pk)
        right = not self.surfaces.exclude(state__in=["right", "by_hand"]).exists()
        was = PlaybookRun.objects.values_list("verified_at", flat=True).get(pk=self.pk)
        if right and was is None:
            self._verified(now)
            event = self.note("REPAIR_VERIFIED", None, now)
            if self.incident is not None:
                self.incident.note_event(event, episode="outcome", now=now)
        elif not right and was is not None:
            self._verified(None)
            self.note("REPAIR_BROKEN", None, now)

    def finish(self, *, by: User, now: datetime, despite: str = "") -> None:
        """The account is ours again: what was judged "not us" is closed with it, and it may speak. Once all of it reads
        right, alarms that nobody has answered yet were of the same hand and are closed too.

        Raises NotAllowed while a surface does not read right, unless `despite` says why it is closed all the same, and
        when it is closed already.
        """
        despite = despite.strip()
        self.account.must_let(by, "judge alarms")
        with transaction.atomic():
            self._check_open()
            self.refresh_from_db(fields=["verified_at"])
            if self.verified_at is None and not despite:
                raise NotAllowed(f"{self}: not every surface reads right")
            if self.verified_at is not None:
                self.alarm.judge_the_rest(by=by, now=now)
            self.closed_at, self.closed_by = now, by
            self.despite = "" if self.verified_at else despite
            self.save(update_fields=["closed_at", "closed_by", "despite"])
            self.surfaces.update(due_at=None)
            verb = "PLAYBOOK_CLOSED_DESPITE" if self.despite else "PLAYBOOK_CLOSED"
            event = self.note(verb, by, now, **({"reason": self.despite} if self.despite else {}))
            if self.incident is not None:
                self.incident.note_event(event, episode="outcome", now=now)
            judged = Verdict.objects.filter(alarm__account=self.account, ours=False, closed_at=None)
            for verdict in judged.select_related("alarm__account__organisation"):
                verdict.close(by=by, now=now)

    def note(self, verb: str, actor: User | None, now: datetime, **detail: Any) -> Event:
        """Writes it into the journal, in the caller's transaction."""
        account = self.account
        return record(
            verb, self, organisation=account.organisation, actor=actor, now=now, account=str(account), **detail
        )

    def _check_open(self) -> None:
        if not PlaybookRun.objects.select_for_update(no_key=True).filter(pk=self.pk, closed_at=None).exists():
            raise NotAllowed(f"{self} is closed")

    def _verified(self, at: datetime | None) -> None:
        PlaybookRun.objects.filter(pk=self.pk).update(verified_at=at)
        self.verified_at = at

    def _note_what_led_here(self, incident: Incident, now: datetime) -> None:
        """The alarm and what was said of it, as lines of the ledger in the chronicle."""
        told = Event.objects.filter(
            organisation=self.account.organisation, subject_kind="guard.alarm", subject_id=str(self.alarm_id)
        )
        for event in told.order_by("number"):
            incident.note_event(event, episode="other", now=now)


class Tick(models.Model):
    """A step of the playbook that a person did."""

    run = models.ForeignKey(PlaybookRun, on_delete=models.CASCADE, related_name="ticks")
    step = models.CharField(max_length=40)
    at = models.DateTimeField()
    by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["run", "step"], name="each_step_once")]

    def __str__(self) -> str:
        return self.step
