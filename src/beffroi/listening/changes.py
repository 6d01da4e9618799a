"""What happens to an archived post on its network happens to it here: it is changed, or taken away.

Its words go with it, unless somebody relies on them: they speak to one of our accounts, are our own, are held, or are
evidence in the chronicle, whose fingerprint is of the words that were read.
"""

from collections.abc import Iterable
from datetime import datetime

from beffroi.archive.holding import held
from beffroi.archive.models import Post
from beffroi.chronicle.models import Entry, Incident
from beffroi.connectors.contract import StreamEvent


def follow(events: Iterable[StreamEvent], network: str, now: datetime) -> None:
    """What became of posts that stand in the archive. Of posts that do not, nothing is noted."""
    named = {name: event for event in events if (name := concerned(event))}  # the last word on each
    for post in Post.objects.called(network, named) if named else ():
        event, keep_words = named[post.native_id], is_relied_on(post)
        if event.gone:
            post.take_away(now=now, keep_words=keep_words)
        elif event.post is not None:
            post.change(event.post, now=now, keep_words=keep_words)


def concerned(event: StreamEvent) -> str:
    """The native id of the post that was changed or taken away, empty when none was."""
    return event.gone or (event.post.native_id if event.changed and event.post else "")


def is_relied_on(post: Post) -> bool:
    told = Entry.objects.filter(post=post).exists() or Incident.objects.filter(post=post).exists()
    relied_on = told or post.mentions.exists() or post.own.exists()
    return relied_on or Post.objects.filter(held(), pk=post.pk).exists()
