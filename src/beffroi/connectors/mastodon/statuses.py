"""What a server says, in the vocabulary. Pure: JSON in, posts and profiles out."""

import mimetypes
from collections.abc import Iterator
from datetime import datetime

from beffroi.connectors.markup import text_of
from beffroi.connectors.mastodon.troubles import moment
from beffroi.connectors.values import (
    Json,
    at,
    count,
    each_once,
    hidden_tags,
    identifier,
    items,
    storable,
    web_address,
    words,
)
from beffroi.vocabulary import Link, Media, Post, Profile, Ref

FOR_EVERYBODY = ("", "public", "unlisted", "local")  # nothing: a server that knows no visibility


class Malformed(ValueError):
    """Something that is not the status or the account it was taken for."""


def post_of(status: Json, host: str, root: Ref | None = None) -> Post:
    """The post that `status` is, as seen on the server `host`. Raises Malformed.

    A status names only what it answers: without `root` that stands for the first post of the thread, but for a message
    that is not for everybody: no public post is the first of its thread.
    """
    native_id = identifier(status, "id")
    if not native_id:
        raise Malformed("a status without an id")
    text, links = text_with_warning(status)
    reply_to, private = ref(status, "in_reply_to_id"), is_private(status)
    return Post(
        network="mastodon",
        native_id=native_id,
        author=profile_of(at(status, "account"), host),
        text=text,
        published_at=written_at(status),
        url=web_address(status, "url") or web_address(status, "uri"),
        lang=words(status, "language"),
        reply_to=reply_to,
        root=root or (None if private else reply_to),
        mentions=each_once(*(identifier(one, "id") for one in items(at(status, "mentions")))),
        links=links,
        media=tuple(media_of(status)),
        to=each_once(*spoken_to(status, host), identifier(status, "in_reply_to_account_id")),
        tags=hidden_tags((words(one, "name") for one in items(at(status, "tags"))), text),
        repost_of=ref(status, "reblog", "id"),
        quote_of=ref(status, "quote", "quoted_status", "id") or ref(status, "quote", "quoted_status_id"),
        private=private,
    )


def is_private(status: Json) -> bool:
    """Whether not everybody may read it: only those it names, or those who follow its author."""
    return words(status, "visibility") not in FOR_EVERYBODY


def profile_of(account: Json, host: str) -> Profile:
    """An account as its server shows it. Raises Malformed."""
    native_id, name = identifier(account, "id"), handle_of(account, host)
    if not native_id or not name:
        raise Malformed("an account without an id or a name")
    return Profile(
        network="mastodon",
        native_id=native_id,
        handle=name,
        name=words(account, "display_name") or words(account, "username") or name,
        summary=text_of(words(account, "note"))[0],
        icon=web_address(account, "avatar_static") or web_address(account, "avatar"),
        url=web_address(account, "url") or web_address(account, "uri"),
        followers=count(account, "followers_count"),
        following=count(account, "following_count"),
        posts=count(account, "statuses_count"),
    )


def handle_of(account: Json, host: str) -> str:
    """A server names its own people without its name; empty for somebody without any."""
    name = words(account, "acct") or words(account, "username")
    return name if "@" in name or not name else f"{name}@{host}"


def spoken_to(status: Json, host: str) -> Iterator[str]:
    for one in items(at(status, "mentions")):
        yield identifier(one, "id")
        yield handle_of(one, host)


def text_with_warning(status: Json) -> tuple[str, tuple[Link, ...]]:
    """The text, after the content warning that stands before it, and the links in its bytes."""
    text, links = text_of(words(status, "content"))
    warning = storable(words(status, "spoiler_text")).strip()
    if not warning:
        return text, links
    shift = len(f"{warning}\n\n".encode())
    moved = tuple(Link(link.start + shift, link.end + shift, link.href) for link in links)
    return (f"{warning}\n\n{text}", moved) if text else (warning, ())


def ref(status: Json, *path: str) -> Ref | None:
    native_id = identifier(status, *path)
    return Ref(native_id) if native_id else None


def written_at(status: Json) -> datetime:
    found = moment(words(status, "created_at"))
    if found is None:
        raise Malformed("a status without a date")
    return found


def media_of(status: Json) -> Iterator[Media]:
    for attached in items(at(status, "media_attachments")):
        address = next(filter(None, (web_address(attached, key) for key in ("url", "remote_url", "preview_url"))), "")
        yield Media(
            mime=mime_of(address, words(attached, "type")),
            alt=words(attached, "description"),
            url=address,
            width=count(attached, "meta", "original", "width") or 0,
            height=count(attached, "meta", "original", "height") or 0,
        )


def mime_of(address: str, kind: str) -> str:
    """A server names only the kind; the ending of the file's name says more, where it has one."""
    guessed = mimetypes.guess_type(address.partition("?")[0])[0] or ""
    kind = {"gifv": "video"}.get(kind, kind)
    return guessed or (f"{kind}/*" if kind in ("image", "video", "audio") else "")
