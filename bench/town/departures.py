"""Drafts and what left of them: answers to cases, the town's own posts, and what is still open."""

from datetime import datetime, timedelta

from beffroi.access.models import User
from beffroi.archive.models import Post
from beffroi.directory.models import Account
from beffroi.inbox.models import Case, Reply
from beffroi.publishing.models import Approval, ChangeRequest, Draft, Publication, Version
from beffroi.publishing.models.publication import GRACE, LATE
from bench.town import words
from bench.town.conversations import BATCH, Chronicle, Conversation
from bench.town.people import Town
from bench.town.size import FULL, Size

SENT_TODAY = 20
QUEUED, MISSED = 60, 12
OPEN = ("draft", "submitted", "submitted", "changes_requested")


class Writing:
    """Gathers drafts with all that belongs to them and stores each kind at once."""

    def __init__(self, town: Town) -> None:
        self.town = town
        self.drafts: list[Draft] = []
        self.versions: list[Version] = []
        self.approvals: list[Approval] = []
        self.publications: list[Publication] = []
        self.requests: list[ChangeRequest] = []
        self.accounts: list[list[Account]] = []

    def draft(
        self, text: str, account: Account, at: datetime, *, state: str, by: User, answers: Post | None = None
    ) -> Version:
        draft = Draft(
            organisation=self.town.organisation, author=by, in_reply_to=answers, state=state, created_at=at,
            submitted_at=None if state == "draft" else at + timedelta(minutes=1),
        )  # fmt: skip
        version = Version(draft=draft, number=1, text=text, lang="fr", by=by, at=at)
        self.drafts.append(draft)
        self.versions.append(version)
        several = state != "approved" and len(self.drafts) % 3 == 0
        self.accounts.append(self.town.accounts[:3] if several else [account])
        if state == "changes_requested":
            reason = "La date manque."
            self.requests.append(ChangeRequest(version=version, by=self.town.approver, at=at, reason=reason))
        return version

    def approved(self, text: str, account: Account, at: datetime, *, answers: Post | None = None) -> Publication:
        """An approved draft with its publication, queued for `at`."""
        begun = at - timedelta(minutes=30)
        version = self.draft(text, account, begun, state="approved", by=self.town.writer(), answers=answers)
        self.approvals.append(Approval(version=version, by=self.town.approver, at=begun + timedelta(minutes=10)))
        publication = Publication(
            draft=version.draft, version=version, account=account, leave_at=at, due_at=at, not_after=at + GRACE,
            key=f"seeded-{len(self.publications)}",
        )  # fmt: skip
        self.publications.append(publication)
        return publication

    def sent(self, post: Post, account: Account, *, answers: Post | None = None) -> Publication:
        """An approved draft that left as `post`."""
        at = post.published_at
        publication = self.approved(post.text, account, at - timedelta(seconds=1), answers=answers)
        publication.state, publication.due_at, publication.attempts = "sent", None, 1
        publication.written_at = publication.sent_at = at
        publication.remote_id, publication.url = post.native_id, post.url
        return publication

    def store(self) -> None:
        Draft.objects.bulk_create(self.drafts, batch_size=BATCH)
        chosen = Draft.accounts.through
        pairs = [
            chosen(draft=draft, account=account)
            for draft, accounts in zip(self.drafts, self.accounts, strict=True)
            for account in accounts
        ]
        chosen._default_manager.bulk_create(pairs, batch_size=BATCH)
        Version.objects.bulk_create(self.versions, batch_size=BATCH)
        Approval.objects.bulk_create(self.approvals, batch_size=BATCH)
        ChangeRequest.objects.bulk_create(self.requests, batch_size=BATCH)
        Publication.objects.bulk_create(self.publications, batch_size=BATCH)


def own_posts(town: Town, size: Size, chronicle: Chronicle) -> list[tuple[Account, Post]]:
    """What the town published by itself; the last ones within the hour."""
    moments = [town.now - timedelta(minutes=2 * n + 1) for n in range(SENT_TODAY)]
    older = size.publications - SENT_TODAY - QUEUED - MISSED if size.publications > 2 * FULL else FULL
    moments += [town.ago(days=town.chance.uniform(1, 540)) for _ in range(older)]
    posts = []
    for at in moments:
        account = town.account()
        posts.append((account, chronicle.by_us(account, at, words.answer(town.chance))))
    return posts


def publish(writing: Writing, posts: list[tuple[Account, Post]]) -> None:
    """What left, what will leave in two days, and what missed its time."""
    town = writing.town
    for account, post in posts:
        writing.sent(post, account)
    for n in range(QUEUED):
        writing.approved(words.answer(town.chance), town.accounts[0], town.now + timedelta(days=2, minutes=20 * n))
    for n in range(MISSED):
        missed = writing.approved(words.answer(town.chance), town.account(), town.ago(days=1 + n))
        missed.state, missed.due_at, missed.trouble = "missed", None, LATE.as_json()


def leave_open(writing: Writing, size: Size) -> None:
    """Drafts that nobody has published: half of them open, the others discarded."""
    town = writing.town
    for n in range(size.drafts):
        state = OPEN[n // 2 % len(OPEN)] if n % 2 == 0 else "discarded"
        at = town.ago(days=town.chance.uniform(0.1, 30 if state != "discarded" else 540))
        writing.draft(words.answer(town.chance), town.account(), at, state=state, by=town.writer())


def open_cases(town: Town, talks: list[Conversation], writing: Writing) -> list[Case]:
    """Every conversation's case, and the drafts of its answers in `writing`. Both are stored."""
    cases = [_case(town, talk) for talk in talks]
    Case.objects.bulk_create(cases, batch_size=BATCH)
    replies = []
    for case, talk in zip(cases, talks, strict=True):
        for answer in talk.answers:
            left = writing.sent(answer.post, talk.account, answers=answer.question)
            replies.append(Reply(case=case, draft=left.draft))
        if talk.kind == "waiting" and town.chance.random() < 0.3:
            replies += [Reply(case=case, draft=draft) for draft in _being_answered(writing, talk)]
    writing.store()
    Reply.objects.bulk_create(replies, batch_size=BATCH)
    return cases


def _being_answered(writing: Writing, talk: Conversation) -> list[Draft]:
    """One answer that waits for an approval, another one for its time."""
    town, begun = writing.town, talk.latest.published_at + timedelta(minutes=10)
    text, later = words.answer(town.chance), town.now + timedelta(days=3)
    asked = writing.draft(text, talk.account, begun, state="submitted", by=town.writer(), answers=talk.latest)
    queued = writing.approved(text, talk.account, later, answers=talk.latest)
    return [asked.draft, queued.draft]


def _case(town: Town, talk: Conversation) -> Case:
    asked_at = talk.latest.published_at
    is_closed = talk.kind == "closed"
    answered_at = talk.answers[-1].at if talk.kind == "answered" else None
    return Case(
        organisation=town.organisation, account=talk.account, conversation=talk.asked[0].native_id, latest=talk.latest,
        opened_at=talk.asked[0].published_at, waiting_since=asked_at,
        answer_seen_at=answered_at,
        team=town.chance.choice([*town.teams, None, None, None]),
        closed_at=asked_at + timedelta(hours=3) if is_closed else None, closed_by=town.owner if is_closed else None,
    )  # fmt: skip
