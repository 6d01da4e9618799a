"""The web addresses that stand in a text."""

import re

LINK = re.compile(r"https?://[^\s<>\"»]*[^\s<>\"».,;:!?)]", re.IGNORECASE)


def links(text: str) -> list[str]:
    """Every address once, in the order of the text."""
    return list(dict.fromkeys(LINK.findall(text)))


def without_links(text: str) -> str:
    return LINK.sub(" ", text)
