"""What was said before: the timeline of a hashtag, the server's own search for anything else.

Many servers search in no texts, or only in those whose authors agreed to it, and none says so: nothing found is not
nothing said. Timelines of hashtags are complete as far as the server knows.
"""

from collections.abc import Iterator, Sequence
from datetime import datetime
from urllib.parse import quote

from beffroi.connectors.mastodon.server import Server
from beffroi.connectors.mastodon.statuses import Malformed, post_of
from beffroi.connectors.values import Json, at, identifier, items
from beffroi.vocabulary import Post

SEARCH = "/api/v2/search"
TAG = "/api/v1/timelines/tag/"
PAGE = 40


def read(server: Server, words: str, since: datetime, limit: int) -> list[Post]:
    """At most `limit` posts that the server finds for `words`, not older than `since`."""
    pages = tagged(server, words.removeprefix("#")) if words.startswith("#") else searched(server, words)
    found: dict[str, Post] = {}
    for page in pages:
        posts = [post for status in page if (post := seen(status, server)) is not None]
        found |= {post.native_id: post for post in posts if post.published_at >= since}
        if len(found) >= limit or any(post.published_at < since for post in posts):
            break
    return sorted(found.values(), key=lambda post: post.published_at, reverse=True)[:limit]


def tagged(server: Server, tag: str) -> Iterator[Sequence[Json]]:
    return (page.list for page in server.pages(TAG + quote(tag, safe=""), ("limit", str(PAGE))))


def searched(server: Server, words: str) -> Iterator[Sequence[Json]]:
    """Until a page brings nothing new: some servers do not know `offset`, and some find nothing in texts."""
    known: set[str] = set()
    while True:
        asked = (("q", words), ("type", "statuses"), ("limit", str(PAGE)), ("offset", str(len(known))))
        page = items(at(server.get(SEARCH, *asked).object, "statuses"))
        ids = {identifier(status, "id") for status in page}
        if not ids - known:
            return
        yield page
        known |= ids


def seen(status: Json, server: Server) -> Post | None:
    """The post; None for what somebody only passes on, and for what is none."""
    try:
        return None if at(status, "reblog") else post_of(status, server.name)
    except Malformed:
        return None
