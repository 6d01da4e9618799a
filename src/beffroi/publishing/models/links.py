"""The links that stand in a version's texts."""

from __future__ import annotations

from typing import TYPE_CHECKING

from beffroi.engines.texts.links import links

if TYPE_CHECKING:
    from beffroi.publishing.models.version import Version


def links_in(version: Version) -> list[str]:
    """Every address once, in the order of the text, then of the texts for single networks."""
    texts = version.all_texts
    return list(dict.fromkeys(address for text in texts for address in links(text)))
