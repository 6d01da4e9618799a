"""Brings in what was said to an account before: it rings nobody, starts no clock, and is there when somebody looks."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from django.db import transaction
from django.utils.translation import gettext_noop

from beffroi import vocabulary
from beffroi.access.models import User
from beffroi.archive.models import ErasedPost, Mention, OwnPost, Post
from beffroi.connectors.contract import NetworkTrouble, ReadsConversations, ReadsPast, Refused
from beffroi.directory.models import Account
from beffroi.engines.portions import portions
from beffroi.inbox.conversations import later
from beffroi.inbox.models import BroughtIn, PastReading
from beffroi.inbox.models.past import OURS
from beffroi.listening.models import OptOut
from beffroi.listening.models.optout import is_opted_out
from beffroi.vocabulary import Ref, Sentence

PACE = timedelta(seconds=20)  # between two pages
LEASE = timedelta(minutes=5)  # of one page
RECENT = timedelta(days=7)  # a message that is younger is a question of today, however it was found
FARTHEST = timedelta(days=366)
AT_ONCE = 50  # messages of one transaction
CANNOT = Sentence(gettext_noop("This network does not let its past be read back."))


@dataclass(slots=True)
class Counted:
    """`found` are new here, `known` were here before, `left_out` are of people who asked not to be kept,
    or were erased."""

    found: int = 0
    known: int = 0
    left_out: int = 0


def bring_in(
    posts: Iterable[vocabulary.Post], account: Account, counted: Counted, *, by: User | None, now: datetime
) -> None:
    """Keeps messages of the past, ours among them, in the transaction of the call."""
    posts, whose = list(posts), account.organisation_id
    known, asks = _known(posts, account), OptOut.objects.filter(organisation=whose).exists()
    for post in posts:
        if account.shown_by(post.author):
            note_own(post, account, now=now)
        elif post.native_id in known:
            counted.known += 1
        elif ErasedPost.was(post.network, post.native_id, whose) or (asks and is_opted_out(post, whose)):
            counted.left_out += 1
        else:
            archived = Post.store(post, now=now)
            _mention, is_new = Mention.objects.get_or_create(post=archived, account=account)
            if is_new:
                BroughtIn.take(archived, account, by=by, now=now)
            counted.found += is_new
            counted.known += not is_new
            known.add(post.native_id)


def _known(posts: Sequence[vocabulary.Post], account: Account) -> set[str]:
    """Those that stand here already, by the network's own ids: asked for all at once."""
    names = [post.native_id for post in posts]
    found = Mention.objects.filter(account=account, post__network=account.network, post__native_id__in=names)
    return set(found.values_list("post__native_id", flat=True))


def note_own(post: vocabulary.Post, account: Account, *, now: datetime) -> None:
    """One of our own answers. The network may name only what it answers: the archive knows in which conversation."""
    answered = Post.objects.called(post.network, [post.reply_to.native_id] if post.reply_to else []).first()
    if answered is not None:
        post = replace(post, root=Ref(answered.conversation, answered.root_version))
    OwnPost.note(Post.store(post, now=now), account, now=now, agreed=True)
    BroughtIn.note_answer(account, post.conversation, post.published_at)


def bring_in_first(posts: Sequence[vocabulary.Post], account: Account, *, now: datetime) -> list[vocabulary.Post]:
    """Of what an account shows when it is read for the first time: brings in the past, and gives back what is of
    today."""
    old = [post for post in posts if post.published_at < now - RECENT]
    for some in portions(old, AT_ONCE):
        with transaction.atomic():
            bring_in(some, account, Counted(), by=None, now=now)
    return [post for post in posts if post.published_at >= now - RECENT]


def read_on(reading: PastReading, now: datetime) -> bool:
    """One page; what was found and the place of the next page are stored together."""
    if not PastReading.objects.claim(reading, until=now + LEASE):
        return False
    connector = reading.account.connect()
    try:
        if reading.reads == OURS:
            _read_ours(reading, connector, now)
        else:
            _read_mentions(reading, connector, now)
    except Refused as trouble:
        reading.end(now=now, trouble=trouble.reason.as_json())
    except NetworkTrouble as trouble:
        reading.failed(trouble)
        PastReading.objects.claim(reading, until=later(reading.account, trouble, now))
    return True


def _read_mentions(reading: PastReading, connector: object, now: datetime) -> None:
    if not isinstance(connector, ReadsPast):
        raise Refused(CANNOT)
    posts, place = connector.past_mentions(reading.place, reading.since)
    counted = Counted(reading.found, reading.known, reading.left_out)
    with transaction.atomic():
        old = [post for post in posts if post.published_at < reading.asked_at - RECENT]
        bring_in(old, reading.account, counted, by=reading.asked_by, now=now)
        for post in posts:
            if post.published_at >= reading.asked_at - RECENT:
                Mention.note(post, reading.account, now=now)
        reached = min((post.published_at for post in posts), default=reading.reached)
        numbers = {"found": counted.found, "known": counted.known, "left_out": counted.left_out, "reached": reached}
        reading.advance(place, due_at=now + PACE, reads="" if place else OURS, **numbers)


def _read_ours(reading: PastReading, connector: object, now: datetime) -> None:
    if not isinstance(connector, ReadsConversations):
        reading.end(now=now)
        return
    told, place = connector.own_posts(reading.place, reading.since)
    ours = [post for post, _answers in told if post.reply_to is not None]
    with transaction.atomic():
        for post in ours:
            if _is_about_something_known(post, reading.account):
                note_own(post, reading.account, now=now)
        if place:
            reading.advance(place, due_at=now + PACE)
        else:
            reading.end(now=now)


def _is_about_something_known(post: vocabulary.Post, account: Account) -> bool:
    names = [ref.native_id for ref in (post.reply_to, post.root) if ref is not None]
    spoken = Mention.objects.filter(account=account, post__network=account.network)
    return spoken.filter(post__native_id__in=names).exists() or spoken.filter(post__conversation__in=names).exists()
