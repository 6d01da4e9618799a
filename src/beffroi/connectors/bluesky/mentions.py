"""Who spoke to us, as the notifications tell. What they forget is in `conversations`.

A notification dated in the past sorts behind those already read: so any reading goes back past the last one, and reads
at least one whole page.
"""

import json
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from itertools import islice
from typing import TYPE_CHECKING, Any

from beffroi.connectors.bluesky.addresses import Addresses
from beffroi.connectors.bluesky.posts import Malformed, post_of, profile_of
from beffroi.connectors.values import at, items, words
from beffroi.vocabulary import Post

if TYPE_CHECKING:
    from beffroi.connectors.bluesky.session import BlueskySession

REASONS = ["mention", "reply", "quote"]
OVERLAP = timedelta(hours=1)  # how far a writer's clock may lag
PAGE = 100
FIRST_PAGES = 10  # of an account that was never read: its last mentions, not those of ten years
LONG_AGO = datetime(2000, 1, 1, tzinfo=UTC)

Json = Any


@dataclass(frozen=True, slots=True)
class Mark:
    """How far we have read: the newest notification."""

    newest: datetime = LONG_AGO

    @classmethod
    def of(cls, cursor: str) -> "Mark":
        return cls(datetime.fromisoformat(json.loads(cursor)["newest"])) if cursor else cls()

    def as_cursor(self) -> str:
        return json.dumps({"newest": self.newest.isoformat()}, separators=(",", ":"))


def read(session: "BlueskySession", addresses: Addresses, cursor: str) -> tuple[list[Post], str]:
    """The posts of others that mention, answer or quote us, oldest first, and the next cursor."""
    mark = Mark.of(cursor)
    pages = notifications(session, since=mark.newest - OVERLAP if cursor else LONG_AGO)
    notified = [view for views, _place in (pages if cursor else islice(pages, FIRST_PAGES)) for view in views]
    newest = max([mark.newest, *(indexed_at(view) for view in notified)])
    found = posts_of_others(notified, session.did, addresses)
    return sorted(found, key=lambda post: post.published_at), Mark(newest).as_cursor()


def read_back(session: "BlueskySession", addresses: Addresses, place: str, since: datetime) -> tuple[list[Post], str]:
    """One page of what is older than `place`, newest first, and the next place; empty where `since` is reached."""
    views, following = next(notifications(session, since=since, place=place), ([], ""))
    lately = [view for view in views if indexed_at(view) >= since]
    return posts_of_others(lately, session.did, addresses), following


def notifications(session: "BlueskySession", *, since: datetime, place: str = "") -> Iterator[tuple[list[Json], str]]:
    """Whole pages, newest first, until one ends before `since`; each with the place of the next, empty after the
    last."""
    while True:
        further = {"cursor": place} if place else {}
        page = session.query("app.bsky.notification.listNotifications", reasons=REASONS, limit=PAGE, **further)
        views, following = items(page.get("notifications")), words(page, "cursor")
        is_last = not views or following in ("", place) or indexed_at(views[-1]) < since
        yield views, "" if is_last else following
        if is_last:
            return
        place = following


def posts_of_others(views: list[Json], did: str, addresses: Addresses) -> list[Post]:
    posts = {post.native_id: post for view in views if (post := seen(view, addresses)) is not None}
    return [post for post in posts.values() if post.author.native_id != did]


def seen(view: Json, addresses: Addresses) -> Post | None:
    """The post in a notification or a post view; None for one that says nothing to anybody."""
    try:
        author = profile_of(at(view, "author"), addresses)
        return post_of(words(view, "uri"), words(view, "cid"), at(view, "record"), author, indexed_at(view), addresses)
    except Malformed:
        return None


def indexed_at(view: Json) -> datetime:
    """When the server saw it; one that does not say so in order saw it long ago."""
    try:
        return datetime.fromisoformat(words(view, "indexedAt")).astimezone(UTC)
    except (ValueError, OverflowError):
        return LONG_AGO
