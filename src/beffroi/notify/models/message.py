"""One message to one person: the row is the queue, as in the delivery ledger."""

import uuid
from collections.abc import Callable, Mapping
from dataclasses import asdict, dataclass, field
from datetime import datetime, timedelta
from typing import Any, Self

from django.db import models, transaction
from django.utils.translation import gettext_noop

from beffroi.access.models import Membership, Organisation, User
from beffroi.access.sealing import WrongKey, seal, unseal
from beffroi.journal.moves import move
from beffroi.notify.channels import CHANNELS
from beffroi.notify.states import MESSAGE
from beffroi.vocabulary import Sentence
from beffroi.work.models import Due, DueQuerySet
from beffroi.work.waking import wake

LEASE = timedelta(minutes=2)  # of one sending: what a channel's calls may take at most, and more
PATIENCE = timedelta(days=1)  # without a stated time
DIGEST = "digest"  # the kind of a message that has lines
TOO_LATE = Sentence(gettext_noop("It was no longer of use when it could be sent."))
REHEARSED = Sentence(gettext_noop("The demonstration sends nothing to anybody."))


About = models.Model | tuple[str, str]  # a row, or its kind and id as the ledger names them


@dataclass(frozen=True, slots=True)
class Recipient:
    """`channel`: a name of CHANNELS. `address`: an e-mail address, a number as +33612345678, a room; `secret` is the
    real one where an address is a key, and `address` what is shown of it."""

    name: str
    channel: str
    address: str
    lang: str = "fr"
    secret: str = field(default="", repr=False)


class MessageQuerySet(DueQuerySet["Message"]):
    def about(self, row: models.Model) -> Self:
        """Messages about one thing, the latest first: who was told, who could not be reached."""
        return self.filter(**_about(row)).order_by("-written_at")

    def of_whom_nobody_was_reached(self, organisation: Organisation, since: datetime) -> Self:
        """The latest message to each address that failed, where none has left to it since."""
        later = Message.objects.filter(
            organisation=organisation,
            channel=models.OuterRef("channel"),
            address=models.OuterRef("address"),
            written_at__gt=models.OuterRef("written_at"),
            state__in=["sent", "failed"],
            digest=None,
        )
        failed = self.filter(organisation=organisation, state="failed", written_at__gte=since, digest=None)
        return failed.exclude(models.Exists(later)).order_by("-written_at")

    def unsettled(self) -> Self:
        """Those that may still leave, lines of a digest too: they are never due."""
        return self.filter(state__in=["queued", "sending"])

    def to(self, channel: str, address: str) -> Self:
        return self.filter(channel=channel, address=address)


