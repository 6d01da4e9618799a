"""Who spoke to us: notifications of the kind "mention", read back from the newest to the one we read last."""

from collections.abc import Iterator, Sequence
from itertools import islice

from beffroi.connectors.contract import Refused
from beffroi.connectors.mastodon.server import Answer, Server, path_of
from beffroi.connectors.mastodon.statuses import Malformed, post_of, ref
from beffroi.connectors.values import Json, at, identifier, items
from beffroi.vocabulary import Post, Ref

PAGE = "80"
FIRST_PAGES = 10  # of an account that was never read: its last mentions, not those of ten years

ASKED = (("types[]", "mention"), ("include_filtered", "true"), ("limit", PAGE))


def read(server: Server, cursor: str) -> tuple[Sequence[Post], str]:
    """The posts that mention or answer us since `cursor`, oldest first, and the next cursor."""
    news = list(since(server, cursor))
    posts = [post for notice in reversed(news) if (post := spoken(server, notice)) is not None]
    return posts, identifier(news[0], "id") if news else cursor


def since(server: Server, cursor: str) -> Iterator[Json]:
    """Newest first. What arrives while we turn pages stands before the first one, and is read the next time."""
    for page in pages(server, cursor):
        for notice in page.list:
            if cursor and identifier(notice, "id") == cursor:  # a server that does not know `since_id`
                return
            yield notice


def pages(server: Server, cursor: str) -> Iterator[Answer]:
    if cursor:
        return server.pages("/api/v1/notifications", *ASKED, ("since_id", cursor))
    return islice(server.pages("/api/v1/notifications", *ASKED), FIRST_PAGES)


def spoken(server: Server, notice: Json) -> Post | None:
    """The post of a mention; None for every other notice, and for one whose post cannot be read."""
    status = at(notice, "status")
    if at(notice, "type") != "mention" or not status:
        return None
    try:
        return post_of(status, server.name, first_of_thread(server, status))
    except Malformed:
        return None


def first_of_thread(server: Server, status: Json) -> Ref | None:
    """The post that a conversation began with; None when the server does not show what came before."""
    if ref(status, "in_reply_to_id") is None:
        return None
    try:
        context = server.get(path_of("statuses", identifier(status, "id"), "context")).object
    except Refused:
        return None
    first = next(iter(items(at(context, "ancestors"))), None)
    return Ref(identifier(first, "id")) if identifier(first, "id") else None
