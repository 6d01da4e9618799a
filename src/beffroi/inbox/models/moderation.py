"""A message is hidden or reported, or its author blocked: only with a motive of the charter, and with its evidence."""

from __future__ import annotations

import hashlib
from datetime import datetime
from typing import TYPE_CHECKING, Self

from django.db import models, transaction
from django.utils.translation import gettext, gettext_noop

from beffroi.access.models import Organisation, User
from beffroi.archive.models import Post
from beffroi.directory.models import Account
from beffroi.inbox.models.charter import ModerationCharter, Motive
from beffroi.inbox.models.measure import Measure
from beffroi.journal.models import record
from beffroi.journal.moves import NotAllowed
from beffroi.work.models import Due, DueQuerySet

if TYPE_CHECKING:
    from django.db.models.fields.related_descriptors import RelatedManager

    from beffroi.inbox.models.case import Case

ACTS = {
    "hide": gettext_noop("Hide the message"),
    "report": gettext_noop("Report it to the network"),
    "block": gettext_noop("Block its author"),
}


class ModerationQuerySet(DueQuerySet["ModerationAct"]):
    def of(self, organisation: Organisation) -> Self:
        whole = self.filter(organisation=organisation).order_by("-decided_at", "-pk")
        return whole.select_related(
            "post", "account", "motive__charter", "decided_by", "done_by", "lifted_by", "case__latest"
        )


class ModerationAct(Due):
    """`words` are those of the message as they were read when it was decided, `fingerprint` their sha256. `reason` says
    why the motive holds here. `done_at` is when it was done there: by `done_by` by hand, or by a `Measure` where
    the network can.

    Due on the day on which it is to be looked at again.
    """

    organisation = models.ForeignKey(Organisation, on_delete=models.CASCADE, related_name="+")
    case = models.ForeignKey("inbox.Case", on_delete=models.PROTECT, related_name="moderation")
    account = models.ForeignKey(Account, on_delete=models.PROTECT, related_name="+")
    post = models.ForeignKey(Post, on_delete=models.PROTECT, related_name="+")
    act = models.CharField(max_length=10)
    motive = models.ForeignKey(Motive, on_delete=models.PROTECT, related_name="+")
    reason = models.TextField(max_length=1000, default="", blank=True)
    words = models.TextField()
    fingerprint = models.CharField(max_length=64)
    decided_at = models.DateTimeField()
    decided_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    review_on = models.DateField()
    done_at = models.DateTimeField(null=True)
    done_by = models.ForeignKey(User, null=True, on_delete=models.PROTECT, related_name="+")
    lifted_at = models.DateTimeField(null=True)
    lifted_by = models.ForeignKey(User, null=True, on_delete=models.PROTECT, related_name="+")
    reminded_at = models.DateTimeField(null=True)

    objects = ModerationQuerySet.as_manager()

    if TYPE_CHECKING:
        measures: RelatedManager[Measure]

    class Meta:
        constraints = [
            models.CheckConstraint(condition=models.Q(act__in=list(ACTS)), name="known_moderation_act"),
            models.UniqueConstraint(
                fields=["account", "post", "act"],
                condition=models.Q(lifted_at=None),
                name="one_standing_act_per_message",
            ),
        ]
        indexes = [models.Index(fields=["due_at"], name="moderation_due", condition=models.Q(due_at__isnull=False))]

    def __str__(self) -> str:
        return f"{self.act} {self.post_id}"

    @property
    def label(self) -> str:
        return gettext(ACTS[self.act])

    @classmethod
    def decide(
        cls,
        case: Case,
        post: Post,
        *,
        act: str,
        motive: Motive,
        reason: str,
        review_at: datetime,
        by: User,
        now: datetime,
    ) -> ModerationAct:
        """Pressing twice decides once. Where our account can do it on its network, it is on its way there with that.
        Raises NotAllowed for a motive that is not of the charter in force, for a case without an account, and for a
        review that is not in the future."""
        charter = ModerationCharter.objects.in_force(case.organisation)
        if case.account is None or motive.charter != charter or review_at <= now:
            raise NotAllowed(f"{act} of {post} has no ground")
        case.must_be_answered_by(by)
        with transaction.atomic():
            decided, new = cls.objects.get_or_create(
                account=case.account,
                post=post,
                act=act,
                lifted_at=None,
                defaults={
                    **_evidence(case, post),
                    "motive": motive,
                    "reason": reason,
                    "decided_at": now,
                    "decided_by": by,
                    "review_on": review_at.astimezone(case.organisation.tz).date(),
                    "due_at": review_at,
                },
            )
            if new:
                decided._record("MODERATION_DECIDED", by, now, motive=motive.words)
                Measure.ask(decided, by=by, now=now)
        return decided

    def declare_done(self, *, by: User, now: datetime) -> None:
        """A person did it on the network by hand. Saying it twice says it once."""
        self.case.must_be_answered_by(by)
        with transaction.atomic():
            if ModerationAct.objects.filter(pk=self.pk, done_at=None, lifted_at=None).update(done_at=now, done_by=by):
                self._record("MODERATION_DONE", by, now)

    def lift(self, *, by: User, now: datetime) -> None:
        """It stands no more, and what we did on the network is taken back there; what was decided stays in the
        register."""
        self.case.must_be_answered_by(by)
        with transaction.atomic():
            standing = ModerationAct.objects.filter(pk=self.pk, lifted_at=None)
            if standing.update(lifted_at=now, lifted_by=by, due_at=None):
                self._record("MODERATION_LIFTED", by, now)
                Measure.undo(self, by=by, now=now)

    def uphold(self, *, until: datetime, by: User, now: datetime) -> None:
        """It was looked at again and goes on until a further look. Raises NotAllowed when that is not in the future."""
        if until <= now:
            raise NotAllowed(f"{self} is to be looked at in the future")
        self.case.must_be_answered_by(by)
        with transaction.atomic():
            day = until.astimezone(self.organisation.tz).date()
            standing = ModerationAct.objects.filter(pk=self.pk, lifted_at=None)
            if standing.update(due_at=until, review_on=day, reminded_at=None):
                self._record("MODERATION_UPHELD", by, now, until=day.isoformat())

    def _record(self, verb: str, by: User, now: datetime, **detail: object) -> None:
        said = {"act": {"say": ACTS[self.act]}, "account": str(self.account), **detail}
        record(verb, self, organisation=self.organisation, actor=by, now=now, **said)


def _evidence(case: Case, post: Post) -> dict[str, object]:
    """Where it stands, and its words as they stand now, which their author or the network may take away."""
    fingerprint = hashlib.sha256(post.text.encode()).hexdigest()
    return {"organisation": case.organisation, "case": case, "words": post.text, "fingerprint": fingerprint}
