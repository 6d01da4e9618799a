"""Reads mentions from the networks, puts each into a case, and each case before its service."""

from datetime import datetime, timedelta

from django.db import transaction

from beffroi.access.models import Organisation
from beffroi.archive.models import Mention
from beffroi.connectors.contract import AccessLost, NetworkTrouble, ReadsMentions, TryLater
from beffroi.directory.models import Account
from beffroi.inbox import conversations, learning, past
from beffroi.inbox.asking import remind
from beffroi.inbox.carrying_out import carry_out
from beffroi.inbox.models import (
    Case,
    Consultation,
    Conversation,
    ConversationPoll,
    Deadline,
    LearnedServices,
    Measure,
    MentionPoll,
    ModerationAct,
    PastReading,
    Reckoning,
    Reply,
    RoutingRule,
    Snooze,
    Wave,
)
from beffroi.inbox.models.act import forget_acts
from beffroi.inbox.models.routing import unread
from beffroi.inbox.models.wave import forget_tellings
from beffroi.inbox.models.writing import forget_writing
from beffroi.inbox.reckoning import reckon
from beffroi.inbox.routing import Rulebook, route
from beffroi.inbox.telling import tell_of
from beffroi.journal.models import record
from beffroi.work.duty import Duty, each

PACE = timedelta(seconds=20)  # between two readings of one account's mentions
BATCH = 50
FEW = 5  # conversations that are read one after the other: they may be long
FLOOD = 500  # cases that are routed together: a flood is read at one go
LATELY = timedelta(hours=1)


def poll_mentions(now: datetime) -> int:
    """Asks the networks who spoke to us."""
    _enrol(now)
    due = MentionPoll.objects.due(now).select_related("account__connection", "account__organisation")
    return each(due.filter(account__connection__lost_at=None)[:BATCH], lambda poll: read_mentions(poll, now))


def read_mentions(poll: MentionPoll, now: datetime) -> bool:
    """One reading; the mentions and the cursor after them are stored together. What an account had been told long
    before it was connected is of the past."""
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
    if not poll.cursor:
        posts = past.bring_in_first(posts, poll.account, now=now)
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


def count_answers(now: datetime) -> int:
    """Asks how many answers stand below our posts."""
    conversations.enrol(now)
    due = ConversationPoll.objects.due(now).select_related("account__connection", "account__organisation")
    connected = due.filter(account__connection__lost_at=None)
    return each(connected[:BATCH], lambda poll: conversations.count_answers(poll, now))


def read_conversations(now: datetime) -> int:
    """Reads the conversations in which there is more than before."""
    due = Conversation.objects.due(now).select_related("account__connection", "account__organisation")
    connected = due.filter(account__connection__lost_at=None)
    return each(connected[:FEW], lambda row: conversations.read_conversation(row, now))


def open_cases(now: datetime) -> int:
    """Puts every mention that is not in a case yet into one."""
    due = Mention.objects.due(now).select_related("post", "account__organisation")
    return each(due[:BATCH], lambda mention: _take(mention, now))


def read_past(now: datetime) -> int:
    """Reads what was said to an account before, a page of each that was asked for."""
    due = PastReading.objects.due(now).select_related("account__connection", "account__organisation", "asked_by")
    connected = due.filter(account__connection__lost_at=None)
    return each(connected[:BATCH], lambda reading: past.read_on(reading, now))


def route_cases(now: datetime) -> int:
    """Asks the rules of each message that waits and that they have not read: a first one, a further one, a changed
    one."""
    with_rules = RoutingRule.objects.filter(removed_at=None).values("organisation")
    return sum(_route(each, now) for each in Organisation.objects.filter(pk__in=with_rules, is_resting=False))


def _route(organisation: Organisation, now: datetime) -> int:
    waiting = unread(Case.objects.unsettled(), [organisation])
    cases = list(waiting.select_related("latest", "account", "team")[:FLOOD])
    found = dict(zip([case.pk for case in cases], Rulebook(organisation).found(cases) if cases else (), strict=True))
    return sum(route(case, found[case.pk], now=now) is not None for case in cases)


def remind_services(now: datetime) -> int:
    """Reminds the services that have not answered, then asks their deputies."""
    whole = "case__organisation", "team__organisation", "asked_by"
    due = Consultation.objects.due(now).select_related(*whole)
    return each(due[:BATCH], lambda asked: remind(asked, now=now))


def learn_services(now: datetime) -> int:
    """Learns from what people handed over which service to propose."""
    learning.enrol(now)
    due = LearnedServices.objects.due(now).select_related("organisation")
    return each(due[:1], lambda learned: learning.learn_again(learned, now))


