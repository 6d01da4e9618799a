"""What notifications forget: a reply that the public view indexes before the post it answers makes none, and neither
does one far down a thread. So our own posts are read with what the view counts below them, and the threads themselves.
"""

from collections.abc import Iterator
from datetime import datetime
from itertools import chain, islice
from typing import TYPE_CHECKING, Any

from beffroi.connectors.bluesky.addresses import Addresses
from beffroi.connectors.bluesky.mentions import indexed_at, posts_of_others, seen
from beffroi.connectors.bluesky.troubles import NotThere
from beffroi.connectors.values import at, count, items, words
from beffroi.vocabulary import Post

if TYPE_CHECKING:
    from beffroi.connectors.bluesky.session import BlueskySession

PAGE = 100
DEPTH = 10  # of one question: deeper, the answer would be nested more than a program may read
QUESTIONS = 50  # about one thread, and about its quotations: nobody's thread holds us up

Json = Any


def own_posts(
    session: "BlueskySession", addresses: Addresses, place: str, since: datetime
) -> tuple[list[tuple[Post, int]], str]:
    """One page of our posts, newest first, with what is counted below each, and the place of the next page."""
    further = {"cursor": place} if place else {}
    feed = session.query(
        "app.bsky.feed.getAuthorFeed", actor=session.did, filter="posts_with_replies", limit=PAGE, **further
    )
    views = [at(item, "post") for item in items(feed.get("feed")) if not at(item, "reason")]
    lately = [view for view in views if indexed_at(view) >= since]
    found = [(post, answers_of(view)) for view in lately if (post := seen(view, addresses)) is not None]
    following = words(feed, "cursor")
    return found, "" if following in ("", place) or len(lately) < len(views) else following


def answers_of(view: Json) -> int:
    return (count(view, "replyCount") or 0) + (count(view, "quoteCount") or 0)


def answers(session: "BlueskySession", addresses: Addresses, uri: str) -> Iterator[list[Post]]:
    """What others said below our post and where they quoted it, one question's answer at a time."""
    for views in chain(islice(threads(session, uri), QUESTIONS), islice(quotations(session, uri), QUESTIONS)):
        yield posts_of_others(views, session.did, addresses)


def threads(session: "BlueskySession", uri: str) -> Iterator[list[Json]]:
    """Everything below `uri`, and then below each post at which an answer broke off."""
    open_ends = [uri]
    while open_ends:
        try:
            thread = session.query("app.bsky.feed.getPostThread", uri=open_ends.pop(0), depth=DEPTH, parentHeight=0)
        except NotThere:  # deleted since it was counted
            continue
        found, further = below(at(thread, "thread"))
        yield found
        open_ends += further


def below(thread: Json) -> tuple[list[Json], list[str]]:
    """The posts of a tree without its first, and those whose answers are not in it."""
    found: list[Json] = []
    open_ends: list[str] = []
    level = items(at(thread, "replies"))
    for depth in range(1, DEPTH + 1):
        views = [(view, each) for each in level if isinstance(view := at(each, "post"), dict)]
        found += [view for view, _each in views]
        if depth == DEPTH:
            open_ends += [words(view, "uri") for view, _each in views if count(view, "replyCount")]
        level = [reply for _view, each in views for reply in items(at(each, "replies"))]
    return found, open_ends


def quotations(session: "BlueskySession", uri: str) -> Iterator[list[Json]]:
    place = ""
    while True:
        further = {"cursor": place} if place else {}
        try:
            page = session.query("app.bsky.feed.getQuotes", uri=uri, limit=PAGE, **further)
        except NotThere:
            return
        views, following = items(page.get("posts")), words(page, "cursor")
        yield views
        if not views or following in ("", place):
            return
        place = following
