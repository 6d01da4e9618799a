"""What Bluesky says, in the vocabulary. Pure: JSON in, posts and profiles out.

Anybody writes what they like into a record, so every value is looked at before it is believed.
"""

from collections.abc import Iterator
from datetime import UTC, datetime

from beffroi.connectors.bluesky.addresses import POST, Addresses
from beffroi.connectors.values import Json, at, count, each_once, hidden_tags, items, web_address, words
from beffroi.vocabulary import Link, Media, Post, Profile, Ref


class Malformed(ValueError):
    """A record that is not a post."""


def post_of(uri: str, cid: str, record: Json, author: Profile, seen_at: datetime, addresses: Addresses) -> Post:
    """The post that `record` at `uri` is. `seen_at` is when the network saw it: a writer may date a post as he likes,
    but never later than that. Raises Malformed."""
    if not isinstance(record, dict) or not isinstance(record.get("text"), str):
        raise Malformed("a record without text")
    facets = list(features(record.get("facets")))
    text = words(record, "text")
    reply_to = ref(record, "reply", "parent")
    return Post(
        network="bluesky",
        native_id=uri,
        author=author,
        text=text,
        published_at=min(written_at(record, seen_at), seen_at),
        url=addresses.post(author.native_id, uri.rpartition("/")[2]),
        version=cid,
        lang=next((lang for lang in items(record.get("langs")) if isinstance(lang, str)), ""),
        reply_to=reply_to,
        root=ref(record, "reply", "root"),
        mentions=each_once(*(words(feature, "did") for _, _, feature in facets)),
        links=(*text_links(facets, len(text.encode())), *card(record, len(text.encode()))),
        media=tuple(media_of(record.get("embed"), author.native_id, addresses)),
        to=each_once(*spoken_to(text.encode(), facets), author_of(reply_to)),
        tags=hidden_tags(tags(record, facets), text),
        quote_of=quoted(record),
    )


def profile_of(actor: Json, addresses: Addresses) -> Profile:
    """An account out of an AppView's answer: a profile view, short or detailed."""
    did, handle = words(actor, "did"), words(actor, "handle")
    if not did:
        raise Malformed("a profile without an identifier")
    return Profile(
        network="bluesky",
        native_id=did,
        handle=handle or did,
        name=words(actor, "displayName") or handle or did,
        summary=words(actor, "description"),
        icon=words(actor, "avatar"),
        url=addresses.profile(did),
        followers=count(actor, "followersCount"),
        posts=count(actor, "postsCount"),
        following=count(actor, "followsCount"),
    )


def profile_of_record(did: str, handle: str, record: Json, addresses: Addresses) -> Profile:
    """An account out of its own profile record, empty if it has none: nobody counts its followers there."""
    avatar = words(record, "avatar", "ref", "$link")
    return Profile(
        network="bluesky",
        native_id=did,
        handle=handle or did,
        name=words(record, "displayName") or handle or did,
        summary=words(record, "description"),
        icon=addresses.image(did, avatar) if avatar else "",
        url=addresses.profile(did),
    )


def stranger(did: str, addresses: Addresses) -> Profile:
    """An account of which the stream says no more than its identifier."""
    return Profile("bluesky", did, handle=did, name=did, url=addresses.profile(did))


def written_at(record: Json, otherwise: datetime) -> datetime:
    try:
        moment = datetime.fromisoformat(words(record, "createdAt"))
        return moment.astimezone(UTC) if moment.tzinfo else otherwise
    except (ValueError, OverflowError):
        return otherwise


def ref(record: Json, *path: str) -> Ref | None:
    uri = words(record, *path, "uri")
    return Ref(uri, words(record, *path, "cid")) if uri else None


def quoted(record: Json) -> Ref | None:
    """The post that is quoted, alone or beside images; a list or a feed is none."""
    found = ref(record, "embed", "record") or ref(record, "embed", "record", "record")
    return found if found and f"/{POST}/" in found.native_id else None


def features(facets: Json) -> Iterator[tuple[Json, Json, Json]]:
    for facet in items(facets):
        for feature in items(at(facet, "features")):
            yield at(facet, "index", "byteStart"), at(facet, "index", "byteEnd"), feature


def spoken_to(text: bytes, facets: list[tuple[Json, Json, Json]]) -> Iterator[str]:
    """Whom the post mentions: the identifier, then the handle as it stands in the text."""
    for start, end, feature in facets:
        if did := words(feature, "did"):
            yield did
            if isinstance(start, int) and isinstance(end, int) and text[start : start + 1] == b"@":
                yield text[start + 1 : end].decode(errors="ignore")


def author_of(post: Ref | None) -> str:
    """Whose post it is: its address begins with the author's identifier."""
    return post.native_id.removeprefix("at://").partition("/")[0] if post else ""


def tags(record: Json, facets: list[tuple[Json, Json, Json]]) -> Iterator[str]:
    yield from (tag for tag in items(record.get("tags")) if isinstance(tag, str))
    yield from (words(feature, "tag") for _, _, feature in facets)


def text_links(facets: list[tuple[Json, Json, Json]], size: int) -> Iterator[Link]:
    for start, end, feature in facets:
        placed = isinstance(start, int) and isinstance(end, int) and 0 <= start < end <= size
        if placed and (href := web_address(feature, "uri")):
            yield Link(start, end, href)


def card(record: Json, size: int) -> Iterator[Link]:
    """The address of a link card, which need not stand in the text: an empty stretch at its end."""
    for embed in (at(record, "embed"), at(record, "embed", "media")):
        if href := web_address(embed, "external", "uri"):
            yield Link(size, size, href)


def media_of(embed: Json, did: str, addresses: Addresses) -> Iterator[Media]:
    """The images and the video of an embed, beside a quotation or alone."""
    for part in (embed, at(embed, "media")):
        for image in (*items(at(part, "images")), *items(at(part, "items"))):
            if cid := words(image, "image", "ref", "$link"):
                yield seen(at(image, "image"), image, addresses.image(did, cid))
        if words(part, "video", "ref", "$link"):
            yield seen(at(part, "video"), part, "")


def seen(blob: Json, shown: Json, url: str) -> Media:
    return Media(
        mime=words(blob, "mimeType"),
        alt=words(shown, "alt"),
        url=url,
        width=count(shown, "aspectRatio", "width") or 0,
        height=count(shown, "aspectRatio", "height") or 0,
    )
