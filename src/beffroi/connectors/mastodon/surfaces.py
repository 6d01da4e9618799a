"""Where people meet an account on its server besides its profile: its posts, the card of its page, the search."""

from dataclasses import replace

from beffroi.connectors.contract import Refused
from beffroi.connectors.mastodon import host_of
from beffroi.connectors.mastodon.searching import SEARCH, seen
from beffroi.connectors.mastodon.server import Server, path_of
from beffroi.connectors.mastodon.statuses import Malformed, post_of, profile_of
from beffroi.connectors.values import Json, at, identifier, items, web_address
from beffroi.vocabulary import Post, Profile

ELSEWHERE = "The public page of this account stands on another server."


def latest(server: Server, native_id: str, limit: int) -> list[Post]:
    asked = (("limit", str(min(limit, 40))), ("exclude_reblogs", "true"))
    statuses = server.get(path_of("accounts", native_id, "statuses"), *asked).list
    posts = [post for status in statuses if (post := seen(status, server)) is not None]
    return [post for post in posts if not post.private]


def activity(server: Server, native_id: str, limit: int) -> list[Post]:
    """As `latest`, with what the account passed on."""
    statuses = server.get(path_of("accounts", native_id, "statuses"), ("limit", str(min(limit, 40)))).list
    found = (_done(status, server) for status in statuses)
    return [post for post in found if post is not None and not post.private]


def _done(status: Json, server: Server) -> Post | None:
    try:
        post = post_of(status, server.name)
    except Malformed:
        return None
    return replace(post, text="", links=(), media=()) if post.repost_of else post


def people(server: Server, words: str, limit: int) -> list[Profile]:
    """Only what the server knows already: a search for a stranger is not taken to other servers."""
    asked = (("q", words), ("type", "accounts"), ("limit", str(min(limit, 40))), ("resolve", "false"))
    found = items(at(server.get(SEARCH, *asked).object, "accounts"))
    return [one for account in found if (one := _profile(account, server)) is not None]


def card(server: Server, native_id: str) -> Profile:
    account = server.get(path_of("accounts", native_id)).object
    address = web_address(account, "url")
    if host_of(address) != server.name:
        raise Refused(ELSEWHERE)
    shown = server.card(address)
    return Profile("mastodon", identifier(account, "id"), shown.handle, shown.name, shown.summary, url=address)


def _profile(account: Json, server: Server) -> Profile | None:
    try:
        return profile_of(account, server.name)
    except Malformed:
        return None
