"""Cases: conversations with citizens that await our answer."""

from datetime import datetime
from typing import Self

from django.db import models, transaction

from beffroi.access.models import Organisation, Team, User
from beffroi.archive.models import Mention, Post
from beffroi.connectors.contract import NetworkTrouble
from beffroi.directory.models import Account
from beffroi.journal.models import record
from beffroi.publishing.models import Draft
from beffroi.work.models import Due, DueQuerySet


class CaseQuerySet(models.QuerySet["Case"]):
    def of(self, organisation: Organisation) -> Self:
        return self.filter(organisation=organisation).select_related("account", "latest", "team")

    def with_answer(self) -> Self:
        """Adds `answered_at`: when our last answer left. Derived from the publications, stored nowhere."""
        published = {"draft__publications__act": "publish", "draft__publications__sent_at__isnull": False}
        sent = Reply.objects.filter(case=models.OuterRef("pk"), **published)
        left_at = "draft__publications__sent_at"
        return self.annotate(answered_at=models.Subquery(sent.order_by(f"-{left_at}").values(left_at)[:1]))

    def answered(self) -> Self:
        return self.filter(self._answer_after_the_latest())

    def waiting(self) -> Self:
        """Open cases whose latest message has no answer that left after it, the longest waiting first."""
        return self.unsettled().exclude(self._answer_after_the_latest()).order_by("waiting_since", "pk")

    def unsettled(self) -> Self:
        """Open cases whose answer nobody has seen leave yet: the few among which the waiting ones are."""
        return self.filter(closed_at=None, answer_seen_at=None)

    @staticmethod
    def _answer_after_the_latest() -> models.Exists:
        # `state` is not asked for: only what left has a `sent_at`, and SQLite would begin with all that left
        since = {
            "draft__publications__act": "publish",
            "draft__publications__sent_at__gte": models.OuterRef("waiting_since"),
        }
        return models.Exists(Reply.objects.filter(case=models.OuterRef("pk"), **since))


