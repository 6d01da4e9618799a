"""The record that a post of ours becomes: the same bytes at every try."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from beffroi.connectors.bluesky.addresses import POST
from beffroi.connectors.bluesky.facets import Facet
from beffroi.vocabulary import Card, Media, Outgoing, Ref

Record = dict[str, Any]


def post_record(
    outgoing: Outgoing, facets: Sequence[Facet], blobs: Sequence[Record], thumb: Record | None = None
) -> Record:
    """The record for `outgoing`; `blobs` are the server's own words for its images, in their order, and `thumb` for the
    image of its link card."""
    record: Record = {"$type": POST, "text": outgoing.text, "createdAt": written(outgoing.created_at)}
    if outgoing.lang:
        record["langs"] = [outgoing.lang]
    if facets:
        record["facets"] = list(facets)
    if outgoing.reply_to:
        record["reply"] = {
            "root": strong_ref(outgoing.root or outgoing.reply_to),
            "parent": strong_ref(outgoing.reply_to),
        }
    if blobs:
        images = [image(media, blob) for media, blob in zip(outgoing.media, blobs, strict=True)]
        record["embed"] = {"$type": "app.bsky.embed.images", "images": images}
    elif outgoing.card:
        record["embed"] = {"$type": "app.bsky.embed.external", "external": external(outgoing.card, thumb)}
    return record


def written(moment: datetime) -> str:
    return moment.isoformat(timespec="milliseconds").replace("+00:00", "Z")


def strong_ref(ref: Ref) -> Record:
    return {"uri": ref.native_id, "cid": ref.version}


def external(card: Card, thumb: Record | None) -> Record:
    shown: Record = {"uri": card.url, "title": card.title, "description": card.summary}
    return shown | ({"thumb": thumb} if thumb else {})


def image(media: Media, blob: Record) -> Record:
    shown: Record = {"alt": media.alt, "image": blob}
    if media.width and media.height:
        shown["aspectRatio"] = {"width": media.width, "height": media.height}
    return shown
