"""What X says, in the vocabulary. Ids are opaque; a field that is absent or odd never breaks a whole page."""

import html
from collections.abc import Iterator, Mapping
from datetime import UTC, datetime

from beffroi.connectors.values import Json, at, count, each_once, items, web_address, words
from beffroi.vocabulary import Link, Post, Profile, Ref

SITE = "https://x.com"
SHORT = "https://t.co/"

USER_FIELDS = "description,entities,profile_image_url,public_metrics"
POST = {  # what is asked of every post; what comes beside it, as people and pictures, may be charged for
    "tweet.fields": "attachments,author_id,conversation_id,created_at,entities,lang,note_tweet,referenced_tweets"
}
POST_AND_AUTHOR = {**POST, "expansions": "author_id", "user.fields": USER_FIELDS}


class Malformed(ValueError):
    """A post without what makes it one: an id, an author, a moment."""


def address(username: str, native_id: str) -> str:
    return f"{SITE}/{username or 'i'}/status/{native_id}"


def profile_of(user: Json) -> Profile:
    native_id, username = words(user, "id"), words(user, "username")
    if not native_id:
        raise Malformed("a profile without an id")
    counts = at(user, "public_metrics")
    return Profile(
        network="x",
        native_id=native_id,
        handle=username,
        name=words(user, "name"),
        summary=expanded(words(user, "description"), items(at(user, "entities", "description", "urls"))),
        icon=web_address(user, "profile_image_url"),
        url=f"{SITE}/{username}",
        followers=count(counts, "followers_count"),
        following=count(counts, "following_count"),
        posts=count(counts, "tweet_count"),
    )


def posts_of(page: Json) -> Iterator[Post]:
    """The posts of one page in its order; what is no post of somebody's own words is left out."""
    users = {words(user, "id"): user for user in items(at(page, "includes", "users"))}
    for tweet in items(at(page, "data")):
        try:
            if not referenced(tweet, "retweeted"):
                yield post_of(tweet, users)
        except Malformed:
            continue


def post_of(tweet: Json, users: Mapping[str, Json]) -> Post:
    native_id, author_id = words(tweet, "id"), words(tweet, "author_id")
    if not (native_id and author_id):
        raise Malformed("a post without an id or an author")
    author = profile_of(users.get(author_id) or {"id": author_id, "username": author_id})
    text, links = linked(tweet)
    reply_to, root = referenced(tweet, "replied_to"), words(tweet, "conversation_id")
    mentioned = items(at(entities(tweet), "mentions"))
    return Post(
        network="x",
        native_id=native_id,
        author=author,
        text=text,
        published_at=moment(tweet),
        url=address(author.handle, native_id),
        lang=words(tweet, "lang"),
        reply_to=Ref(reply_to) if reply_to else None,
        root=Ref(root) if root not in ("", native_id) else None,
        mentions=each_once(*(words(one, "id") for one in mentioned)),
        links=links,
        to=each_once(*(words(one, key) for one in mentioned for key in ("id", "username"))),
    )


def pictures_in(tweet: Json) -> int:
    return len(items(at(tweet, "attachments", "media_keys")))


def text_of(tweet: Json) -> str:
    """What was written: with the links as they lead, without the one that X adds for pictures."""
    return linked(tweet)[0]


def linked(tweet: Json) -> tuple[str, tuple[Link, ...]]:
    """The text and its links. X gives `<` as `&lt;`, and every link as a short one."""
    raw = words(tweet, "note_tweet", "text") or words(tweet, "text")
    urls = items(at(entities(tweet), "urls"))
    text = expanded(html.unescape(raw), urls)
    links = []
    for href in dict.fromkeys(words(url, "expanded_url") for url in urls if not words(url, "media_key")):
        start = text.find(href) if href else -1
        if start >= 0:
            first = len(text[:start].encode())
            links.append(Link(first, first + len(href.encode()), href))
    return text, tuple(links)


def expanded(text: str, urls: list[Json]) -> str:
    for url in urls:
        short, leads_to = words(url, "url"), words(url, "expanded_url")
        if short.startswith(SHORT):
            is_picture = bool(words(url, "media_key"))
            text = text.replace(short, "" if is_picture else leads_to or short, 1)
    return text.strip()


def entities(tweet: Json) -> Json:
    return at(tweet, "note_tweet", "entities") or at(tweet, "entities")


def referenced(tweet: Json, kind: str) -> str:
    """The id of the post that this one answers, quotes or repeats; empty: none."""
    found = (words(one, "id") for one in items(at(tweet, "referenced_tweets")) if words(one, "type") == kind)
    return next(found, "")


def moment(tweet: Json) -> datetime:
    try:
        said = datetime.fromisoformat(words(tweet, "created_at"))
        return said.astimezone(UTC) if said.tzinfo else said.replace(tzinfo=UTC)
    except (ValueError, OverflowError) as error:  # OverflowError: midnight of the year 1, east of Greenwich
        raise Malformed("a post without a moment") from error
