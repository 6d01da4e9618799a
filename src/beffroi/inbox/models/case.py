"""Cases: conversations with citizens that await our answer."""

from datetime import datetime
from typing import TYPE_CHECKING, Any, Self
from urllib.parse import urlsplit

from django.db import models, transaction
from django.db.models.functions import Coalesce
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from beffroi.access.models import Organisation, Team, User
from beffroi.archive.models import Mention, Post
from beffroi.directory.models import Account
from beffroi.directory.rights import require
from beffroi.inbox.models.channel import CHANNELS
from beffroi.inbox.models.clock import Clock
from beffroi.inbox.models.deadline import FAR, Deadline
from beffroi.inbox.models.elsewhere import ElsewhereAnswer
from beffroi.inbox.models.joining import Apart, Merging, messages_of
from beffroi.inbox.models.reply import Assignment, Reply
from beffroi.inbox.models.saying import cases_saying
from beffroi.inbox.models.snooze import Snooze
from beffroi.journal.models import record
from beffroi.journal.moves import NotAllowed
from beffroi.publishing.models import Draft, Version
from beffroi.publishing.models.departure import Departure, departure_of
from beffroi.vocabulary import Sentence

if TYPE_CHECKING:
    from beffroi.inbox.models.past import BroughtIn

PRIORITIES = {  # the word that is kept, and its message id
    "urgent": gettext_noop("urgent"),
    "high": gettext_noop("high"),
    "normal": gettext_noop("normal"),
    "low": gettext_noop("low"),
}

OPEN = models.Q(closed_at=None, answer_seen_at=None)  # those among which the waiting ones are: few of all


class CaseQuerySet(models.QuerySet["Case"]):
    def of(self, organisation: Organisation) -> Self:
        return self.filter(organisation=organisation).whole()

    def whole(self) -> Self:
        """With what a row of a list shows."""
        return self.select_related("account", "latest", "team", "assignee")

    def with_answer(self) -> Self:
        """Adds `answered_at`: when our last answer left, or was posted elsewhere. Derived, stored nowhere."""
        published = {"draft__publications__act": "publish", "draft__publications__sent_at__isnull": False}
        published["is_trace"] = False
        sent = Reply.objects.filter(case=models.OuterRef("pk"), **published)
        left_at = "draft__publications__sent_at"
        left = models.Subquery(sent.order_by(f"-{left_at}").values(left_at)[:1])
        return self.annotate(answered_at=Coalesce(left, models.F("elsewhere__posted_at")))

    def answered(self) -> Self:
        return self.filter(self._answer_after_the_latest() | models.Q(elsewhere__posted_at__isnull=False))

    def waiting(self) -> Self:
        """Open cases whose latest message has no answer that left after it, the longest waiting first."""
        return self.unsettled().exclude(self._answer_after_the_latest()).order_by("waiting_since", "pk")

    def unsettled(self) -> Self:
        """Open cases whose answer nobody has seen leave yet: the few among which the waiting ones are."""
        return self.filter(OPEN)

    def with_snooze(self) -> Self:
        """Adds `snoozed_until`: until when somebody has set the case aside, None while it is awake."""
        return self.annotate(snoozed_until=models.Subquery(Snooze.objects.holding().values("due_at")[:1]))

    def awake(self) -> Self:
        """Cases that nobody has set aside."""
        return self.exclude(models.Exists(Snooze.objects.holding()))

    def asleep(self) -> Self:
        """Cases that somebody has set aside, and that no newer message woke: few, so that one begins with them."""
        return self.filter(pk__in=Snooze.objects.set_aside())

    def search(self, words: str) -> Self:
        """Cases in whose messages all these words are said, whatever their accents and capitals."""
        return self.filter(pk__in=Case.saying(words))

    @staticmethod
    def _answer_after_the_latest() -> models.Exists:
        # `state` is not asked for: only what left has a `sent_at`, and SQLite would begin with all that left
        since = {
            "draft__publications__act": "publish",
            "draft__publications__sent_at__gte": models.OuterRef("waiting_since"),
            "is_trace": False,
        }
        return models.Exists(Reply.objects.filter(case=models.OuterRef("pk"), **since))


