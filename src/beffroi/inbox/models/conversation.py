"""When our own posts are looked through for answers that came without a notification."""

from collections.abc import Iterable
from datetime import datetime, timedelta

from django.db import models

from beffroi.connectors.contract import NetworkTrouble
from beffroi.directory.models import Account
from beffroi.vocabulary import Post
from beffroi.work.models import Due, DueQuerySet

KEPT = timedelta(days=7)  # a post that is older is not looked at any more
AGES = (timedelta(hours=1), timedelta(days=1), timedelta(days=3), KEPT)
RESTS = ((AGES[0], timedelta(minutes=1)), (AGES[1], timedelta(minutes=10)), (KEPT, timedelta(hours=1)))
EACH_ANSWER = timedelta(seconds=0.5)  # how much longer a conversation rests for every answer that is in it


def rest(age: timedelta, answers: int) -> timedelta:
    """How long a conversation is left alone after it was read: the longer, the older and the larger it is."""
    usual = next((pause for until, pause in RESTS if age < until), RESTS[-1][1])
    return max(usual, answers * EACH_ANSWER)


class ConversationPoll(Due):
    """When the own posts of an account are counted through next. `whole_at` is when all that are kept were."""

    account = models.OneToOneField(Account, on_delete=models.CASCADE, related_name="+")
    read_at = models.DateTimeField(null=True)
    whole_at = models.DateTimeField(null=True)
    trouble = models.JSONField(default=dict)  # a Sentence

    objects = DueQuerySet.as_manager()

    class Meta:
        indexes = [models.Index(fields=["due_at"], name="conversation_poll_due")]

    def __str__(self) -> str:
        return f"own posts of {self.account_id}"

    def settle(self, *, is_whole: bool, now: datetime) -> None:
        self.read_at, self.whole_at, self.trouble = now, now if is_whole else self.whole_at, {}
        self.save(update_fields=["read_at", "whole_at", "trouble"])

    def failed(self, trouble: NetworkTrouble) -> None:
        self.trouble = trouble.reason.as_json()
        self.save(update_fields=["trouble"])


class Conversation(Due):
    """What stands below one of our posts, while it is young; due when it is to be read. `answers` is what the network
    counted there last."""

    account = models.ForeignKey(Account, on_delete=models.CASCADE, related_name="+")
    native_id = models.CharField(max_length=500)
    said_at = models.DateTimeField()
    answers = models.PositiveIntegerField()
    read_at = models.DateTimeField(null=True)
    trouble = models.JSONField(default=dict)  # a Sentence

    objects = DueQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["account", "native_id"], name="each_conversation_of_an_account_once")
        ]
        indexes = [
            models.Index(fields=["due_at"], name="conversation_due", condition=models.Q(due_at__isnull=False)),
            models.Index(fields=["said_at"], name="conversation_by_age"),
        ]

    def __str__(self) -> str:
        return f"below {self.native_id}"

    @classmethod
    def count(cls, account: Account, told: Iterable[tuple[Post, int]], *, now: datetime) -> None:
        """Notes what is counted below each of our posts; where it is another number than before, it comes due."""
        counted = {post.native_id: (post.published_at, answers) for post, answers in told}
        known = {row.native_id: row for row in cls.objects.filter(account=account, native_id__in=counted)}
        for native_id, (said_at, answers) in counted.items():
            row = known.get(native_id)
            if row is not None and row.answers != answers:
                row._come_due(answers, now)
            elif row is None and answers:
                new = {"said_at": said_at, "answers": answers, "due_at": now}
                cls.objects.get_or_create(account=account, native_id=native_id, defaults=new)

    def _come_due(self, answers: int, now: datetime) -> None:
        again = now if self.read_at is None else max(now, self.read_at + rest(now - self.said_at, answers))
        self.answers, self.due_at = answers, min(again, self.due_at or again)
        self.save(update_fields=["answers", "due_at"])

    def settle(self, *, now: datetime) -> None:
        """It was read; the next time is at an age at which nobody counts what stands far down. Not where it came due
        anew meanwhile."""
        mine = Conversation.objects.filter(pk=self.pk, due_at=self.due_at)
        again = [self.said_at + age for age in AGES if self.said_at + age > now]
        mine.update(due_at=min(again, default=None), read_at=now, trouble={})

    def failed(self, trouble: NetworkTrouble) -> None:
        self.trouble = trouble.reason.as_json()
        self.save(update_fields=["trouble"])

    @classmethod
    def forget_old(cls, now: datetime) -> None:
        cls.objects.filter(due_at=None, said_at__lt=now - 2 * KEPT).delete()
