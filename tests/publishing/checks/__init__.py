"""The checks are pure: what they see is put together here, without a database."""

from collections.abc import Mapping, Sequence

from beffroi.connectors.contract import Capabilities
from beffroi.engines.times.blackout import Window
from beffroi.publishing.checks import Attached, Checked, Destination, LinkSeen

CAPABILITIES = Capabilities(max_length=500, max_images=4, max_image_bytes=1_000_000, idempotent=True)


def checked(
    *posts: str,
    windows: Sequence[Window] = (),
    links: Mapping[str, LinkSeen] | None = None,
    known: Sequence[str] = (),
    similar: Sequence[tuple[str, str]] = (),
    images: Sequence[Attached] = (),
) -> Checked:
    destination = Destination("feurs", "Bluesky", CAPABILITIES, posts=posts, windows=windows)
    return Checked(
        text=posts[0],
        images=images,
        destinations=[destination],
        links=links or {},
        known_handles=frozenset(known),
        similar=similar,
    )
