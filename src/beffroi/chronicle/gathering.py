"""Finds in the archive what belongs to an open incident. It points, it does not judge; a person may move all of it."""

from collections.abc import Iterable
from datetime import datetime, timedelta

from django.db import transaction

from beffroi.archive.models import Post
from beffroi.chronicle import scope
from beffroi.chronicle.models import Entry, Incident
from beffroi.directory.models import Account
from beffroi.engines.texts.apology import says_sorry
from beffroi.journal.models import record

MOST = 100  # voices of others with an entry of their own; the curve counts them all
SHORTLY = timedelta(hours=24)  # how long after the faulty post an apology elsewhere belongs to it


def gather(incident: Incident, *, now: datetime) -> int:
    """Notes the first post of each voice and all of our own, as far as they are new; says how many are."""
    ours = scope.own_accounts(incident)
    known = set(incident.entries.filter(post__isnull=False).values_list("post", flat=True))
    with transaction.atomic():
        found = [*_others(incident, ours, known), *_our_own(incident, ours, known)]
        for post, episode in found:
            incident.note_post(post, episode=episode, now=now)
        _settle_who_was_first(incident, ours)
        if found:
            record("INCIDENT_GREW", incident, organisation=incident.organisation, now=now, entries=len(found))
    return len(found)


def _others(incident: Incident, ours: Iterable[Account], known: set[int]) -> Iterable[tuple[Post, str]]:
    """The first post of each of the first hundred voices: everybody's part is seen, and a shouter has one line."""
    told = scope.posts(incident).exclude(scope.by(ours)).values_list("network", "author_id", "pk")
    first: dict[tuple[str, str], int] = {}
    for network, author, pk in told.iterator():
        first.setdefault((network, author), pk)
    chosen = [pk for pk in list(first.values())[:MOST] if pk not in known]
    return ((post, "spread") for post in Post.objects.filter(pk__in=chosen).order_by("published_at", "pk"))


def _our_own(incident: Incident, ours: Iterable[Account], known: set[int]) -> Iterable[tuple[Post, str]]:
    """What we said in the conversation, and an apology of ours elsewhere on the day after."""
    inside = set(scope.posts(incident).filter(scope.by(ours)).values_list("pk", flat=True))
    end = min(scope.until(incident), incident.started_at + SHORTLY)
    span = (incident.started_at, scope.until(incident))
    written = Post.objects.for_everybody().filter(scope.by(ours), published_at__range=span)
    for post in written.exclude(pk__in=known | {incident.post_id}).order_by("published_at", "pk"):
        sorry = says_sorry(post.text)
        if post.pk in inside or (sorry and post.published_at <= end):
            yield post, "apology" if sorry else "reply"


def _settle_who_was_first(incident: Incident, ours: Iterable[Account]) -> None:
    """The earliest post of somebody else is the first reaction, also when a later look finds an earlier one."""
    first = scope.posts(incident).exclude(scope.by(ours)).first()
    if first is None:
        return
    by_machine = Entry.objects.filter(incident=incident, kind="post", by=None, placed_by=None)
    by_machine.filter(episode="attack").exclude(post=first).update(episode="spread")
    by_machine.filter(episode="spread", post=first).update(episode="attack")
