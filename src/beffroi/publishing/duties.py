"""Publishing's standing work."""

from datetime import datetime

from django.conf import settings

from beffroi.archive.models import OwnPost
from beffroi.facts.models import Settlement
from beffroi.journal.moves import NotAllowed
from beffroi.publishing import following
from beffroi.publishing.delivery import Delivery, Turns
from beffroi.publishing.early import look_at
from beffroi.publishing.models import Draft, Publication
from beffroi.publishing.models.ledger import PublicationQuerySet
from beffroi.publishing.models.planning import LinkReading
from beffroi.publishing.reading_links import read
from beffroi.work.duty import Duty, clock_from, each

BATCH = 20
TURNS = Turns()


def send_due(now: datetime) -> int:
    """Sends what is due, looks up what was cut: one account after the other, longest due first."""
    if not Publication.objects.due(now).exists():  # asked thirty times a second, for a quarter of the price
        return 0
    delivery, tried, worked = Delivery(clock_from(now)), set[int](), 0
    while worked < BATCH:
        due = Publication.objects.that_can_move(now).exclude(account__in=tried)
        with TURNS.next(due) as account:
            if account is None:
                break
            worked += each(_rows(due.filter(account=account)), delivery.work)
            tried.add(account)
    return worked


def _rows(due: PublicationQuerySet) -> PublicationQuerySet:
    return due.select_related(
        "version",
        "draft__organisation",
        "draft__in_reply_to",
        "account__organisation",
        "account__connection",
        "after",
        "target",
    )[:BATCH]


def follow_facts(now: datetime) -> int:
    """Wakes what waited for a fact that is settled, and discards what was prepared for another outcome."""
    settled = Settlement.objects.due(now).select_related("fact__organisation", "outcome")
    return each(settled[:BATCH], lambda settlement: following.follow(settlement, now))


def end_waiting(now: datetime) -> int:
    """Asks a person about what waits for a fact that nobody waits for any more."""
    vain = Publication.objects.awaiting_in_vain()
    return each(vain[:BATCH], lambda publication: following.miss(publication, now))


def wind_approvals(now: datetime) -> int:
    """Calls the deputy when an approval's deadline has passed; lets a draft expire when its time has."""
    waiting = Draft.objects.due(now).filter(state="submitted").select_related("organisation")
    return each(waiting[:BATCH], lambda draft: _decide_for_nobody(draft, now))


def _decide_for_nobody(draft: Draft, now: datetime) -> bool:
    if draft.expires_at is None or now < draft.expires_at:
        draft.escalate(now=now)
        return True
    try:
        draft.expire(now=now)
    except NotAllowed:  # somebody decided or moved it meanwhile
        return False
    return True


def read_links(now: datetime) -> int:
    """Reads what stands behind the links of open drafts."""
    return each(LinkReading.objects.due(now)[:BATCH], lambda reading: read(reading, now))


def watch_own_posts(now: datetime) -> int:
    """Looks at what our own accounts say, wherever it was written."""
    seen = OwnPost.objects.due(now).select_related("post", "account__organisation")
    return each(seen[:BATCH], lambda own: look_at(own, now))


DUTIES = [
    Duty("publishing.read_links", "reads what stands behind the links of drafts", read_links, rests=1.0),
    Duty(
        "publishing.follow_facts",
        "lets leave what waited for a settled fact, discards what another outcome was prepared for",
        follow_facts,
        rests=0.1,
        next_due=Settlement.objects.next_due,
    ),
    Duty("publishing.end_waiting", "asks a person about what waits for a fact in vain", end_waiting, rests=5.0),
    Duty("publishing.watch_own_posts", "looks for what our accounts announce too early", watch_own_posts, rests=0.5),
    Duty("publishing.wind_approvals", "calls the deputy, lets unapproved drafts expire", wind_approvals, rests=5.0),
    Duty(
        "publishing.send_due",
        "sends approved posts whose time has come",
        send_due,
        rests=0.03,
        threads=settings.SENDERS,
        next_due=Publication.objects.next_due,
    ),
]
