"""What was said before: the search of the public view, newest first.

On bsky.app it folds accents and capitals; the open view that anybody can run compares letter by letter, so that it
finds less. Whatever comes is judged by our own search.
"""

from collections.abc import Iterator
from datetime import datetime
from typing import TYPE_CHECKING, Any

from beffroi.connectors.bluesky.addresses import Addresses
from beffroi.connectors.bluesky.mentions import seen
from beffroi.connectors.values import items, words
from beffroi.vocabulary import Post

if TYPE_CHECKING:
    from beffroi.connectors.bluesky.session import BlueskySession

PAGE = 100

Json = Any


def read(session: "BlueskySession", addresses: Addresses, asked: str, since: datetime, limit: int) -> list[Post]:
    """At most `limit` posts that the view finds for `asked`, not older than `since`."""
    found: dict[str, Post] = {}
    for view in views(session, asked, since):
        post = seen(view, addresses)
        if post is not None and post.published_at >= since:
            found.setdefault(post.native_id, post)
        if len(found) == limit:
            break
    return list(found.values())


def views(session: "BlueskySession", asked: str, since: datetime) -> Iterator[Json]:
    """Page by page; a view that gives its last page again, or one without posts, is not asked further."""
    cursor = ""
    while True:
        place = {"cursor": cursor} if cursor else {}
        moment = since.strftime("%Y-%m-%dT%H:%M:%SZ")
        page = session.query("app.bsky.feed.searchPosts", q=asked, sort="latest", since=moment, limit=PAGE, **place)
        posts = items(page.get("posts"))
        yield from posts
        following = words(page, "cursor")
        if not posts or following in ("", cursor):
            return
        cursor = following