def carry_out_moderation(now: datetime) -> int:
    """Does on the networks what was decided about messages, where they let us."""
    return each(Measure.objects.due(now).whole()[:BATCH], lambda measure: carry_out(measure, now))


def remind_of_moderation(now: datetime) -> int:
    """Says of what was hidden, reported or blocked that its day to be looked at again has come; once."""
    due = ModerationAct.objects.due(now).select_related("organisation", "account")
    return each(due[:BATCH], lambda act: _remind_of(act, now))


def _remind_of(act: ModerationAct, now: datetime) -> bool:
    with transaction.atomic():
        if not ModerationAct.objects.filter(pk=act.pk, due_at=act.due_at).update(due_at=None, reminded_at=now):
            return False
        account, day = str(act.account), act.review_on.isoformat()
        record("MODERATION_REVIEW_DUE", act, organisation=act.organisation, now=now, account=account, day=day)
    return True


def settle_answered(now: datetime) -> int:
    """Sets aside the cases whose answer has left, so that looking for who waits does not read all that ever left.

    One that is overlooked, because nobody ran for an hour, is still no waiting case: it only costs a look each time.
    """
    lately = Reply.objects.filter(draft__publications__state="sent", draft__publications__sent_at__gte=now - LATELY)
    answered = Case.objects.unsettled().answered().filter(pk__in=lately.values("case"))
    return sum(case.settle(now=now) for case in answered[:BATCH])


def reckon_deadlines(now: datetime) -> int:
    """Reckons again what is promised, where a calendar or a target was changed."""
    return each(Reckoning.objects.due(now).select_related("organisation")[:BATCH], lambda row: reckon(row, now))


def tell_deadlines(now: datetime) -> int:
    """Tells people of the cases for which time runs out, and of those that are late."""
    due = Deadline.objects.due(now).filter(case__organisation__is_resting=False)
    return each(due[:BATCH], lambda deadline: tell_of(deadline, now))


def wake_snoozed(now: datetime) -> int:
    """Brings cases back whose time has come."""
    due = Snooze.objects.due(now).select_related("case__organisation")
    return each(due[:BATCH], lambda snooze: snooze.wake(now=now))


def tidy_desk(now: datetime) -> int:
    """Forgets who was writing, what can no longer be taken back, and what was said and became no wave."""
    return forget_writing(now) + forget_acts(now) + forget_tellings(now)


def _take(mention: Mention, now: datetime) -> bool:
    with transaction.atomic():
        if not Mention.objects.filter(pk=mention.pk, due_at=mention.due_at).update(due_at=None):
            return False
        case = Case.take(mention, now=now)
        Wave.gather(case, mention.post, now=now)
    return True


def _enrol(now: datetime) -> None:
    for account in Account.objects.exclude(pk__in=MentionPoll.objects.values("account")):
        MentionPoll.objects.get_or_create(account=account, defaults={"due_at": now})


DUTIES = [
    Duty("inbox.poll_mentions", "asks the networks who spoke to us", poll_mentions, rests=1.0),
    Duty("inbox.count_answers", "asks how many answers stand below our posts", count_answers, rests=5.0),
    Duty("inbox.read_conversations", "reads the answers that no notification told of", read_conversations, rests=5.0),
    Duty("inbox.open_cases", "puts mentions into cases", open_cases),
    Duty("inbox.read_past", "reads back what was said to an account before", read_past, rests=5.0),
    Duty("inbox.route_cases", "puts cases before the rules that give them to a service", route_cases, rests=1.0),
    Duty(
        "inbox.remind_services", "reminds services that were asked, then asks their deputies", remind_services, rests=60
    ),
    Duty(
        "inbox.learn_services", "learns from what was handed over which service to propose", learn_services, rests=600
    ),
    Duty(
        "inbox.carry_out_moderation",
        "hides, reports and blocks where a network lets us",
        carry_out_moderation,
        rests=1.0,
    ),
    Duty("inbox.remind_of_moderation", "says when a block is to be looked at again", remind_of_moderation, rests=60),
    Duty("inbox.settle_answered", "sets aside the cases whose answer has left", settle_answered),
    Duty("inbox.reckon_deadlines", "reckons again what is promised, where a target changed", reckon_deadlines),
    Duty(
        "inbox.tell_deadlines",
        "tells people of the cases for which time runs out",
        tell_deadlines,
        rests=1.0,
        next_due=Deadline.objects.next_due,
    ),
    Duty("inbox.wake_snoozed", "brings back cases that were set aside", wake_snoozed, rests=1.0),
    Duty("inbox.tidy_desk", "forgets what can no longer be taken back", tidy_desk, rests=60.0),
]
