"""Who spoke to us: notifications of mentions and quotations, read back from the newest to the one we read last."""

from collections.abc import Iterator, Sequence
from datetime import datetime
from itertools import islice, takewhile

from beffroi.connectors.contract import Refused
from beffroi.connectors.mastodon.server import Answer, Server, path_of
from beffroi.connectors.mastodon.statuses import Malformed, is_private, post_of, ref
from beffroi.connectors.mastodon.troubles import moment
from beffroi.connectors.values import Json, at, identifier, items, words
from beffroi.vocabulary import Post, Ref

PLACE = "/api/v1/notifications"
PAGE = "80"
FIRST_PAGES = 10  # of an account that was never read: its last mentions, not those of ten years
PAST_PAGE = "15"  # each may cost a second question, and a server lets one ask 300 times in five minutes

KINDS = ("mention", "quote")
OLDER_KINDS = ("mention",)  # some servers refuse the whole question for a kind that they do not know

Params = tuple[tuple[str, str], ...]


def asked(kinds: Sequence[str], limit: str = PAGE) -> Params:
    return (*(("types[]", kind) for kind in kinds), ("include_filtered", "true"), ("limit", limit))


def read(server: Server, cursor: str) -> tuple[Sequence[Post], str]:
    """The posts that mention, answer or quote us since `cursor`, oldest first, and the next cursor."""
    try:
        news = list(since(server, cursor, KINDS))
    except Refused:
        news = list(since(server, cursor, OLDER_KINDS))
    posts = [post for notice in reversed(news) if (post := spoken(server, notice)) is not None]
    return posts, identifier(news[0], "id") if news else cursor


def since(server: Server, cursor: str, kinds: Sequence[str]) -> Iterator[Json]:
    """Newest first. What arrives while we turn pages stands before the first one, and is read the next time."""
    for page in pages(server, cursor, kinds):
        for notice in page.list:
            if cursor and identifier(notice, "id") == cursor:  # a server that does not know `since_id`
                return
            yield notice


def pages(server: Server, cursor: str, kinds: Sequence[str]) -> Iterator[Answer]:
    if cursor:
        return server.pages(PLACE, *asked(kinds), ("since_id", cursor))
    return islice(server.pages(PLACE, *asked(kinds)), FIRST_PAGES)


def read_back(server: Server, place: str, since: datetime) -> tuple[Sequence[Post], str]:
    """One page of what is older than the notice `place`, newest first, and the place of the next."""
    before = (("max_id", place),) if place else ()
    try:
        page = server.get(PLACE, *asked(KINDS, PAST_PAGE), *before)
    except Refused:
        page = server.get(PLACE, *asked(OLDER_KINDS, PAST_PAGE), *before)
    lately = list(takewhile(lambda notice: arrived(notice, since), page.list))
    posts = [post for notice in lately if (post := spoken(server, notice)) is not None]
    return posts, page.before if lately and len(lately) == len(page.list) and page.before != place else ""


def arrived(notice: Json, since: datetime) -> bool:
    """Whether it came since then; one without a date does not end the reading."""
    at_ = moment(words(notice, "created_at"))
    return at_ is None or at_ >= since


def spoken(server: Server, notice: Json) -> Post | None:
    """The post of a mention or a quotation; None for every other notice, and for one whose post cannot be read."""
    status = at(notice, "status")
    if at(notice, "type") not in KINDS or not status:
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
    return root_of(status, items(at(context, "ancestors")))


def root_of(status: Json, ancestors: Sequence[Json]) -> Ref | None:
    """The first of what came before. A message that is not for everybody begins a conversation of its own: what was
    said in public before it is no part of that."""
    if is_private(status):
        ancestors = list(takewhile(is_private, reversed(ancestors)))[::-1]
    first = next(iter(ancestors), None)
    return Ref(identifier(first, "id")) if identifier(first, "id") else None
