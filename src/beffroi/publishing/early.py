"""Looks at what our own accounts announce, whoever wrote it and by whatever way it left."""

from datetime import datetime, timedelta

from beffroi.archive.models import OwnPost
from beffroi.engines.announce import Announcement, announcements
from beffroi.engines.fold import fold
from beffroi.engines.procedure.divisions import key
from beffroi.facts.models import Fact
from beffroi.facts.models.fact import YES
from beffroi.publishing.models import Publication
from beffroi.publishing.models.early import EarlyPost

AGAIN = timedelta(seconds=2)
OFFICIAL = frozenset(("vote", "adoption", "rejection", "election", "result", "decree"))  # what a fact is made for


def look_at(own: OwnPost, now: datetime) -> bool:
    """Opens an incident when the post announces what nobody has confirmed; False when another worker looked."""
    again = now + AGAIN if _is_leaving(own) else None
    if not OwnPost.objects.filter(pk=own.pk, due_at=own.due_at).update(due_at=again):
        return False
    if again is not None:
        return True
    if not _was_agreed(own):
        for announced in announcements(own.post.text, own.post.lang):
            if _notes(own, announced, now):
                break
    return True


def _is_leaving(own: OwnPost) -> bool:
    """Whether a sending of ours of just this text is not settled yet: a stream can be faster than our own receipt."""
    ours = Publication.objects.filter(account=own.account, state__in=["sending", "unsure"], text=own.post.text)
    return ours.exists()


def _was_agreed(own: OwnPost) -> bool:
    """Whether it left through Beffroi: then its fact was confirmed, or a named person said why it might leave."""
    ours = Publication.objects.filter(account=own.account, remote_id=own.post.native_id, act="publish")
    return ours.exists()


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
