"""What notifications forget: our own posts with what is counted below each, and what stands in their threads."""

from collections.abc import Iterator, Sequence
from datetime import datetime
from itertools import islice

from beffroi.connectors.contract import Refused
from beffroi.connectors.mastodon.finding import is_recent
from beffroi.connectors.mastodon.server import Server, path_of
from beffroi.connectors.mastodon.statuses import Malformed, is_private, post_of
from beffroi.connectors.mastodon.troubles import NotThere
from beffroi.connectors.values import Json, at, count, identifier, items
from beffroi.vocabulary import Post, Ref

PAGE = "40"
QUOTING_PAGES = 50  # 2,000 quotations: nobody's thread holds us up

Told = tuple[Post, int]


def own_posts(server: Server, account: str, place: str, since: datetime) -> tuple[list[Told], str]:
    """One page of our posts, newest first, with what is counted below each, and the place of the next page."""
    before = [("max_id", place)] if place else []
    asked = (("limit", PAGE), ("exclude_reblogs", "true"), *before)
    page = server.get(path_of("accounts", account, "statuses"), *asked)
    lately = [status for status in page.list if is_recent(status, since)]
    found = [(post, answers_of(status)) for status in lately if (post := read(server, status)) is not None]
    is_last = not lately or page.before == place or not any(is_recent(status, since) for status in page.list[-1:])
    return found, "" if is_last else page.before


def answers_of(status: Json) -> int:
    return (count(status, "replies_count") or 0) + (count(status, "quotes_count") or 0)


def read(server: Server, status: Json, root: Ref | None = None) -> Post | None:
    try:
        return post_of(status, server.name, root)
    except Malformed:
        return None


def answers(server: Server, account: str, native_id: str) -> Iterator[Sequence[Post]]:
    """What others said below our post, and where they quoted it."""
    place = path_of("statuses", native_id)
    try:
        status = server.get(place).object
        context = server.get(f"{place}/context").object
    except NotThere:
        return
    yield of_others(server, account, below(server, status, context))
    try:
        pages = server.pages(f"{place}/quotes", ("limit", PAGE))
        for page in islice(pages, QUOTING_PAGES):
            yield of_others(server, account, (read(server, one) for one in page.list))
    except Refused:  # a server that knows no quotations
        return


def below(server: Server, status: Json, context: Json) -> Iterator[Post | None]:
    """Each with the first post of its thread. What is not for everybody is in no thread with what is."""
    before = [*items(at(context, "ancestors")), status]
    first = Ref(identifier(before[0], "id"))
    private: dict[str, Ref] = {}
    for one in (*before, *items(at(context, "descendants"))):
        if is_private(one):
            itself = Ref(identifier(one, "id"))
            private[itself.native_id] = private.get(identifier(one, "in_reply_to_id"), itself)
    for one in items(at(context, "descendants")):
        yield read(server, one, private.get(identifier(one, "id"), first))


def of_others(server: Server, account: str, posts: Iterator[Post | None]) -> list[Post]:
    return [post for post in posts if post is not None and post.author.native_id != account]
