"""The one way from a post that a search finds to what is kept of it, whatever brought the post."""

from datetime import datetime

from beffroi.archive.models import Post as ArchivedPost
from beffroi.listening.models import Match, SavedSearch, is_opted_out
from beffroi.vocabulary import Post


def note_found(search: SavedSearch, post: Post, *, now: datetime) -> Match | None:
    """Keeps the post with its match, in the transaction of the caller; None when it was noted before, or when its
    author asked this organisation not to be kept."""
    if is_opted_out(post, search.organisation_id):
        return None
    linked = [link.href for link in post.links]
    return Match.note(search, ArchivedPost.store(post, now=now), now=now, linked=linked)
