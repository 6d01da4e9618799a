"""Posts on the archive's shelf, as the stories need them."""

from datetime import datetime, timedelta

from beffroi.archive.models import Mention, Post
from beffroi.directory.models import Account
from beffroi.vocabulary import Post as Seen
from beffroi.vocabulary import Profile


def seen(
    key: str,
    text: str,
    *,
    by: str,
    at: datetime,
    in_reply_to: Post | None = None,
    handle: str = "",
    name: str = "",
    after: timedelta = timedelta(seconds=2),
) -> Post:
    """A post of `by` (the author’s number, and handle if there is no other), archived two seconds later."""
    said = Seen(
        network="sandbox",
        native_id=key,
        author=Profile("sandbox", by, handle or by, name or by.capitalize()),
        text=text,
        published_at=at,
        url=f"https://net.example/{key}",
        lang="fr",
        reply_to=in_reply_to.ref if in_reply_to else None,
        root=in_reply_to.root if in_reply_to else None,
    )
    return Post.store(said, now=at + after)


def mention(account: Account, post: Post, *, now: datetime) -> Mention:
    return Mention.objects.create(post=post, account=account, due_at=now)
