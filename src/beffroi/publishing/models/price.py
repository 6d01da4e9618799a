"""What a network asks for a post, in US dollars."""

import re
from collections.abc import Iterable
from decimal import Decimal

from beffroi.connectors.contract import Capabilities

HAS_LINK = re.compile(r"https?://|\b[\w-]+(?:\.[\w-]+)*\.[a-z]{2,}\b", re.IGNORECASE)  # a bare host is a link too


def price_of(text: str, capabilities: Capabilities) -> Decimal | None:
    """What sending `text` costs; None where it is free."""
    if capabilities.price is None:
        return None
    return capabilities.price.with_link if HAS_LINK.search(text) else capabilities.price.post


def price_of_all(posts: Iterable[str], capabilities: Capabilities) -> Decimal | None:
    """What sending `posts` costs together; None where it is free."""
    prices = [price for post in posts if (price := price_of(post, capabilities)) is not None]
    return sum(prices[1:], prices[0]) if prices else None
