"""Where people meet an account on Bluesky besides its profile: its posts, the card of its page, the search."""

from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

from beffroi import outbound
from beffroi.connectors import cards
from beffroi.connectors.bluesky import troubles
from beffroi.connectors.bluesky.addresses import POST, Addresses
from beffroi.connectors.bluesky.mentions import seen
from beffroi.connectors.bluesky.posts import Malformed, post_of, profile_of, stranger
from beffroi.connectors.contract import Refused
from beffroi.connectors.values import at, items, words
from beffroi.vocabulary import Post, Profile, Ref

if TYPE_CHECKING:
    from beffroi.connectors.bluesky.session import BlueskySession

UNDATED = datetime.max.replace(tzinfo=UTC)  # what hides its date counts as of now

Json = Any


def latest(session: "BlueskySession", addresses: Addresses, did: str, limit: int) -> list[Post]:
    """The newest posts as the public view shows them; without a view, as they stand in the repository."""
    if not addresses.appview:
        return in_repository(session, addresses, did, limit)
    feed = session.view("app.bsky.feed.getAuthorFeed", actor=did, filter="posts_with_replies", limit=limit)
    views = [at(item, "post") for item in items(feed.get("feed")) if not at(item, "reason")]
    return [post for view in views if (post := seen(view, addresses)) is not None]


def activity(session: "BlueskySession", addresses: Addresses, did: str, limit: int) -> list[Post]:
    """As `latest`, with what the account passed on."""
    feed = session.view("app.bsky.feed.getAuthorFeed", actor=did, filter="posts_with_replies", limit=limit)
    found = (
        passed_on(item, did, addresses) if at(item, "reason") else seen(at(item, "post"), addresses)
        for item in items(feed.get("feed"))
    )
    return [post for post in found if post is not None and post.author.native_id == did]


def passed_on(item: Json, did: str, addresses: Addresses) -> Post | None:
    """What an account passed on; None for another reason why a post stands in its feed, such as being pinned there."""
    uri, cid = words(item, "post", "uri"), words(item, "post", "cid")
    by, when = at(item, "reason", "by"), words(item, "reason", "indexedAt")
    if words(item, "reason", "$type") != "app.bsky.feed.defs#reasonRepost" or words(by, "did") != did or not uri:
        return None
    try:
        moment = datetime.fromisoformat(when).astimezone(UTC)
    except (ValueError, OverflowError):
        return None
    itself = words(item, "reason", "uri") or f"{uri}#{did}"
    return Post("bluesky", itself, profile_of(by, addresses), "", moment, repost_of=Ref(uri, cid))


def in_repository(session: "BlueskySession", addresses: Addresses, did: str, limit: int) -> list[Post]:
    listed = session.query("com.atproto.repo.listRecords", repo=did, collection=POST, limit=limit)
    found = []
    for record in items(listed.get("records")):
        try:
            uri, cid = words(record, "uri"), words(record, "cid")
            found.append(post_of(uri, cid, at(record, "value"), stranger(did, addresses), UNDATED, addresses))
        except Malformed:
            continue
    return found


def people(session: "BlueskySession", addresses: Addresses, asked: str, limit: int) -> list[Profile]:
    if not addresses.appview:
        raise Refused(troubles.NO_PEOPLE)
    found = session.view("app.bsky.actor.searchActors", q=asked, limit=limit)
    return [profile_of(actor, addresses) for actor in items(found.get("actors")) if words(actor, "did")]


def card(did: str, addresses: Addresses, policy: outbound.Policy, transport: outbound.Transport) -> Profile:
    if not addresses.public:
        raise Refused(troubles.NO_PAGE)
    shown = cards.read(addresses.profile(did), policy, transport)
    return Profile("bluesky", did, shown.handle, shown.name, summary=shown.summary, url=addresses.profile(did))
