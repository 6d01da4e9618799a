"""What was decided about a message, on its way to the network: one row for each act there, and for each undoing."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any

from django.db import models, transaction
from django.utils.translation import gettext, gettext_noop

from beffroi.access.models import User
from beffroi.connectors import contract
from beffroi.directory.models import Account
from beffroi.inbox.states import MEASURE
from beffroi.journal.models import record
from beffroi.journal.moves import move
from beffroi.publishing.models.gates import FROZEN, LOST
from beffroi.vocabulary import Sentence
from beffroi.work.models import Due, DueQuerySet

if TYPE_CHECKING:
    from beffroi.inbox.models.moderation import ModerationAct

LEASE = timedelta(minutes=1)
AGAIN = timedelta(seconds=30)  # between two looks at a gate that is shut
UNDOES = {"hide": "show", "block": "unblock"}  # a report cannot be taken back
SAYS = {
    "hide": gettext_noop("Hide the message"),
    "show": gettext_noop("Show the message again"),
    "report": gettext_noop("Report it to the network"),
    "block": gettext_noop("Block its author"),
    "unblock": gettext_noop("Unblock its author"),
}
RESTORED = Sentence(gettext_noop("A backup was put back: it may have left since."))


class MeasureQuerySet(DueQuerySet["Measure"]):
    def whole(self) -> MeasureQuerySet:
        return self.select_related("act__organisation", "act__account__connection", "act__post", "act__motive")

    def doubt(self, now: datetime) -> int:
        """The tables were put back to an earlier moment: a report that waited may have left since. What does no harm
        twice is simply done again."""
        doubtful = list(self.whole().filter(what="report", state__in=["queued", "sending"]))
        for measure in doubtful:
            measure.move("unsure", "MODERATION_UNSURE", now=now, due_at=None, trouble=RESTORED.as_json())
        return len(doubtful)


class Measure(Due):
    """One act on a network, claimed and settled as a publication is. It says nothing in our name, so stops and
    blackouts let it pass; a freeze and lost access do not.

    `key` is chosen once, and an undoing has that of what it undoes. `number` is what the network gave a report.
    """

    act = models.ForeignKey("inbox.ModerationAct", on_delete=models.PROTECT, related_name="measures")
    what = models.CharField(max_length=10)
    state = models.CharField(max_length=20, default=MEASURE.initial)
    key = models.CharField(max_length=120)
    asked_at = models.DateTimeField()
    asked_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    attempts = models.PositiveIntegerField(default=0)
    sent_at = models.DateTimeField(null=True)
    number = models.CharField(max_length=200, default="", blank=True)
    trouble = models.JSONField(default=dict)  # a Sentence: what went wrong last

    objects = MeasureQuerySet.as_manager()

    class Meta:
        ordering = ["asked_at", "pk"]
        constraints = [
            models.CheckConstraint(condition=models.Q(what__in=list(SAYS)), name="known_measure"),
            models.CheckConstraint(condition=models.Q(state__in=list(MEASURE.states)), name="measure_state"),
            models.UniqueConstraint(fields=["act", "what"], name="each_measure_once_for_an_act"),
        ]
        indexes = [models.Index(fields=["due_at"], name="measure_due", condition=models.Q(due_at__isnull=False))]

    def __str__(self) -> str:
        return f"{self.what} for {self.act_id}: {self.state}"

    @property
    def label(self) -> str:
        return gettext(SAYS[self.what])

    @classmethod
    def ask(cls, act: ModerationAct, *, by: User, now: datetime) -> Measure | None:
        """Queues what was decided, once; None where our account cannot do it on its network."""
        if act.act not in act.account.capabilities.moderates:
            return None
        queued = {"key": act.account.on.new_key(now), "asked_at": now, "asked_by": by, "due_at": now}
        return cls.objects.get_or_create(act=act, what=act.act, defaults=queued)[0]

    @classmethod
    def undo(cls, act: ModerationAct, *, by: User, now: datetime) -> None:
        """Takes back what left, or holds back what has not; to be called in the transaction that lifts the act."""
        for measure in cls.objects.select_for_update(no_key=True).filter(
            act=act, what=act.act, state__in=["queued", "sending", "sent"]
        ):
            if measure.state == "queued":
                measure.move("withdrawn", None, now=now, due_at=None)
            elif act.act in UNDOES:
                queued = {"key": measure.key, "asked_at": now, "asked_by": by, "due_at": now}
                cls.objects.get_or_create(act=act, what=UNDOES[act.act], defaults=queued)

    def claim(self, *, now: datetime) -> bool:
        """Takes a queued row to `sending`, if it may leave now; commits before anything is said to the network. The
        account's row is locked first, as `Account.freeze` does."""
        with transaction.atomic():
            accounts = Account.objects.select_for_update(no_key=True, of=("self",)).select_related("connection")
            account = accounts.get(pk=self.act.account_id)
            others = Measure.objects.filter(act=self.act_id, state="sending").exclude(pk=self.pk)
            shut = FROZEN if account.freeze_now else LOST if account.connection.lost_at else None
            if shut is not None or others.exists():
                waiting = Measure.objects.filter(state="queued")
                waiting.claim(self, until=now + AGAIN, trouble=shut.as_json() if shut else {})
                return False
            self.move("sending", None, now=now, due_at=now + LEASE, attempts=self.attempts + 1)
        return True

    def as_asked(self) -> contract.Measure:
        """What the network is asked, the same at every try. A report tells it the motive and our words."""
        act, post = self.act, self.act.post
        return contract.Measure(
            key=self.key,
            at=self.asked_at,
            native_id=post.native_id,
            version=post.version,
            root=post.root.native_id,
            author_id=post.author_id,
            reason=f"{act.motive.words}: {act.reason}" if self.what == "report" else "",
        )

    def settle_sent(self, *, number: str = "", now: datetime) -> None:
        """It is done there; an undoing leaves the act as whoever lifted it did."""
        verb = "MODERATION_TAKEN_BACK" if self.what in UNDOES.values() else "MODERATION_CARRIED_OUT"
        with transaction.atomic():
            self.move("sent", verb, now=now, due_at=None, sent_at=now, number=number[:200], trouble={})
            if self.what == self.act.act:
                type(self.act)._default_manager.filter(pk=self.act_id, done_at=None).update(done_at=now)

    def settle_again(self, reason: Sentence, *, at: datetime, now: datetime) -> None:
        self.move("queued", None, now=now, due_at=at, trouble=reason.as_json())

    def settle_failed(self, reason: Sentence, *, now: datetime) -> None:
        """The network will not do it: a person does, by hand."""
        self.move("failed", "MODERATION_REFUSED", now=now, due_at=None, trouble=reason.as_json())

    def settle_unsure(self, reason: Sentence, *, now: datetime) -> None:
        """Nobody can tell whether it arrived, and twice would make two: a person looks."""
        self.move("unsure", "MODERATION_UNSURE", now=now, due_at=None, trouble=reason.as_json())

    def move(self, to: str, verb: str | None, *, now: datetime, **changes: Any) -> None:
        """Only while the row is as we saw it; the event is about the act. Raises NotAllowed."""
        organisation, seen = self.act.organisation, {"due_at": self.due_at}
        said: dict[str, Any] = {"act": {"say": SAYS[self.what]}, "account": str(self.act.account)}
        with transaction.atomic():
            move(self, to, lifecycle=MEASURE, verb=None, organisation=organisation, now=now, where=seen, **changes)
            if verb is not None:
                record(verb, self.act, organisation=organisation, now=now, **said, reason=self.trouble)
