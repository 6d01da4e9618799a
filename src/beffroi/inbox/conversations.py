"""Finds the answers that no notification told of: counts what stands below our posts, and reads where it is more."""

from collections.abc import Sequence
from datetime import datetime, timedelta

from django.db import transaction

from beffroi.archive.models import Mention, OwnPost
from beffroi.archive.models import Post as ArchivedPost
from beffroi.connectors.contract import AccessLost, NetworkTrouble, ReadsConversations, TryLater, own_posts
from beffroi.directory.models import Account
from beffroi.inbox.models import Conversation, ConversationPoll
from beffroi.inbox.models.conversation import KEPT
from beffroi.vocabulary import Post

PACE = timedelta(minutes=1)  # between two countings of one account's posts
LATELY = timedelta(days=1)  # how far back most of them go
WHOLE = timedelta(hours=1)  # how often all of the posts that are kept are counted
LEASE = timedelta(minutes=10)  # of one reading: a long conversation is many questions
AGAIN = timedelta(minutes=5)
PAGES = 20  # of own posts, for one counting


def enrol(now: datetime) -> None:
    for account in Account.objects.exclude(pk__in=ConversationPoll.objects.values("account")):
        ConversationPoll.objects.get_or_create(account=account, defaults={"due_at": now})
    Conversation.forget_old(now)


def count_answers(poll: ConversationPoll, now: datetime) -> bool:
    """One counting of what stands below our posts."""
    if not ConversationPoll.objects.claim(poll, until=now + PACE):
        return False
    connector = poll.account.connect()
    if not isinstance(connector, ReadsConversations):
        return False
    is_whole = poll.whole_at is None or now - poll.whole_at >= WHOLE
    try:
        told = list(own_posts(connector, now - (KEPT if is_whole else LATELY), pages=PAGES))
    except NetworkTrouble as trouble:
        poll.failed(trouble)
        ConversationPoll.objects.claim(poll, until=later(poll.account, trouble, now))
        return True
    with transaction.atomic():
        note_shown(poll.account, [post for post, _answers in told], now)
        Conversation.count(poll.account, told, now=now)
        poll.settle(is_whole=is_whole, now=now)
    return True


def note_shown(account: Account, posts: Sequence[Post], now: datetime) -> None:
    """What our account shows and no stream told of is looked at too: where it was written may be an alarm.

    Not what stood there before the account was connected.
    """
    new = [post for post in posts if post.published_at >= account.added_at]
    names = [post.native_id for post in new]
    known = OwnPost.objects.filter(post__network=account.network, post__native_id__in=names)
    seen = set(known.values_list("post__native_id", flat=True)) if names else set()
    for post in new:
        if post.native_id not in seen:
            OwnPost.note(ArchivedPost.store(post, now=now), account, now=now)


def read_conversation(conversation: Conversation, now: datetime) -> bool:
    """Puts in what was missed, part by part: after a crash the rest is read again, and nothing is there twice."""
    if not Conversation.objects.claim(conversation, until=now + LEASE):
        return False
    account = conversation.account
    connector = account.connect()
    if not isinstance(connector, ReadsConversations):
        return False
    try:
        for posts in connector.answers(conversation.native_id):
            with transaction.atomic():
                for post in posts:
                    Mention.note(post, account, now=now)
    except NetworkTrouble as trouble:
        conversation.failed(trouble)
        Conversation.objects.claim(conversation, until=later(account, trouble, now))
        return True
    conversation.settle(now=now)
    return True


def later(account: Account, trouble: NetworkTrouble, now: datetime) -> datetime:
    """When it is tried again; an account whose access was lost waits for a person."""
    if isinstance(trouble, AccessLost):
        account.connection.lose(trouble.reason, now)
    asked = trouble.seconds if isinstance(trouble, TryLater) else None
    return now + max(AGAIN, timedelta(seconds=asked or 0))