class Case(models.Model):
    """One conversation on one of our accounts. Answered is not a state: it is a publication that was sent.

    Without an account it stands *elsewhere*: on a page where a person answers by hand, and says so.
    """

    organisation = models.ForeignKey(Organisation, on_delete=models.CASCADE, related_name="+")
    account = models.ForeignKey(Account, null=True, on_delete=models.CASCADE, related_name="+")
    conversation = models.CharField(max_length=500)
    latest = models.ForeignKey(Post, on_delete=models.PROTECT, related_name="+")
    opened_at = models.DateTimeField()
    waiting_since = models.DateTimeField()
    answer_by = models.DateTimeField(default=FAR)  # what is promised (`Deadline`); FAR where nothing is
    answer_seen_at = models.DateTimeField(null=True)  # the answer to `latest` was seen to have left: look no more
    team = models.ForeignKey(Team, null=True, on_delete=models.SET_NULL, related_name="+")
    assignee = models.ForeignKey(User, null=True, on_delete=models.SET_NULL, related_name="+")
    priority = models.CharField(max_length=10, default="normal")
    closed_at = models.DateTimeField(null=True)
    closed_by = models.ForeignKey(User, null=True, on_delete=models.PROTECT, related_name="+")

    objects = CaseQuerySet.as_manager()
    answered_at: datetime | None  # of those read `with_answer`
    snoozed_until: datetime | None  # of those read `with_snooze`
    of_the_past: "BroughtIn | None" = None  # of those that were marked

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["account", "conversation"], name="one_case_per_account_and_conversation"),
            models.UniqueConstraint(
                fields=["organisation", "latest"], condition=models.Q(account=None), name="one_case_per_page_elsewhere"
            ),
            models.CheckConstraint(condition=models.Q(priority__in=list(PRIORITIES)), name="known_priority"),
        ]
        indexes = [
            models.Index(fields=["organisation", "waiting_since", "id"], name="case_open", condition=OPEN),
            models.Index(fields=["organisation", "-waiting_since", "-id"], name="case_newest"),
            models.Index(fields=["organisation", "answer_by", "id"], name="case_due", condition=OPEN),
            models.Index(
                fields=["organisation", "assignee", "waiting_since", "id"], name="case_open_mine", condition=OPEN
            ),
            models.Index(fields=["organisation", "team", "waiting_since", "id"], name="case_open_team", condition=OPEN),
            models.Index(fields=["conversation"], name="case_by_conversation"),
            models.Index(fields=["organisation", "priority", "-waiting_since", "-id"], name="case_by_priority"),
        ]

    def __str__(self) -> str:
        return f"case {self.pk}"

    @classmethod
    def saying(cls, words: str, organisation: Organisation | None = None) -> list[int]:
        """The numbers of the cases in whose messages all these words are said, of as many as `Post.saying` looks at."""
        return cases_saying(cls.objects.all(), words, organisation)

    @classmethod
    def take(cls, mention: Mention, *, now: datetime, by: User | None = None) -> "Case":
        """Puts a mention into its conversation's case: a new one, or the known one, which opens again.

        `by` is the person who found that it deserves an answer; None when it spoke to us.
        """
        account, post = mention.account, mention.post
        with transaction.atomic():
            known, new = cls.objects.get_or_create(
                account=account,
                conversation=Apart.conversation_of(post, account.pk),
                defaults={
                    "organisation": account.organisation,
                    "latest": post,
                    "opened_at": now,
                    "waiting_since": post.published_at,
                },
            )
            case: Case = known if new else Merging.holder_of(known)
            was_closed = case.closed_at is not None
            if moved := new or case._grow(post):
                spoke_at = post.seen_at if by is None else None
                Clock.run(case, post, spoke_at=spoke_at, was_closed=was_closed, now=now)
            verb = "CASE_TAKEN" if by else "CASE_OPENED" if new else "CASE_GREW"
            said = {"account": str(account), "author": post.author_handle}
            record(verb, case, organisation=account.organisation, actor=by, now=now, **said)
            if moved:
                case.reckon(was_closed=was_closed)
        return case

    @classmethod
    def take_from(cls, post: Post, account: Account, *, by: User, now: datetime) -> "Case":
        """A post that did not speak to us but is worth an answer from `account` becomes a case."""
        account.must_let(by, "answer")
        mention, _new = Mention.objects.get_or_create(post=post, account=account)
        return cls.take(mention, now=now, by=by)

    @classmethod
    def take_elsewhere(cls, post: Post, organisation: Organisation, *, by: User, now: datetime) -> "Case":
        """What stands where no account of ours can answer (a blog, the press) becomes a case all the same, once; a
        closed one opens again."""
        with transaction.atomic():
            case, new = cls.objects.get_or_create(
                organisation=organisation,
                account=None,
                latest=post,
                defaults={
                    "conversation": post.conversation,
                    "opened_at": now,
                    "waiting_since": post.published_at,
                },
            )
            reopened = bool(
                cls.objects.filter(pk=case.pk).exclude(closed_at=None).update(closed_at=None, closed_by=None)
            )
            if new or reopened:
                case.closed_at = case.closed_by = None
                Clock.run(case, post, was_closed=reopened, now=now)
                case.reckon(was_closed=reopened)
                said = {"place": case.place, "page": post.url}
                record("CASE_TAKEN_ELSEWHERE", case, organisation=organisation, actor=by, now=now, **said)
        return case

    @classmethod
    def of_post(cls, post: Post, organisation: Organisation, account: Account | None) -> "Case | None":
        """The case in which `post` is already, if it is in one."""
        if account is None:
            return cls.objects.filter(organisation=organisation, account=None, latest=post).first()
        is_in_it = Mention.objects.filter(post=post, account=account, due_at=None)
        return cls.objects.filter(models.Exists(is_in_it), account=account, conversation=post.conversation).first()

    def _grow(self, post: Post) -> bool:
        """A later message counts from when it was written. An older one found late changes nothing while the case
        waits: it is read with the rest. Where it was seen after the answer, nobody has read it, and it waits since."""
        since = post.published_at
        if since <= self.latest.published_at:
            if post.pk == self.latest_id or not self._was_settled_before(post.seen_at):
                return False
            since = post.seen_at
        self.latest, self.waiting_since = post, since
        self.closed_at = self.closed_by = self.answer_seen_at = None
        self.save(update_fields=["latest", "waiting_since", "closed_at", "closed_by", "answer_seen_at"])
        return True

    def _was_settled_before(self, moment: datetime) -> bool:
        """Whether our answer left, or somebody closed the case, before that moment."""
        found = Case.objects.filter(pk=self.pk).with_answer().get()
        ended = [at for at in (found.closed_at, found.answered_at if found.is_answered else None) if at is not None]
        return bool(ended) and max(ended) < moment

    def reckon(self, *, was_closed: bool = False) -> None:
        """What is promised of it, reckoned from the targets: in the transaction of whatever may change it."""
        Deadline.follow(self, was_closed=was_closed)

    def settle(self, *, now: datetime) -> bool:
        """Remembers that the answer to this message has left, which no later event undoes; False when a newer message
        came meanwhile."""
        seen = Case.objects.filter(pk=self.pk, waiting_since=self.waiting_since, answer_seen_at=None)
        return bool(seen.update(answer_seen_at=now))

    def messages(self) -> models.QuerySet[Post]:
        """The whole conversation as we have seen it, ours included, with what was merged into it, oldest first."""
        return messages_of(self)

    @property
    def is_answered(self) -> bool:
        """Whether an answer left, or was posted, after the latest message. Of cases read `with_answer`."""
        return self.answered_at is not None and self.answered_at >= self.waiting_since

    @property
    def due(self) -> Deadline | None:
        """What is promised of the answer, while one is owed. Of cases read `with_answer`."""
        if self.closed_at is not None or self.is_answered:
            return None
        return next((each for each in self.deadlines.all() if not each.is_resolution), None)

    @property
    def turn(self) -> str:
        """Where it stands, derived: "closed", "answered" (it is the citizen's turn), "snoozed" or "waiting".

        Of cases read `with_answer` and `with_snooze`.
        """
        if self.closed_at is not None:
            return "closed"
        if self.is_answered:
            return "answered"
        return "snoozed" if self.snoozed_until else "waiting"

    @property
    def priority_word(self) -> str:
        return _(PRIORITIES[self.priority])

    @property
    def who(self) -> str:
        """Whoever wrote last, by the name that they show; where it stands, when they show none."""
        return self.latest.author_name or self.latest.author_handle or self.place

    @property
    def place(self) -> str:
        """Where it stands, as people name it: `blog.example`, by telephone."""
        if (channel := CHANNELS.get(self.latest.network)) is not None:
            return _(channel)
        try:
            host = urlsplit(self.latest.url).hostname or ""
        except ValueError:
            host = ""
        return host.removeprefix("www.") or self.latest.author_name or self.latest.network

    def earlier(self) -> "CaseQuerySet":
        """This person's other cases with us, the newest first, by the account that wrote; nothing else about them."""
        # two questions: asked at once, SQLite would walk through all cases, the newest first
        said = {"latest__network": self.latest.network, "latest__author_id": self.latest.author_id}
        theirs = Case.objects.filter(**said).order_by().values_list("pk", "organisation")
        ours = [case for case, whose in theirs if whose == self.organisation_id and case != self.pk]
        return Case.objects.filter(pk__in=ours).whole().with_answer().with_snooze().order_by("-waiting_since", "-pk")

    @property
    def greeting(self) -> str:
        """What an answer begins with, where a reply reaches its person only when it names them, as a private one does
        everywhere."""
        names = self.latest.private or (self.account is not None and self.account.capabilities.replies_name)
        return f"@{self.latest.author_handle} " if names else ""

    def reply(self, text: str, *, by: User, now: datetime, lang: str = "fr", is_trace: bool = False) -> Draft:
        """An answer to the latest message. It is a draft like any other: somebody else approves it, then it leaves.

        `is_trace`: it only says where the question is, and answers nothing. The same words sent twice by one press are
        one answer. Raises NotAllowed for a case that stands elsewhere.
        """
        if self.account is None:
            raise NotAllowed(f"no account answers {self}")
        self.must_be_answered_by(by)
        with transaction.atomic():
            what = dict[str, Any](text=text, lang=lang, in_reply_to=self.latest, accounts=[self.account])
            draft, is_new = Draft.begin_once(organisation=self.organisation, by=by, now=now, **what)
            if not is_new:
                return draft
            Reply.objects.create(case=self, draft=draft, is_trace=is_trace)
            record("CASE_REPLY_DRAFTED", self, organisation=self.organisation, actor=by, now=now)
        return draft

    def write_elsewhere(self, text: str, *, by: User, seen: datetime | None, now: datetime) -> ElsewhereAnswer:
        """Keeps an answer that a person will post by hand, and writes down who wrote it; else as `keep`."""
        self.must_be_answered_by(by)
        with transaction.atomic():
            kept = ElsewhereAnswer.keep(self, text, by=by, seen=seen, now=now)
            record("ANSWER_WRITTEN", self, organisation=self.organisation, actor=by, now=now, place=self.place)
        return kept

    def departure(self, text: str, *, by: User, now: datetime) -> Departure:
        """What would become of `text` if `by` submitted it now as the answer."""
        draft = Draft(organisation=self.organisation, author=by, in_reply_to=self.latest)
        version = Version(pk=0, text=text.replace("\r\n", "\n"), lang="fr", by=by, at=now)
        accounts = [self.account] if self.account else []
        return departure_of([(draft, version)], accounts, organisation=self.organisation, by=by, writers=[by], now=now)

    def must_be_answered_by(self, user: User) -> None:
        """Raises PermissionDenied for somebody who may not answer for its account."""
        require(user, "answer", [self.account], self.organisation)

    def hand_to(self, team: Team | None, *, by: User, now: datetime) -> None:
        """Gives the case to a service; the hand-over is written down."""
        self.must_be_answered_by(by)
        with transaction.atomic():
            self.team = team
            self.save(update_fields=["team"])
            Assignment.objects.create(case=self, team=team, by=by, at=now)
            record("CASE_HANDED", self, organisation=self.organisation, actor=by, now=now, team=str(team or "—"))

    def close(self, *, by: User, now: datetime) -> None:
        """Nothing is owed any more; a new message opens the case again."""
        self.must_be_answered_by(by)
        with transaction.atomic():
            if Case.objects.filter(pk=self.pk, closed_at=None).update(closed_at=now, closed_by=by):
                record("CASE_CLOSED", self, organisation=self.organisation, actor=by, now=now)

    def reopen(self, *, by: User, now: datetime) -> None:
        """Something is owed after all."""
        self.must_be_answered_by(by)
        with transaction.atomic():
            closed = Case.objects.filter(pk=self.pk).exclude(closed_at=None)
            if closed.update(closed_at=None, closed_by=None):
                record("CASE_REOPENED", self, organisation=self.organisation, actor=by, now=now)
                self.reckon(was_closed=True)

    def give_to(self, person: User | None, *, by: User, now: datetime) -> None:
        """One person takes care of it, or nobody in particular; its service stays."""
        self.must_be_answered_by(by)
        with transaction.atomic():
            self.assignee = person
            self.save(update_fields=["assignee"])
            Assignment.objects.create(case=self, team=self.team, person=person, by=by, at=now)
            said = {"person": person.name if person else "—"}
            record("CASE_GIVEN", self, organisation=self.organisation, actor=by, now=now, **said)

    def prioritise(self, priority: str, *, by: User, now: datetime) -> None:
        """`priority` is one of PRIORITIES: a word for the desk; a response target may ask for it."""
        self.must_be_answered_by(by)
        with transaction.atomic():
            self.priority = priority
            self.save(update_fields=["priority"])
            said = Sentence(PRIORITIES[priority]).as_json()
            record("CASE_PRIORITISED", self, organisation=self.organisation, actor=by, now=now, priority=said)
            self.reckon()
