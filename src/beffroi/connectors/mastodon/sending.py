"""What leaves: the body of a post, and the images that have to be there before it."""

import json
from collections.abc import Callable, Sequence

from beffroi.connectors.contract import TryLater
from beffroi.connectors.mastodon import troubles
from beffroi.connectors.mastodon.server import Answer, Server, path_of
from beffroi.connectors.values import Json, at, count, identifier, items, words
from beffroi.vocabulary import Media, Outgoing

WAITS = (0.5, 1, 1, 2, 2, 3, 5, 5, 5)  # seconds between two looks at an image that is being prepared
ACCEPTED, UNFINISHED = 202, 206

Pause = Callable[[float], None]


def new_status(outgoing: Outgoing, media_ids: Sequence[str]) -> str:
    """Public whatever the account's own habit is: what was approved was approved for everybody, or for one person."""
    reply = {"in_reply_to_id": outgoing.reply_to.native_id} if outgoing.reply_to else {}
    return written({**content(outgoing, media_ids), **reply, "visibility": "direct" if outgoing.private else "public"})


def changed_status(outgoing: Outgoing, media_ids: Sequence[str]) -> str:
    return written(content(outgoing, media_ids))


def content(outgoing: Outgoing, media_ids: Sequence[str]) -> dict[str, Json]:
    lang = {"language": outgoing.lang} if outgoing.lang else {}
    media = {"media_ids": list(media_ids)} if media_ids else {}
    return {"status": outgoing.text, **lang, **media}


def written(body: dict[str, Json]) -> str:
    return json.dumps(body, ensure_ascii=False)


def uploaded(server: Server, media: Media, pause: Pause) -> str:
    """The id of an image that the server has and has prepared. Raises TryLater when it takes too long."""
    answer = in_either_form(server, media)
    native_id = identifier(answer.object, "id")
    if not native_id:
        raise TryLater(troubles.said(troubles.NOT_UNDERSTOOD, server.name))
    if answer.status == ACCEPTED:
        wait_until_prepared(server, native_id, pause)
    return native_id


def in_either_form(server: Server, media: Media) -> Answer:
    try:
        return server.upload("/api/v2/media", media.content or b"", media.mime, media.alt)
    except troubles.NotThere:  # the older form waits until the image is prepared
        return server.upload("/api/v1/media", media.content or b"", media.mime, media.alt)


def wait_until_prepared(server: Server, native_id: str, pause: Pause) -> None:
    for seconds in WAITS:
        pause(seconds)
        if server.get(path_of("media", native_id)).status != UNFINISHED:
            return
    raise TryLater(troubles.said(troubles.STILL_PREPARING, server.name))


def kept_or_uploaded(server: Server, status: Json, wanted: Sequence[Media], pause: Pause) -> list[str]:
    """The images of a changed post: those that stand there already stay, the others are sent.

    A server changes the files it is given, so an image is recognised by its description and its size; one without
    description by nothing, and it is sent again.
    """
    standing = {
        (words(one, "description"), *size(one)): identifier(one, "id") for one in items(at(status, "media_attachments"))
    }
    return [
        (standing.get((media.alt, media.width, media.height), "") if media.alt and media.width else "")
        or uploaded(server, media, pause)
        for media in wanted
    ]


def size(attached: Json) -> tuple[int | None, int | None]:
    return count(attached, "meta", "original", "width"), count(attached, "meta", "original", "height")
