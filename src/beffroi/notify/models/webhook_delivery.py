"""One call to a program: the row is the queue, as with messages to people."""

import json
import uuid
from datetime import UTC, datetime, timedelta
from typing import Any, Self

from django.db import models

from beffroi.journal.erasing import Names
from beffroi.journal.moves import move
from beffroi.notify.models.webhook import PATIENCE, WebhookEndpoint
from beffroi.notify.states import CALL
from beffroi.vocabulary import Sentence
from beffroi.work.models import Due, DueQuerySet

LEASE = timedelta(minutes=1)  # of one call: what it may take at most, and more
# After each failed try, as the Standard Webhooks specification proposes: the last one is at the end of three days.
AGAIN = [
    timedelta(seconds=5),
    timedelta(minutes=5),
    timedelta(minutes=30),
    *(timedelta(hours=hours) for hours in (2, 5, 10, 14, 20, 24)),
]
SHOWN = {"": (), "sent": ("sent",), "waiting": ("queued", "sending"), "failed": ("failed", "withdrawn")}
KEPT = timedelta(days=30)  # in the log
KEPT_OF_AN_ANSWER = 1024  # bytes


class WebhookDeliveryQuerySet(DueQuerySet["WebhookDelivery"]):
    def to(self, endpoint: WebhookEndpoint) -> Self:
        return self.filter(endpoint=endpoint)

    def shown(self, which: str) -> Self:
        """Those that one of SHOWN names; all of them for any other word."""
        states = SHOWN.get(which, ())
        return self.filter(state__in=states) if states else self

    def waiting(self) -> Self:
        return self.filter(state="queued")


class WebhookDelivery(Due):
    """`body` is what is sent, the same bytes at every try, unless somebody is erased from it. At least once: the
    other side knows a call by its `key`, which is the webhook-id."""

    key = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    endpoint = models.ForeignKey(WebhookEndpoint, on_delete=models.CASCADE, related_name="deliveries")
    type = models.CharField(max_length=40)
    body = models.TextField()
    state = models.CharField(max_length=20, default=CALL.initial)
    attempts = models.PositiveIntegerField(default=0)
    written_at = models.DateTimeField()
    not_after = models.DateTimeField()
    sent_at = models.DateTimeField(null=True)
    status = models.PositiveSmallIntegerField(null=True)  # of the last answer
    took = models.PositiveIntegerField(null=True)  # milliseconds
    answer = models.TextField(default="")  # the beginning of the last one
    trouble = models.JSONField(default=dict)  # a Sentence: what went wrong last

    objects = WebhookDeliveryQuerySet.as_manager()

    class Meta:
        constraints = [models.CheckConstraint(condition=models.Q(state__in=list(CALL.states)), name="call_state")]
        indexes = [
            models.Index(fields=["due_at"], name="call_due", condition=models.Q(due_at__isnull=False)),
            models.Index(fields=["endpoint", "-written_at", "-id"], name="call_log"),
        ]

    def __str__(self) -> str:
        return f"{self.type} {self.state}"

    @classmethod
    def write(cls, endpoint: WebhookEndpoint, *, type: str, at: datetime, data: Any, now: datetime) -> Self:
        """Queues one call, in the transaction of the caller; `at` is when what it tells of happened."""
        said = {"type": type, "timestamp": at.astimezone(UTC).isoformat().replace("+00:00", "Z"), "data": data}
        body = _as_json(said)
        due_at = max(now, endpoint.rests_until or now)
        times = {"written_at": now, "due_at": due_at, "not_after": now + PATIENCE}
        return cls.objects.create(endpoint=endpoint, type=type, body=body, **times)

    @property
    def webhook_id(self) -> str:
        return f"msg_{self.key.hex}"

    def claim(self, *, now: datetime) -> bool:
        """Takes it to `sending` for one lease. What nobody may be called for any more is withdrawn."""
        self.endpoint.refresh_from_db(fields=["is_active", "sealed", "former_until", "address"])
        if not self.endpoint.is_active:
            self._move("withdrawn" if self.state == "queued" else "failed", now=now, due_at=None)
            return False
        taken = WebhookDelivery.objects.filter(state=self.state)
        if not taken.claim(self, until=now + LEASE, state="sending", attempts=self.attempts + 1):
            return False
        self.refresh_from_db()
        return True

    def settle_sent(self, *, now: datetime, **came: Any) -> None:
        self._move("sent", now=now, due_at=None, sent_at=now, trouble={}, **came)

    def settle_again(self, reason: Sentence, *, not_before: datetime, now: datetime, **came: Any) -> None:
        """Tried again later, for the last time when three days are over; then it is given up."""
        if now >= self.not_after or self.attempts > len(AGAIN):
            self.settle_failed(reason, now=now, **came)
            return
        wanted = max(now + AGAIN[self.attempts - 1], not_before)
        at = min(wanted, self.not_after)
        self._move("queued", now=now, due_at=at, trouble=reason.as_json(), **came)

    def settle_failed(self, reason: Sentence, *, now: datetime, **came: Any) -> None:
        self._move("failed", now=now, due_at=None, trouble=reason.as_json(), **came)

    def send_again(self, *, now: datetime) -> None:
        """A person wants it once more, under the same id. Raises NotAllowed while it is on its way."""
        self._move("queued", now=now, due_at=now, not_after=now + PATIENCE, attempts=0, trouble={})

    def names(self, person: Names) -> bool:
        return person.are_in(json.loads(self.body)) or person.are_in(self.answer)

    def say_less(self, person: Names) -> None:
        """Neither what it says, sent or not, nor what was answered names this person any more."""
        said = json.loads(self.body)
        self.body = _as_json({**said, "data": person.without(said["data"])})
        self.answer = "" if person.are_in(self.answer) else self.answer
        WebhookDelivery.objects.filter(pk=self.pk).update(body=self.body, answer=self.answer)

    @classmethod
    def let_rest(cls, endpoint: WebhookEndpoint, until: datetime) -> None:
        """What waits for the same server waits as long as its rest."""
        cls.objects.to(endpoint).waiting().filter(due_at__lt=until).update(due_at=until)

    @classmethod
    def forget(cls, now: datetime) -> int:
        return cls.objects.filter(due_at=None, written_at__lt=now - KEPT).delete()[0]

    def _move(self, to: str, *, now: datetime, **changes: Any) -> None:
        organisation, seen = self.endpoint.organisation, {"due_at": self.due_at}
        move(self, to, lifecycle=CALL, verb=None, organisation=organisation, now=now, where=seen, **changes)


def _as_json(said: dict[str, Any]) -> str:
    return json.dumps(said, ensure_ascii=False, separators=(",", ":"))
