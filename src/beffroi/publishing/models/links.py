"""The links that stand in a version's texts."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from beffroi.publishing.models.version import Version

LINK = re.compile(r"https?://[^\s<>\"»]*[^\s<>\"».,;:!?)]")


def links_in(version: Version) -> list[str]:
    """Every address once, in the order of the text, then of the texts for single networks."""
    texts = [version.text, *(variant.text for variant in version.variants.all())]
    return list(dict.fromkeys(address for text in texts for address in LINK.findall(text)))
