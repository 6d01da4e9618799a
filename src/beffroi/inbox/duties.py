"""Reads mentions from the networks and puts each into a case."""

from datetime import datetime, timedelta

from django.db import transaction

from beffroi.archive.models import Mention
from beffroi.connectors.contract import AccessLost, NetworkTrouble, ReadsMentions, TryLater
from beffroi.directory.models import Account
from beffroi.inbox.models import Case, MentionPoll, Reply, Snooze, TypedMessage
from beffroi.inbox.models.act import forget_acts
from beffroi.inbox.models.writing import forget_writing
from beffroi.work.duty import Duty, each

PACE = timedelta(seconds=20)  # between two readings of one account's mentions
BATCH = 50
LATELY = timedelta(hours=1)


def poll_mentions(now: datetime) -> int:
    """Asks the networks who spoke to us."""
    _enrol(now)
    due = MentionPoll.objects.due(now).select_related("account__connection", "account__organisation")
    return each(due.filter(account__connection__lost_at=None)[:BATCH], lambda poll: read_mentions(poll, now))


def read_mentions(poll: MentionPoll, now: datetime) -> bool:
    """One reading; the mentions and the cursor after them are stored together."""
    if not MentionPoll.objects.claim(poll, until=now + PACE):
        return False
    connector = poll.account.connect()
    if not isinstance(connector, ReadsMentions):
        return False
    try:
        posts, cursor = connector.mentions(poll.cursor)
    except NetworkTrouble as trouble:
        _not_now(poll, trouble, now)
        return True
    with transaction.atomic():
        for post in posts:
            Mention.note(post, poll.account, now=now)
        poll.settle(cursor, now)
    return True


def _not_now(poll: MentionPoll, trouble: NetworkTrouble, now: datetime) -> None:
    poll.failed(trouble)
    if isinstance(trouble, AccessLost):
        poll.account.connection.lose(trouble.reason, now)
    if isinstance(trouble, TryLater) and trouble.seconds:
        MentionPoll.objects.claim(poll, until=now + max(PACE, timedelta(seconds=trouble.seconds)))


def open_cases(now: datetime) -> int:
    """Puts every mention that is not in a case yet into one."""
    due = Mention.objects.due(now).select_related("post", "account__organisation")
    return each(due[:BATCH], lambda mention: _take(mention, now))


def settle_answered(now: datetime) -> int:
    """Sets aside the cases whose answer has left, so that looking for who waits does not read all that ever left.

    One that is overlooked, because nobody ran for an hour, is still no waiting case: it only costs a look each time.
    """
    lately = Reply.objects.filter(draft__publications__state="sent", draft__publications__sent_at__gte=now - LATELY)
    answered = Case.objects.unsettled().answered().filter(pk__in=lately.values("case"))
    return sum(case.settle(now=now) for case in answered[:BATCH])


def wake_snoozed(now: datetime) -> int:
    """Brings cases back whose time has come."""
    due = Snooze.objects.due(now).select_related("case__organisation")
    return each(due[:BATCH], lambda snooze: snooze.wake(now=now))


def forget_typed(now: datetime) -> int:
    """Erases what was typed in and is past its keeping."""
    due = TypedMessage.objects.due(now).select_related("case__organisation")
    return each(due[:BATCH], lambda typed: typed.forget(now=now))


def tidy_desk(now: datetime) -> int:
    """Forgets who was writing, and what can no longer be taken back."""
    return forget_writing(now) + forget_acts(now)


def _take(mention: Mention, now: datetime) -> bool:
    with transaction.atomic():
        if not Mention.objects.filter(pk=mention.pk, due_at=mention.due_at).update(due_at=None):
            return False
        Case.take(mention, now=now)
    return True


def _enrol(now: datetime) -> None:
    for account in Account.objects.exclude(pk__in=MentionPoll.objects.values("account")):
        MentionPoll.objects.get_or_create(account=account, defaults={"due_at": now})


DUTIES = [
    Duty("inbox.poll_mentions", "asks the networks who spoke to us", poll_mentions, rests=1.0),
    Duty("inbox.open_cases", "puts mentions into cases", open_cases),
    Duty("inbox.settle_answered", "sets aside the cases whose answer has left", settle_answered),
    Duty("inbox.wake_snoozed", "brings back cases that were set aside", wake_snoozed, rests=1.0),
    Duty("inbox.forget_typed", "erases typed messages that are past their keeping", forget_typed, rests=60.0),
    Duty("inbox.tidy_desk", "forgets what can no longer be taken back", tidy_desk, rests=60.0),
]
