"""Who spoke to the Page: comments on its posts, and what visitors write on it.

Facebook has no list of that. The Page's last posts are read with their comments, newest first, back to the last
reading and an hour further, because a comment may be shown late. A comment on an older post is not seen.
"""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

from beffroi.connectors.facebook.posts import COMMENT_FIELDS, POST_FIELDS, Malformed, post_of
from beffroi.connectors.facebook.session import FacebookSession, after_in
from beffroi.connectors.values import Json, at, identifier, items
from beffroi.vocabulary import Post

RECENT_POSTS = 100
COMMENTS_A_POST = 50
OVERLAP = timedelta(hours=1)
LONG_AGO = datetime(2000, 1, 1, tzinfo=UTC)


def read(session: FacebookSession, cursor: str) -> tuple[list[Post], str]:
    """What others wrote, oldest first, and the next cursor: the moment of the newest."""
    mark = datetime.fromisoformat(cursor) if cursor else LONG_AGO
    since = mark - OVERLAP if cursor else LONG_AGO
    found = {post.native_id: post for post in written_to(session, since)}
    others = [post for post in found.values() if post.author.native_id != session.page_id]
    newest = max([mark, *(post.published_at for post in others)])
    return sorted(others, key=lambda post: post.published_at), newest.isoformat() if others or cursor else ""


def written_to(session: FacebookSession, since: datetime) -> Iterator[Post]:
    comments = f"comments.filter(stream).order(reverse_chronological).limit({COMMENTS_A_POST}){{{COMMENT_FIELDS}}}"
    feed = session.call(
        "GET", session.page_id, "feed", params={"fields": f"{POST_FIELDS},{comments}", "limit": RECENT_POSTS}
    )
    for entry in items(feed.get("data")):
        yield from (post for post in known([entry], "") if post.published_at >= since)
        yield from comments_on(session, entry, since)


def comments_on(session: FacebookSession, entry: Json, since: datetime) -> Iterator[Post]:
    """Those that came with the post; where they do not reach back far enough, the rest of them."""
    place = identifier(entry, "id")
    first = known(items(at(entry, "comments", "data")), place)
    yield from (post for post in first if post.published_at >= since)
    if not after_in(at(entry, "comments") or {}) or any(post.published_at < since for post in first):
        return
    newest_first = {"filter": "stream", "order": "reverse_chronological"}
    for page, _ in session.pages(place, "comments", fields=COMMENT_FIELDS, limit=COMMENTS_A_POST, **newest_first):
        posts = known(page, place)
        yield from (post for post in posts if post.published_at >= since)
        if any(post.published_at < since for post in posts):
            return


def known(said: list[Json], under: str) -> list[Post]:
    posts = []
    for one in said:
        try:
            posts.append(post_of(one, under=under))
        except Malformed:
            continue
    return posts