class Case(models.Model):
    """One conversation on one of our accounts. Answered is not a state: it is a publication that was sent."""

    organisation = models.ForeignKey(Organisation, on_delete=models.CASCADE, related_name="+")
    account = models.ForeignKey(Account, on_delete=models.CASCADE, related_name="+")
    conversation = models.CharField(max_length=500)
    latest = models.ForeignKey(Post, on_delete=models.PROTECT, related_name="+")
    opened_at = models.DateTimeField()
    waiting_since = models.DateTimeField()
    answer_seen_at = models.DateTimeField(null=True)  # the answer to `latest` was seen to have left: look no more
    team = models.ForeignKey(Team, null=True, on_delete=models.SET_NULL, related_name="+")
    closed_at = models.DateTimeField(null=True)
    closed_by = models.ForeignKey(User, null=True, on_delete=models.PROTECT, related_name="+")

    objects = CaseQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["account", "conversation"], name="one_case_per_account_and_conversation")
        ]
        indexes = [
            models.Index(
                fields=["organisation", "waiting_since", "id"],
                name="case_open",
                condition=models.Q(closed_at=None, answer_seen_at=None),
            ),
            models.Index(fields=["organisation", "-waiting_since", "-id"], name="case_newest"),
        ]

    def __str__(self) -> str:
        return f"case {self.pk}"

    @classmethod
    def take(cls, mention: Mention, *, now: datetime, by: User | None = None) -> "Case":
        """Puts a mention into its conversation's case: a new one, or the known one, which opens again.

        `by` is the person who found that it deserves an answer; None when it spoke to us.
        """
        account, post = mention.account, mention.post
        with transaction.atomic():
            case, new = cls.objects.get_or_create(
                account=account,
                conversation=post.conversation,
                defaults={
                    "organisation": account.organisation,
                    "latest": post,
                    "opened_at": now,
                    "waiting_since": post.published_at,
                },
            )
            if not new:
                case._grow(post)
            verb = "CASE_TAKEN" if by else "CASE_OPENED" if new else "CASE_GREW"
            record(
                verb, case, organisation=account.organisation, now=now, account=str(account), author=post.author_handle
            )
        return case

    @classmethod
    def take_from(cls, post: Post, account: Account, *, by: User, now: datetime) -> "Case":
        """A post that did not speak to us but is worth an answer from `account` becomes a case."""
        mention, _new = Mention.objects.get_or_create(post=post, account=account)
        return cls.take(mention, now=now, by=by)

    def _grow(self, post: Post) -> None:
        """A later message counts from when it was written; an older one found late changes nothing."""
        if post.published_at > self.latest.published_at:
            self.latest, self.waiting_since = post, post.published_at
            self.closed_at = self.closed_by = self.answer_seen_at = None
            self.save(update_fields=["latest", "waiting_since", "closed_at", "closed_by", "answer_seen_at"])

    def settle(self, *, now: datetime) -> bool:
        """Remembers that the answer to this message has left, which no later event undoes; False when a newer message
        came meanwhile."""
        seen = Case.objects.filter(pk=self.pk, waiting_since=self.waiting_since, answer_seen_at=None)
        return bool(seen.update(answer_seen_at=now))

    def messages(self) -> models.QuerySet[Post]:
        """The whole conversation as we have seen it, ours included, oldest first."""
        return Post.objects.in_conversation(self.account.network, self.conversation)

    @property
    def greeting(self) -> str:
        """What an answer begins with, where a reply reaches its person only when it names them."""
        return f"@{self.latest.author_handle} " if self.account.capabilities.replies_name else ""

    def reply(self, text: str, *, by: User, now: datetime, lang: str = "fr") -> Draft:
        """An answer to the latest message. It is a draft like any other: somebody else approves it, then it leaves.

        The same words sent twice by one press are one answer.
        """
        with transaction.atomic():
            draft, is_new = Draft.begin_once(
                organisation=self.organisation,
                by=by,
                accounts=[self.account],
                text=text,
                lang=lang,
                in_reply_to=self.latest,
                now=now,
            )
            if not is_new:
                return draft
            Reply.objects.create(case=self, draft=draft)
            record("CASE_REPLY_DRAFTED", self, organisation=self.organisation, actor=by, now=now)
        return draft

    def hand_to(self, team: Team | None, *, by: User, now: datetime) -> None:
        """Gives the case to a service; the hand-over is written down."""
        with transaction.atomic():
            self.team = team
            self.save(update_fields=["team"])
            Assignment.objects.create(case=self, team=team, by=by, at=now)
            record("CASE_HANDED", self, organisation=self.organisation, actor=by, now=now, team=str(team or "—"))

    def close(self, *, by: User, now: datetime) -> None:
        """Nothing is owed any more; a new message opens the case again."""
        with transaction.atomic():
            if Case.objects.filter(pk=self.pk, closed_at=None).update(closed_at=now, closed_by=by):
                record("CASE_CLOSED", self, organisation=self.organisation, actor=by, now=now)


class ReplyQuerySet(models.QuerySet["Reply"]):
    def sent(self) -> Self:
        """Answers that left."""
        return self.filter(draft__publications__state="sent")


class Reply(models.Model):
    """Ties an answer's draft to its case."""

    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="replies")
    draft = models.OneToOneField(Draft, on_delete=models.PROTECT, related_name="+")

    objects = ReplyQuerySet.as_manager()

    def __str__(self) -> str:
        return f"{self.case_id} <- {self.draft_id}"


class Assignment(models.Model):
    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="assignments")
    team = models.ForeignKey(Team, null=True, on_delete=models.SET_NULL, related_name="+")
    by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    def __str__(self) -> str:
        return f"{self.case_id} -> {self.team_id}"


class MentionPoll(Due):
    """When the mentions of an account are read next, and where the last reading ended."""

    account = models.OneToOneField(Account, on_delete=models.CASCADE, related_name="+")
    cursor = models.TextField(default="")
    read_at = models.DateTimeField(null=True)
    trouble = models.JSONField(default=dict)  # a Sentence

    objects = DueQuerySet.as_manager()

    class Meta:
        indexes = [models.Index(fields=["due_at"], name="mention_poll_due")]

    def __str__(self) -> str:
        return f"mentions of {self.account_id}"

    def settle(self, cursor: str, now: datetime) -> None:
        self.cursor, self.read_at, self.trouble = cursor, now, {}
        self.save(update_fields=["cursor", "read_at", "trouble"])

    def failed(self, trouble: NetworkTrouble) -> None:
        self.trouble = trouble.reason.as_json()
        self.save(update_fields=["trouble"])
