"""The delivery ledger: one row per post and account, from its approval to its receipt."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any

from django.db import models, transaction
from django.utils.translation import gettext_noop

from beffroi import vocabulary
from beffroi.access.models import User
from beffroi.archive.models import OwnPost, Post
from beffroi.directory.models import Account
from beffroi.facts.models import Fact, Outcome
from beffroi.journal.models import record
from beffroi.journal.moves import NotAllowed, move
from beffroi.publishing.models import gates
from beffroi.publishing.models.ledger import PublicationQuerySet
from beffroi.publishing.models.price import price_of
from beffroi.publishing.models.version import Version
from beffroi.publishing.states import PUBLICATION
from beffroi.work.models import Due
from beffroi.work.waking import wake

if TYPE_CHECKING:
    from beffroi.publishing.models.draft import Draft

EXCHANGE = timedelta(seconds=30)  # what one exchange with a network may take at most
LEASE = 2 * EXCHANGE  # for the words; each image is an exchange more
GRACE = timedelta(minutes=15)  # late is wrong: after this a person is asked
AGAIN = timedelta(seconds=30)  # between two looks at a gate that is shut
RESTORED = vocabulary.Sentence(gettext_noop("A backup was put back: it may have left since."))
LATE = vocabulary.Sentence(gettext_noop("Its time had passed when Beffroi could send it."))

ACTS = ("publish", "edit", "delete")


class Publication(Due):
    """One act on one network: a post (or a part of a thread), an edit or a deletion of one that was sent.

    `after` is the part of the thread that must have left before, `target` the post that is corrected (an answer to
    it), edited or deleted. `text` is what leaves, fixed at the approval; `sent` the body of the request as it left.
    """

    act = models.CharField(max_length=10, default="publish")
    draft = models.ForeignKey("publishing.Draft", on_delete=models.PROTECT, related_name="publications")
    version = models.ForeignKey(Version, on_delete=models.PROTECT, related_name="+")
    account = models.ForeignKey(Account, on_delete=models.PROTECT, related_name="+")
    part = models.PositiveSmallIntegerField(default=0)
    after = models.ForeignKey("self", null=True, on_delete=models.PROTECT, related_name="+")
    target = models.ForeignKey("self", null=True, on_delete=models.PROTECT, related_name="amendments")
    text = models.TextField(default="")
    price = models.DecimalField(max_digits=8, decimal_places=3, null=True)  # US dollars; None: free
    state = models.CharField(max_length=20, default=PUBLICATION.initial)
    leave_at = models.DateTimeField()
    not_after = models.DateTimeField()
    attempts = models.PositiveIntegerField(default=0)
    key = models.CharField(max_length=120)  # chosen at the approval: the same at every try, and after a restore
    written_at = models.DateTimeField(null=True)  # the moment written into the post, fixed by the first claim
    remote_id = models.CharField(max_length=500, default="")
    remote_version = models.CharField(max_length=200, default="")
    url = models.CharField(max_length=500, default="")
    sent_at = models.DateTimeField(null=True)
    sent = models.TextField(default="")
    gone_at = models.DateTimeField(null=True)  # when our deletion of it was done
    trouble = models.JSONField(default=dict)  # a Sentence: what went wrong last

    objects = PublicationQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["version", "account", "part", "act"],
                condition=~models.Q(state="withdrawn"),
                name="one_publication_per_version_account_part_and_act",
            ),
            models.CheckConstraint(condition=models.Q(act__in=ACTS), name="publication_act"),
            models.CheckConstraint(condition=models.Q(state__in=list(PUBLICATION.states)), name="publication_state"),
        ]
        indexes = [
            models.Index(fields=["due_at"], name="publication_due", condition=models.Q(due_at__isnull=False)),
            models.Index(fields=["account", "state"], name="publication_by_account"),
            models.Index(fields=["state", "-sent_at"], name="publication_sent"),
        ]

    def __str__(self) -> str:
        return f"publication {self.pk} on {self.account_id}: {self.state}"

    @classmethod
    def queue(cls, draft: Draft, version: Version, *, now: datetime) -> None:
        """One publication per account and post of `version`, due at its time, or now; what waits for a fact has no
        due time until the fact is settled."""
        leave_at = max(draft.leave_at or now, now)
        if draft.awaits is not None:
            draft.awaits.fact.lock()  # it cannot be settled between our look and our commit
        for account in draft.accounts.order_by("pk"):
            cls._queue_on(account, draft, version, leave_at)
        wake("publishing.send_due")

    @classmethod
    def _queue_on(cls, account: Account, draft: Draft, version: Version, leave_at: datetime) -> None:
        is_edit, before = draft.amendment == "edit", None
        due_at, limit = _timetable(draft.awaits, leave_at)
        for part, text in enumerate(version.posts_on(account.network, account.capabilities)):
            before = cls.objects.create(
                draft=draft,
                version=version,
                account=account,
                act="edit" if is_edit else "publish",
                part=part,
                after=None if is_edit else before,
                target=draft.amended_on(account, part if is_edit else 0),
                text=text,
                price=price_of(text, account.capabilities),
                leave_at=leave_at,
                due_at=due_at,
                not_after=draft.not_after or limit,
                key=account.on.new_key(leave_at + timedelta(milliseconds=part)),
            )

    def take_away(self, *, by: User, now: datetime) -> Publication:
        """Queues the deletion of a post that was sent; it goes through the same claim.

        Raises NotAllowed when the network deletes nothing, or when it is gone or going already.
        """
        self.account.must_let(by, "approve")
        with transaction.atomic():
            Account.objects.select_for_update(no_key=True).get(pk=self.account_id)
            going = self.amendments.filter(act="delete").exclude(state="withdrawn")
            if not self.stands or not self.account.capabilities.deletes or going.exists():
                raise NotAllowed(f"{self} cannot be deleted")
            same = {"draft": self.draft, "version": self.version, "account": self.account, "part": self.part}
            times = {"leave_at": now, "due_at": now, "not_after": now + GRACE}
            key = self.account.on.new_key(now)
            deletion = Publication.objects.create(act="delete", target=self, key=key, **same, **times)
            organisation, account = self.draft.organisation, str(self.account)
            record("PUBLICATION_DELETION_ASKED", self, organisation=organisation, actor=by, now=now, account=account)
        return deletion

    # --- the claim: everything that may hold a post back is read inside its transaction

    def claim(self, *, now: datetime) -> bool:
        """Takes a queued row to `sending`, if it may leave now; commits before anything is said to the network.

        The account's row is locked first, as `Account.freeze` does: once a freeze has committed, no claim succeeds.
        """
        with transaction.atomic():
            account = (
                Account.objects.select_for_update(no_key=True, of=("self",))
                .select_related("connection", "organisation")
                .get(pk=self.account_id)
            )
            if now > self.not_after:
                self._move("missed", "PUBLICATION_MISSED", now=now, due_at=None, trouble=self.trouble or LATE.as_json())
                return False
            if self.after_id is not None:  # as it stands now: it may have left since this row was read
                self.after = Publication.objects.select_related("target").get(pk=self.after_id)
            if self.draft.awaits_id is not None:  # who settles it, or takes the word back, waits until we have looked
                Fact.objects.select_for_update(no_key=True).get(outcomes=self.draft.awaits_id)
            if shut := gates.shut(self, account, now):
                self._look_again(shut, now)
                return False
            if self._another_is_on_its_way(now):
                return False
            self._move(
                "sending",
                None,
                now=now,
                due_at=now + LEASE + self._images() * EXCHANGE,
                attempts=self.attempts + 1,
                written_at=self.written_at or now,
            )
        return True

    def _images(self) -> int:
        return self.version.picture_count if self.part == 0 else 0

    def claim_lookup(self, *, now: datetime) -> bool:
        """Takes a row whose sending was cut, or whose effect is unknown, to look it up on the network."""
        attempts = self.attempts + 1
        rows = Publication.objects.filter(state=self.state)
        if not rows.claim(self, until=now + LEASE, state="sending", attempts=attempts):
            return False
        self.state, self.attempts = "sending", attempts
        return True

    def shut_since_claim(self, *, now: datetime) -> vocabulary.Sentence | None:
        """What has come in between the claim and the network call: a stop, a freeze. Read afresh."""
        account = Account.objects.select_related("connection", "organisation").get(pk=self.account_id)
        return gates.shut(self, account, now)

    def _look_again(self, shut: vocabulary.Sentence, now: datetime) -> None:
        if gates.sleeps(shut):
            self._sleep(shut)
            return
        later = self._before_it_is_missed(now + AGAIN)
        Publication.objects.filter(state="queued").claim(self, until=later, trouble=shut.as_json())

    def _sleep(self, shut: vocabulary.Sentence) -> None:
        """Not due until its fact is settled: `wake` comes then."""
        waiting = Publication.objects.filter(pk=self.pk, state="queued", due_at=self.due_at)
        limit = self.draft.not_after or _fact_of(self.draft).expires_at
        waiting.update(due_at=None, not_after=limit, trouble=shut.as_json())

    def wake(self, *, now: datetime) -> None:
        """What it announces has come true: it leaves now, or at its own time if that is later."""
        leave_at = max(self.leave_at, now)
        not_after = min(self.draft.not_after or leave_at + GRACE, leave_at + GRACE)
        waiting = Publication.objects.filter(pk=self.pk, state="queued", due_at=self.due_at)
        waiting.update(due_at=leave_at, leave_at=leave_at, not_after=not_after, trouble={})
        wake("publishing.send_due")

    def miss(self, reason: vocabulary.Sentence, *, now: datetime) -> None:
        """What it waited for will not come: a person is asked."""
        self._move("missed", "PUBLICATION_MISSED", now=now, due_at=None, trouble=reason.as_json())

    def _another_is_on_its_way(self, now: datetime) -> bool:
        """Posts of one account leave one at a time, in their order; a deletion only waits for what is being sent."""
        others = Publication.objects.filter(account_id=self.account_id).exclude(pk=self.pk)
        ahead = models.Q(state="sending")
        if self.act != "delete":
            ahead |= models.Q(state="queued", due_at__lt=self.due_at)
            ahead |= models.Q(state="queued", due_at=self.due_at, pk__lt=self.pk)
        return others.filter(ahead).exists()

    def outgoing(self) -> vocabulary.Outgoing:
        """What leaves, the same at every try. Raises OSError when an image's file cannot be read."""
        assert self.written_at is not None, "claimed first"  # noqa: S101  # the claim has fixed it
        reply_to, root = self._place()
        is_first = self.part == 0
        return vocabulary.Outgoing(
            key=self.key,
            text=self.text,
            created_at=self.written_at,
            lang=self.version.lang,
            reply_to=reply_to,
            root=root,
            media=tuple(attachment.as_media() for attachment in self.version.pictures) if is_first else (),
            card=self.version.card() if is_first else None,
            private=bool(self.draft.private_to),
        )

    def _place(self) -> tuple[vocabulary.Ref | None, vocabulary.Ref | None]:
        """What it answers, and the first post of that conversation: the part before it, the post that it corrects, or
        what the draft answers."""
        if self.after is not None:
            _, root = self.after._place()
            return self.after.ref, root or self.after.ref
        if self.target is not None and self.act == "publish" and self.target.gone_at is None:
            return self.target.ref, self.target._place()[1] or self.target.ref
        if self.target is not None and self.act != "publish":
            return self.target._place()
        replied = self.draft.in_reply_to
        return (replied.ref, replied.root) if replied else (None, None)

    @property
    def stands(self) -> bool:
        """Whether it is a post of ours that the network shows and that can be named to it."""
        return self.act == "publish" and self.state == "sent" and self.gone_at is None and bool(self.remote_id)

    @property
    def ref(self) -> vocabulary.Ref:
        return vocabulary.Ref(self.remote_id, self.remote_version)

    # --- the settling: only while the lease is ours

    def settle_sent(self, receipt: vocabulary.Receipt, *, now: datetime) -> None:
        with transaction.atomic():
            self._settle(
                "sent",
                "PUBLICATION_SENT",
                now=now,
                due_at=None,
                remote_id=receipt.native_id,
                remote_version=receipt.version,
                url=receipt.url,
                sent_at=now,
                sent=receipt.sent,
                trouble={},
            )
            OwnPost.note(Post.store(self._as_post(receipt), now=now), self.account, now=now, agreed=True)

    def settle_gone(self, *, now: datetime) -> None:
        """The deletion is done."""
        with transaction.atomic():
            self._settle("sent", "PUBLICATION_DELETED", now=now, due_at=None, sent_at=now, trouble={})
            Publication.objects.filter(amendments=self).update(gone_at=now)

    def settle_failed(self, reason: vocabulary.Sentence, *, now: datetime) -> None:
        self._settle("failed", "PUBLICATION_FAILED", now=now, due_at=None, trouble=reason.as_json())

    def settle_again(self, reason: vocabulary.Sentence, *, at: datetime, now: datetime) -> None:
        """It certainly did not leave: it is tried again at `at`, through the same gates."""
        self._settle("queued", None, now=now, due_at=self._before_it_is_missed(at), trouble=reason.as_json())

    def settle_unsure(self, reason: vocabulary.Sentence, *, at: datetime | None, now: datetime) -> None:
        """Nobody can tell whether it left: looked up at `at`, or left to a person (None). Never resent blindly."""
        self._settle("unsure", "PUBLICATION_UNSURE", now=now, due_at=at, trouble=reason.as_json())

    def doubt(self, *, now: datetime) -> None:
        """The ledger was put back to an earlier moment: this one may have left since, and is looked up."""
        written_at = self.written_at or self.leave_at  # it cannot have been written before
        reason = RESTORED.as_json()
        self._move("unsure", "PUBLICATION_UNSURE", now=now, due_at=now, written_at=written_at, trouble=reason)

    def _settle(self, to: str, verb: str | None, *, now: datetime, **changes: Any) -> None:
        self._move(to, verb, now=now, where={"due_at": self.due_at}, **changes)

    # --- decisions of a person about what did not leave

    def send_after_all(self, *, by: User, now: datetime) -> None:
        """A person decides that a missed publication may still leave, now; it passes every gate again."""
        self.account.must_let(by, "approve")
        due_at, limit = _timetable(self.draft.awaits, now)
        self._move("queued", "PUBLICATION_REQUEUED", by=by, now=now, due_at=due_at, leave_at=now, not_after=limit)

    def withdraw(self, *, by: User | None, now: datetime) -> None:
        if by is not None:
            self.account.must_let(by, "approve")
        self._withdraw(by=by, now=now)

    def _withdraw(self, *, by: User | None, now: datetime) -> None:
        self._move("withdrawn", "PUBLICATION_WITHDRAWN", by=by, now=now, due_at=None)

    def withdraw_unsent(self, *, by: User | None, now: datetime) -> None:
        """Withdraws what certainly has not left. Raises NotAllowed for what has, is leaving, or is in doubt."""
        if self.state not in ("queued", "missed", "failed"):
            raise NotAllowed(f"{self} cannot be taken back")
        self._withdraw(by=by, now=now)

    def reschedule(self, leave_at: datetime, not_after: datetime) -> None:
        """Moves a waiting post to another time. Raises NotAllowed when it no longer waits."""
        waiting = Publication.objects.filter(pk=self.pk, state__in=["queued", "missed"], due_at=self.due_at)
        due_at, limit = _timetable(self.draft.awaits, leave_at)
        not_after = not_after if due_at is not None else self.draft.not_after or limit
        if not waiting.update(state="queued", leave_at=leave_at, due_at=due_at, not_after=not_after):
            raise NotAllowed(f"{self} no longer waits")
        self.state, self.leave_at, self.due_at, self.not_after = "queued", leave_at, due_at, not_after

    def say_it_left(self, *, url: str, by: User, now: datetime) -> None:
        """A person looked and saw a doubtful post on the network: it is settled as sent, at the address they give."""
        self.account.must_let(by, "approve")
        if self.state != "unsure" or self.due_at is not None:
            raise NotAllowed(f"{self} is not left to a person")
        self._move("sent", "PUBLICATION_SEEN", by=by, now=now, due_at=None, url=url, sent_at=self.written_at or now)

    def _before_it_is_missed(self, at: datetime) -> datetime:
        return min(at, self.not_after + timedelta(seconds=1))

    def _as_post(self, receipt: vocabulary.Receipt) -> vocabulary.Post:
        outgoing, account = self.outgoing(), self.account
        author = vocabulary.Profile(account.network, account.native_id, account.handle, account.name)
        return vocabulary.Post(
            network=account.network,
            native_id=receipt.native_id,
            version=receipt.version,
            author=author,
            text=outgoing.text,
            lang=outgoing.lang,
            url=receipt.url,
            published_at=outgoing.created_at,
            reply_to=outgoing.reply_to,
            root=outgoing.root,
            private=outgoing.private,
        )

    def _move(
        self, to: str, verb: str | None, *, now: datetime, by: User | None = None, where: Any = None, **changes: Any
    ) -> None:
        move(
            self,
            to,
            lifecycle=PUBLICATION,
            verb=verb,
            organisation=self.draft.organisation,
            actor=by,
            now=now,
            where=where or {"due_at": self.due_at},
            detail={"account": str(self.account), "reason": changes.get("trouble") or self.trouble},
            **changes,
        )


def _timetable(awaits: Outcome | None, leave_at: datetime) -> tuple[datetime | None, datetime]:
    """When what leaves at `leave_at` comes due, and after when it is too late; never due while its fact is open."""
    if awaits is None:
        return leave_at, leave_at + GRACE
    settled = awaits.fact.settlement
    if settled is None:
        return None, awaits.fact.expires_at
    due_at = max(leave_at, settled.stands_at)
    return due_at, due_at + GRACE


def _fact_of(draft: Draft) -> Fact:
    assert draft.awaits is not None, "only what waits for a fact sleeps"  # noqa: S101  # the gate has said so
    return draft.awaits.fact