class Message(Due):
    """`subject` and `body` are stored Sentences, said in `lang`. A secret (a link, a code) is sealed to this row and
    removed once the message is settled, and so are the values of `body`, which may quote or name anybody. A digest says
    what its `lines` say, which leave with it, never alone.

    At least once: after a crash between the sending and the settling it is sent again. Once it is `sent` it never is.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)  # the same to the far side at every try
    organisation = models.ForeignKey(Organisation, on_delete=models.CASCADE, related_name="+")
    kind = models.CharField(max_length=40)
    channel = models.CharField(max_length=10)
    address = models.CharField(max_length=255)
    name = models.CharField(max_length=120)
    lang = models.CharField(max_length=5)
    subject = models.JSONField()  # a Sentence
    body = models.JSONField()  # a Sentence
    sealed = models.BinaryField(null=True)
    count = models.PositiveIntegerField(default=1)  # how many things it tells at once
    is_urgent = models.BooleanField(default=False)  # the others are woken where it does not get through
    state = models.CharField(max_length=20, default=MESSAGE.initial)
    attempts = models.PositiveIntegerField(default=0)
    written_at = models.DateTimeField()
    not_after = models.DateTimeField()
    sent_at = models.DateTimeField(null=True)
    trouble = models.JSONField(default=dict)  # a Sentence: what went wrong last
    about_kind = models.CharField(max_length=40, default="")
    about_id = models.CharField(max_length=40, default="")
    digest = models.ForeignKey("self", null=True, on_delete=models.SET_NULL, related_name="lines")
    reader = models.ForeignKey(User, null=True, on_delete=models.SET_NULL, related_name="+")  # of a digest

    objects = MessageQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(condition=models.Q(state__in=list(MESSAGE.states)), name="message_state"),
        ]
        indexes = [
            models.Index(fields=["due_at"], name="message_due", condition=models.Q(due_at__isnull=False)),
            models.Index(fields=["about_kind", "about_id"], name="message_about"),
            models.Index(fields=["address", "-written_at"], name="message_by_address"),
        ]

    def __str__(self) -> str:
        return f"message {self.pk} by {self.channel}: {self.state}"

    @classmethod
    def write(
        cls,
        organisation: Organisation,
        *,
        kind: str,
        to: Recipient,
        subject: Sentence,
        body: Sentence,
        link: str = "",
        now: datetime,
        not_after: datetime | None = None,
        about: About | None = None,
        leave_at: datetime | None = None,
        secrets: Mapping[str, str] | None = None,
        count: int = 1,
        is_urgent: bool = False,
        digest: "Message | None" = None,
        reader: User | None = None,
    ) -> "Message":
        """Queues one message, in the transaction of the caller: it leaves once that has committed, not before
        `leave_at`, and not after `not_after` (a day when nothing is said). `count`: how many things it tells of. A
        line of a `digest` is never due.
        `link` is an absolute address, perhaps secret; `secrets` fill hidden places of `body`. Raises KeyError: channel.
        """
        if to.channel not in CHANNELS:
            raise KeyError(to.channel)
        due_at = max(now, leave_at or now)
        times = {"written_at": now, "due_at": None if digest else due_at, "not_after": not_after or due_at + PATIENCE}
        said = {"kind": kind, "subject": subject.as_json(), "body": body.as_json(), "count": count}
        whose = {"organisation": organisation, "digest": digest, "reader": reader, "is_urgent": is_urgent}
        message = cls(**whose, **said, **times, **_place(to), **_about(about))
        message.sealed = message._seal({**(secrets or {}), "address": to.secret, "link": link})
        message.save(force_insert=True)
        wake("notify.send_due")
        return message

    def gather(self, *, count: int, body: Sentence, link: str, is_urgent: bool = False) -> bool:
        """Tells of `count` more things too, while it has not left; urgent as soon as one of them is. False when it is
        being sent, or was, or when somebody else added to it first."""
        try:
            hidden = self.opened().get("address", "")
        except WrongKey:
            return False
        waiting = Message.objects.filter(pk=self.pk, state="queued", due_at=self.due_at, count=self.count)
        return bool(
            waiting.update(
                count=models.F("count") + count,
                is_urgent=self.is_urgent or is_urgent,
                body=body.as_json(),
                sealed=self._seal({"link": link, "address": hidden}),
                about_kind="",
                about_id="",
            )
        )

    def say_less(self, without: Callable[[str], bool]) -> bool:
        """Takes the values out for which `without` says so, of a message that is not settled."""
        said = {part: _less(getattr(self, part), without) for part in ("subject", "body")}
        return bool(Message.objects.unsettled().filter(pk=self.pk).update(**said))

    # --- the claim

    def claim(self, *, now: datetime) -> bool:
        """Takes it to `sending` for one lease, if it may still leave; what another added meanwhile is read anew.

        A row whose sending was cut comes here too, once the lease of the dead has passed.
        """
        if self.organisation.is_demo and self.state == "queued":
            self._move("withdrawn", now=now, trouble=REHEARSED.as_json(), **self._put_down)
            return False
        if now > self.not_after:
            self._fail(self.trouble or TOO_LATE.as_json(), now=now)
            return False
        with transaction.atomic():
            taken = Message.objects.filter(state=self.state)
            if self.is_digest and not self._take_lines(now):
                return False
            if not taken.claim(self, until=now + LEASE, state="sending", attempts=self.attempts + 1):
                return False
        self.refresh_from_db()
        return True

    def _take_lines(self, now: datetime) -> bool:
        """Its lines go with it, from the moment on at which no more can be added. Where all of them are settled, or its
        reader has left meanwhile, it goes nowhere: a digest is never empty."""
        mine = Message.objects.select_for_update(no_key=True).filter(pk=self.pk, state=self.state, due_at=self.due_at)
        if mine.first() is None:
            return False
        reads = Membership.objects.filter(organisation=self.organisation, user=self.reader, user__is_active=True)
        if reads.exists():
            self.lines.filter(state="queued").update(state="sending")
            if self.lines.filter(state="sending").exists():
                return True
        self._move("withdrawn", now=now, **self._put_down)
        return False

    def redirect(self, to: Recipient) -> None:
        """It waits, and its reader is told elsewhere now. Raises WrongKey."""
        secrets = {**self.opened(), "address": to.secret}
        changes = {**_place(to), "sealed": self._seal(secrets)}
        Message.objects.filter(pk=self.pk, state="queued", due_at=self.due_at).update(**changes)

    def opened(self) -> dict[str, str]:
        """Its secrets, `link` among them. Raises WrongKey."""
        return unseal(bytes(self.sealed), row=self._row) if self.sealed else {"link": ""}

    # --- the settling: only while the lease is ours

    def settle_sent(self, *, now: datetime) -> None:
        self._move("sent", now=now, sent_at=now, trouble={}, **self._put_down)

    def settle_again(self, reason: Sentence, *, at: datetime, now: datetime) -> None:
        """It is tried again at `at`, or given up when its time has passed by then."""
        if at > self.not_after:
            self._fail(reason.as_json(), now=now)
        else:
            self._move("queued", now=now, due_at=at, trouble=reason.as_json())

    def settle_failed(self, reason: Sentence, *, now: datetime) -> None:
        self._fail(reason.as_json(), now=now)

    def withdraw(self, *, now: datetime) -> None:
        """What it would have told is settled. Raises NotAllowed when it is being sent, or was."""
        self._move("withdrawn", now=now, **self._put_down)

    def _fail(self, reason: Any, *, now: datetime) -> None:
        self._move("failed", "NOTICE_FAILED", now=now, trouble=reason, **self._put_down)

    def _move(self, to: str, verb: str | None = None, *, now: datetime, **changes: Any) -> None:
        where, detail = {"due_at": self.due_at}, self._detail(changes.get("trouble") or {})
        more: dict[str, Any] = {"organisation": self.organisation, "where": where, "detail": detail, **changes}
        with transaction.atomic():
            move(self, to, lifecycle=MESSAGE, verb=verb, now=now, **more)
            if self.is_digest:
                self._move_lines(to, changes)

    def _move_lines(self, to: str, changes: Mapping[str, Any]) -> None:
        with_it = {name: changes[name] for name in ("sent_at", "sealed") if name in changes}
        for line in self.lines.filter(state__in=["queued", "sending"]).only("body"):
            less = {"body": _without_values(line.body)} if "body" in changes else {}
            Message.objects.filter(pk=line.pk).update(state=to, **with_it, **less)

    def _detail(self, reason: Any) -> dict[str, Any]:
        return {
            "name": self.name,
            "channel": CHANNELS[self.channel].label.as_json(),
            "reason": reason,
            "kind": self.kind,
            "about": [self.about_kind, self.about_id],
        }

    @property
    def is_digest(self) -> bool:
        """Whether it says what its lines say."""
        return self.kind == DIGEST

    @property
    def _put_down(self) -> dict[str, Any]:
        return {"due_at": None, "sealed": None, "body": _without_values(self.body)}

    def _seal(self, secrets: Mapping[str, str]) -> bytes | None:
        return seal(secrets, row=self._row) if any(secrets.values()) else None

    @property
    def _row(self) -> str:
        return f"notify.message:{self.pk}:secrets"


def named(about: About) -> tuple[str, str]:
    """A row as the ledger names it: its kind and its id."""
    return (about._meta.label_lower, str(about.pk)) if isinstance(about, models.Model) else about


def _place(to: Recipient) -> dict[str, str]:
    """Who is told and where, as it is kept in the clear."""
    return {name: value for name, value in asdict(to).items() if name != "secret"}


def _without_values(sentence: dict[str, Any]) -> dict[str, Any]:
    return {"say": sentence["say"]}


def _less(sentence: dict[str, Any], without: Callable[[str], bool]) -> dict[str, Any]:
    values = sentence.get("values", {})
    return {**sentence, "values": {key: "…" if without(str(value)) else value for key, value in values.items()}}


def _about(about: About | None) -> dict[str, str]:
    kind, key = named(about) if about is not None else ("", "")
    return {"about_kind": kind, "about_id": key}
