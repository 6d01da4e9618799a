"""Looks at what our own accounts announce, whoever wrote it and by whatever way it left."""

from datetime import datetime, timedelta

from django.db.models import Q, QuerySet

from beffroi.archive.models import OwnPost
from beffroi.engines.announce import Announcement, announcements
from beffroi.engines.procedure.divisions import key
from beffroi.engines.texts.fold import fold
from beffroi.facts.models import Fact
from beffroi.facts.models.fact import YES
from beffroi.publishing.models import Publication
from beffroi.publishing.models.early import EarlyPost

AGAIN = timedelta(seconds=2)
NEAR = timedelta(minutes=10)  # a network may change the words and the hour of what we send, but not by much
OFFICIAL = frozenset(("vote", "adoption", "rejection", "election", "result", "decree"))  # what a fact is made for


def look_at(own: OwnPost, now: datetime) -> bool:
    """Opens an incident when the post announces what nobody has confirmed; False when another worker looked.

    A post that did not leave through Beffroi is handed to the guard.
    """
    again = now + AGAIN if _is_leaving(own) else None
    is_from_elsewhere = again is None and not _was_agreed(own)
    changes: dict[str, datetime | bool | None] = {"due_at": again}
    if again is None:
        changes |= {"elsewhere_at": now} if is_from_elsewhere else {"is_agreed": True}
    if not OwnPost.objects.filter(pk=own.pk, due_at=own.due_at).update(**changes):
        return False
    if is_from_elsewhere:
        for announced in announcements(own.post.text, own.post.lang):
            if _notes(own, announced, now):
                break
    return True


def _is_leaving(own: OwnPost) -> bool:
    """Whether a sending of ours that may be this post is not settled yet: a stream can be faster than our receipt."""
    at = own.post.published_at
    alike = Q(text=own.post.text) | Q(written_at__range=(at - NEAR, at + NEAR))
    return _sendings(own).filter(alike, state__in=["sending", "unsure"]).exists()


def _was_agreed(own: OwnPost) -> bool:
    """Whether it left through Beffroi: then its fact was confirmed, or a named person said why it might leave."""
    return _sendings(own).filter(remote_id=own.post.native_id, act="publish").exists()


def _sendings(own: OwnPost) -> QuerySet[Publication]:
    """Through whichever organisation: two of them may have connected the same account."""
    return Publication.objects.filter(account__network=own.account.network, account__native_id=own.account.native_id)


def _notes(own: OwnPost, announced: Announcement, now: datetime) -> bool:
    """Only what waits for a fact of ours, or what an official source could tell: the opening of a fair by somebody who
    writes elsewhere is nobody's incident."""
    fact = _fact(own, announced)
    if fact is None:
        if announced.kind not in OFFICIAL:
            return False
        fact = Fact.state_it(
            own.account.organisation,
            statement=announced.words[:300],
            subject=announced.subject[:120],
            kind=announced.kind,
            now=now,
        )
    if _is_true(fact, now):
        return False
    EarlyPost.note(own, announced, fact, now=now)
    return True


def _fact(own: OwnPost, announced: Announcement) -> Fact | None:
    """The fact of this organisation that the announcement is about: one about the same thing, the newest first."""
    known = Fact.objects.filter(organisation=own.account.organisation, state__in=["waiting", "settled"])
    alike = (fact for fact in known.order_by("-pk")[:200] if _is_about(fact, announced))
    return next(alike, None)


def _is_about(fact: Fact, announced: Announcement) -> bool:
    subject = announced.subject or announced.words
    ours, theirs = key(fact.subject), key(subject)
    if ours and ours == theirs:
        return True
    return len(subject) > 5 and fold(subject) in fold(fact.statement)


def _is_true(fact: Fact, now: datetime) -> bool:
    settled = fact.settlement
    return settled is not None and settled.outcome.key == YES and settled.stands_at <= now
