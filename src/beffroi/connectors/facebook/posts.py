"""What Facebook says, in the vocabulary. Ids are opaque; a field that is absent or odd never breaks a whole page."""

from datetime import UTC, datetime

from beffroi.connectors.values import Json, at, count, identifier, items, web_address, words
from beffroi.vocabulary import Media, Post, Profile, Ref

SITE = "https://www.facebook.com"
PAGE_FIELDS = "id,name,username,about,link,fan_count,followers_count,picture{url}"
POST_FIELDS = "id,message,created_time,from{id,name},permalink_url,message_tags,full_picture"
COMMENT_FIELDS = "id,message,created_time,from{id,name},permalink_url,message_tags,parent{id},attachment{media}"


class Malformed(ValueError):
    """A post without what makes it one: an id, a moment."""


def address(native_id: str) -> str:
    return f"{SITE}/{native_id}"


def profile_of(page: Json) -> Profile:
    native_id = identifier(page, "id")
    if not native_id:
        raise Malformed("a profile without an id")
    return Profile(
        network="facebook",
        native_id=native_id,
        handle=words(page, "username") or native_id,
        name=words(page, "name"),
        summary=words(page, "about"),
        icon=web_address(page, "picture", "data", "url"),
        url=web_address(page, "link") or address(native_id),
        followers=count(page, "followers_count"),
    )


def post_of(said: Json, *, under: str = "") -> Post:
    """A post on the Page, or a comment on the post `under`."""
    native_id = identifier(said, "id")
    if not native_id:
        raise Malformed("a post without an id")
    parent = identifier(said, "parent", "id") or under
    mentions = tuple(tag for one in tags(said) if (tag := identifier(one, "id")))
    return Post(
        network="facebook",
        native_id=native_id,
        author=author_of(said, native_id),
        text=words(said, "message"),
        published_at=moment(said),
        url=web_address(said, "permalink_url") or address(native_id),
        reply_to=Ref(parent) if parent else None,
        root=Ref(under) if under else None,
        mentions=mentions,
        media=pictures(said),
        to=mentions,
    )


def author_of(said: Json, native_id: str) -> Profile:
    """Who wrote it. Facebook hides people from who may not know them: each is then somebody else."""
    author_id = identifier(said, "from", "id") or f"hidden-{native_id}"
    return Profile("facebook", author_id, author_id, words(said, "from", "name"))


def pictures(said: Json) -> tuple[Media, ...]:
    url = web_address(said, "full_picture") or web_address(said, "attachment", "media", "image", "src")
    return (Media("image/jpeg", "", url=url),) if url else ()


def tags(said: Json) -> list[Json]:
    """Who is named in the text: a list, or a table by place."""
    found = at(said, "message_tags")
    if isinstance(found, dict):
        return [one for each in found.values() for one in items(each)]
    return items(found)


def moment(said: Json) -> datetime:
    try:
        return datetime.strptime(words(said, "created_time"), "%Y-%m-%dT%H:%M:%S%z").astimezone(UTC)
    except (ValueError, OverflowError) as error:
        raise Malformed("a post without a moment") from error
