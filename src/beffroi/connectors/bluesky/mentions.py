"""Who spoke to us: notifications, and what notifications forget.

A reply that the public view indexes before the post it answers makes no notification, and one dated in the past sorts
behind those already read. So the view's own counts of replies and quotations of our recent posts are compared with
those of the last reading, and where one differs the answers themselves are read. Any reading goes back past the last
one, and reads at least one whole page.
"""

import json
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Any

from beffroi.connectors.bluesky.addresses import Addresses
from beffroi.connectors.bluesky.posts import Malformed, post_of, profile_of
from beffroi.connectors.bluesky.troubles import NotThere
from beffroi.connectors.values import at, items, words
from beffroi.vocabulary import Post

if TYPE_CHECKING:
    from beffroi.connectors.bluesky.session import BlueskySession

REASONS = ["mention", "reply", "quote"]
OVERLAP = timedelta(hours=1)  # how far a writer's clock may lag
PAGE = 100
RECENT_POSTS = 50
LONG_AGO = datetime(2000, 1, 1, tzinfo=UTC)

Json = Any


@dataclass(frozen=True, slots=True)
class Mark:
    """How far we have read: the newest notification, and per recent post how many answers it had."""

    newest: datetime = LONG_AGO
    answers: dict[str, int] = field(default_factory=dict)

    @classmethod
    def of(cls, cursor: str) -> "Mark":
        if not cursor:
            return cls()
        kept = json.loads(cursor)
        return cls(datetime.fromisoformat(kept["newest"]), kept["answers"])

    def as_cursor(self) -> str:
        return json.dumps({"newest": self.newest.isoformat(), "answers": self.answers}, separators=(",", ":"))


def read(session: "BlueskySession", addresses: Addresses, cursor: str) -> tuple[list[Post], str]:
    """The posts of others that mention, answer or quote us, oldest first, and the next cursor."""
    mark = Mark.of(cursor)
    notified = list(notifications(session, mark.newest - OVERLAP if cursor else LONG_AGO))
    answers = answer_counts(session)
    answered = [uri for uri, number in answers.items() if number != mark.answers.get(uri, 0)]
    views = [*notified, *(view for uri in answered for view in answers_to(session, uri))]
    posts = {post.native_id: post for view in views if (post := seen(view, addresses)) is not None}
    others = [post for post in posts.values() if post.author.native_id != session.did]
    newest = max([mark.newest, *(indexed_at(view) for view in notified)])
    return sorted(others, key=lambda post: post.published_at), Mark(newest, answers).as_cursor()


def notifications(session: "BlueskySession", since: datetime) -> Iterator[Json]:
    """Newest first, whole pages, until one ends before `since`."""
    cursor = ""
    while True:
        place = {"cursor": cursor} if cursor else {}
        page = session.query("app.bsky.notification.listNotifications", reasons=REASONS, limit=PAGE, **place)
        views = items(page.get("notifications"))
        yield from views
        following = words(page, "cursor")
        if not views or following in ("", cursor) or indexed_at(views[-1]) < since:
            return
        cursor = following


def answer_counts(session: "BlueskySession") -> dict[str, int]:
    """How many replies and quotations each of our recent posts has, those with none left out."""
    feed = session.query(
        "app.bsky.feed.getAuthorFeed", actor=session.did, filter="posts_with_replies", limit=RECENT_POSTS
    )
    views = [at(item, "post") for item in items(feed.get("feed")) if not at(item, "reason")]
    counts = {words(view, "uri"): (view.get("replyCount") or 0) + (view.get("quoteCount") or 0) for view in views}
    return {uri: number for uri, number in counts.items() if number}


def answers_to(session: "BlueskySession", uri: str) -> list[Json]:
    try:
        thread = session.query("app.bsky.feed.getPostThread", uri=uri, depth=1, parentHeight=0)
        quotes = session.query("app.bsky.feed.getQuotes", uri=uri, limit=PAGE)
    except NotThere:  # deleted since it was counted
        return []
    replies = [at(reply, "post") for reply in items(at(thread, "thread", "replies"))]
    return [*filter(None, replies), *items(quotes.get("posts"))]


def seen(view: Json, addresses: Addresses) -> Post | None:
    """The post in a notification or a post view; None for one that says nothing to anybody."""
    try:
        author = profile_of(at(view, "author"), addresses)
        return post_of(words(view, "uri"), words(view, "cid"), at(view, "record"), author, indexed_at(view), addresses)
    except Malformed:
        return None


def indexed_at(view: Json) -> datetime:
    return datetime.fromisoformat(words(view, "indexedAt")).astimezone(UTC)
