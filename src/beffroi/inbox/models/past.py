"""What was said to us before Beffroi was there: read back from an account, or brought in from a file."""

from collections.abc import Sequence
from datetime import datetime
from typing import TYPE_CHECKING, Self

from django.db import models, transaction

from beffroi.access.models import Organisation, User
from beffroi.archive.models import Post
from beffroi.connectors.contract import NetworkTrouble
from beffroi.directory.models import Account
from beffroi.inbox.models.case import Case
from beffroi.inbox.models.joining import Apart
from beffroi.journal.models import record
from beffroi.work.models import Due, DueQuerySet

if TYPE_CHECKING:
    from django.db.models.query import QuerySet

MENTIONS, OURS = "mentions", "ours"  # first what was said to us, then what we answered


class PastReadingQuerySet(DueQuerySet["PastReading"]):
    def of(self, organisation: Organisation) -> Self:
        whole = self.filter(account__organisation=organisation).select_related("account", "asked_by")
        return whole.order_by("-asked_at", "-pk")


class PastReading(Due):
    """One account, read back to `since`, a page at a time. `place` is the next page of what is read now (`reads`), as
    the network calls it; `found` were new, `known` stood here already, `left_out` asked not to be kept."""

    account = models.ForeignKey(Account, on_delete=models.CASCADE, related_name="+")
    since = models.DateTimeField()
    asked_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    asked_at = models.DateTimeField()
    reads = models.CharField(max_length=10, default=MENTIONS)
    place = models.CharField(max_length=500, default="")
    reached = models.DateTimeField(null=True)  # when the oldest message so far was written
    found = models.PositiveIntegerField(default=0)
    known = models.PositiveIntegerField(default=0)
    left_out = models.PositiveIntegerField(default=0)
    ended_at = models.DateTimeField(null=True)
    is_stopped = models.BooleanField(default=False)
    trouble = models.JSONField(default=dict)  # a Sentence

    objects = PastReadingQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["account"], condition=models.Q(ended_at=None), name="one_open_past_reading_per_account"
            )
        ]
        indexes = [models.Index(fields=["due_at"], name="past_reading_due", condition=models.Q(due_at__isnull=False))]

    def __str__(self) -> str:
        return f"past of {self.account_id} since {self.since:%d/%m/%Y}"

    @classmethod
    def ask(cls, account: Account, *, since: datetime, by: User, now: datetime) -> "PastReading":
        """The reading that is open, or a new one: pressing twice asks once."""
        account.must_let(by, "connect accounts")
        with transaction.atomic():
            new = {"since": since, "asked_by": by, "asked_at": now, "due_at": now}
            reading, is_new = cls.objects.get_or_create(account=account, ended_at=None, defaults=new)
            if is_new:
                reading._record("PAST_ASKED", by, now, since=since.date().isoformat())
        return reading

    def advance(self, place: str, *, due_at: datetime, reads: str = "", **counted: object) -> bool:
        """One page is stored, in the transaction of the call; False when somebody stopped it meanwhile."""
        mine = PastReading.objects.filter(pk=self.pk, ended_at=None)
        return bool(mine.update(place=place, due_at=due_at, reads=reads or self.reads, trouble={}, **counted))

    def end(self, *, now: datetime, trouble: dict[str, object] | None = None) -> None:
        """It is over; with a `trouble` because the network lets nobody read further."""
        with transaction.atomic():
            mine = PastReading.objects.filter(pk=self.pk, ended_at=None)
            if mine.update(ended_at=now, due_at=None, trouble=trouble or {}):
                self.refresh_from_db()
                self._record("PAST_READ", None, now, found=self.found, known=self.known)

    def stop(self, *, by: User, now: datetime) -> None:
        """What was brought in stays; a new reading finds the rest. A second time changes nothing."""
        self.account.must_let(by, "connect accounts")
        with transaction.atomic():
            mine = PastReading.objects.filter(pk=self.pk, ended_at=None)
            if mine.update(ended_at=now, due_at=None, is_stopped=True):
                self._record("PAST_STOPPED", by, now)

    def failed(self, trouble: NetworkTrouble) -> None:
        self.trouble = trouble.reason.as_json()
        self.save(update_fields=["trouble"])

    def _record(self, verb: str, by: User | None, now: datetime, **said: str | int) -> None:
        organisation, account = self.account.organisation, str(self.account)
        record(verb, self, organisation=organisation, actor=by, now=now, account=account, **said)


class BroughtInQuerySet(models.QuerySet["BroughtIn"]):
    def of(self, organisation: Organisation) -> Self:
        """Asked from here and not from the cases, of which there are far more."""
        return self.filter(models.Exists(Case.objects.filter(pk=models.OuterRef("case"), organisation=organisation)))


class BroughtIn(models.Model):
    """This case is of the past: it was closed the moment it came, and starts no clock, no promise and no routing. A new
    message opens it like every other. `answered_at` is when our last answer there was written, as far as one is known.
    """

    case = models.OneToOneField("inbox.Case", on_delete=models.CASCADE, related_name="brought_in")
    at = models.DateTimeField()
    answered_at = models.DateTimeField(null=True)

    objects = BroughtInQuerySet.as_manager()

    def __str__(self) -> str:
        return f"{self.case_id} of the past"

    @property
    def is_answered(self) -> bool:
        return self.answered_at is not None and self.answered_at >= self.case.waiting_since

    @classmethod
    def take(cls, post: Post, account: Account, *, by: User | None, now: datetime) -> Case:
        """Puts a message of the past into its conversation's case. One that lives already only grows by it."""
        defaults = {"organisation": account.organisation, "latest": post, "opened_at": now}
        defaults |= {"waiting_since": post.published_at, "closed_at": now, "closed_by": by}
        conversation = Apart.conversation_of(post, account.pk)
        with transaction.atomic():
            case, is_new = Case.objects.get_or_create(account=account, conversation=conversation, defaults=defaults)
            if is_new:
                cls.objects.create(case=case, at=now, answered_at=_our_last_word(account, conversation))
            else:
                newer = _of_the_past(account, conversation).filter(waiting_since__lt=post.published_at)
                newer.update(latest=post, waiting_since=post.published_at)
        return case

    @classmethod
    def mark(cls, cases: Sequence[Case]) -> None:
        """Gives each of these cases its `of_the_past`; None where it is not, or not any more."""
        closed = [case.pk for case in cases if case.closed_at is not None]  # whoever opens one takes it out of the past
        found = {one.case_id: one for one in cls.objects.filter(case__in=closed)} if closed else {}
        for case in cases:
            one = found.get(case.pk)
            case.of_the_past = one if one is not None and case.closed_at == one.at else None
            if one is not None:
                one.case = case

    @classmethod
    def note_answer(cls, account: Account, conversation: str, at: datetime) -> None:
        """We answered there then; an earlier answer than one that is known says nothing new."""
        found = cls.objects.filter(case__in=_of_the_past(account, conversation))
        found.exclude(answered_at__gte=at).update(answered_at=at)


def _of_the_past(account: Account, conversation: str) -> "QuerySet[Case]":
    """The case as it was brought in: nobody has opened it since."""
    return Case.objects.filter(account=account, conversation=conversation, closed_at=models.F("brought_in__at"))


def _our_last_word(account: Account, conversation: str) -> datetime | None:
    ours = Post.objects.filter(network=account.network, conversation=conversation, author_id=account.native_id)
    found: datetime | None = ours.aggregate(last=models.Max("published_at"))["last"]
    return found
