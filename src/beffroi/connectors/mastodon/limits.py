"""What a server says of itself: its limits, and where its stream is. Nothing is read into its version."""

from dataclasses import replace
from typing import TYPE_CHECKING

from beffroi.connectors.contract import Capabilities
from beffroi.connectors.mastodon import CAPABILITIES
from beffroi.connectors.mastodon.troubles import NotThere
from beffroi.connectors.values import Json, at, count, words

if TYPE_CHECKING:
    from beffroi.connectors.mastodon.server import Server


def document(server: "Server") -> Json:
    """The server's own description, in the newer form where it has one."""
    try:
        return server.get("/api/v2/instance").object
    except NotThere:
        return server.get("/api/v1/instance").object


def capabilities_of(instance: Json) -> Capabilities:
    """The limits in a server's description; what it does not say is as usual."""
    statuses, media = at(instance, "configuration", "statuses"), at(instance, "configuration", "media_attachments")
    images = count(statuses, "max_media_attachments")
    return replace(
        CAPABILITIES,
        max_length=count(statuses, "max_characters") or count(instance, "max_toot_chars") or CAPABILITIES.max_length,
        max_images=CAPABILITIES.max_images if images is None else images,
        max_image_bytes=count(media, "image_size_limit") or CAPABILITIES.max_image_bytes,
        url_length=count(statuses, "characters_reserved_per_url") if statuses else CAPABILITIES.url_length,
        max_alt=count(media, "description_limit") or CAPABILITIES.max_alt,
    )


def streaming_base(instance: Json, otherwise: str) -> str:
    """Where the stream is served, as an http address: often another host than the server's own."""
    named = words(instance, "configuration", "urls", "streaming") or words(instance, "urls", "streaming_api")
    scheme, divider, rest = named.partition("://")
    http = {"wss": "https", "https": "https", "ws": "http", "http": "http"}.get(scheme.lower())
    return f"{http}://{rest.rstrip('/')}" if divider and http and rest.strip("/") else otherwise
