"""The way to the feeds of blogs and newspapers, which nobody needs an account for: the only door to their connector.

Anybody who may search types their addresses, so that a private network is reached only by a name that the
administrator let through, never by an address.
"""

from dataclasses import replace
from datetime import datetime
from functools import cache
from urllib.parse import urlsplit

from beffroi.connectors.feed.finding import Found as Found
from beffroi.connectors.feed.finding import find
from beffroi.connectors.feed.hub import is_signed as is_signed
from beffroi.connectors.feed.hub import order
from beffroi.connectors.feed.reading import read
from beffroi.connectors.feed.shape import IDENTITY as IDENTITY
from beffroi.connectors.feed.shape import NETWORK as NETWORK
from beffroi.connectors.feed.shape import Entry as Entry
from beffroi.connectors.feed.shape import Gone as Gone
from beffroi.connectors.feed.shape import Read as Read
from beffroi.connectors.feed.shape import Since as Since
from beffroi.connectors.feed.shape import Unchanged as Unchanged
from beffroi.outbound import Client, Policy, client

MOST = 8 * 2**20  # bytes: a newspaper's feed has some hundred thousand
SECONDS = 20.0  # for one question, redirects included
SECONDS_TO_LOOK = 8.0  # somebody waits before the page, and several addresses may have to be tried


def read_feed(address: str, *, since: Since, origin: str, now: datetime) -> Read | Unchanged:
    """One conditional question to a feed that is followed. Raises NetworkTrouble."""
    return read(address, client=_way_out(SECONDS), now=now, since=since, origin=origin)


def find_feeds(address: str, *, now: datetime) -> list[Found]:
    """The feeds that stand at an address or are announced by the page there. Raises NetworkTrouble."""
    return find(address, client=_way_out(SECONDS_TO_LOOK), now=now)


def can_be_ordered(hub: str) -> bool:
    """Whether a secret may be told to this hub: over https, or to a host that the administrator let through."""
    parts = urlsplit(hub)
    return parts.scheme == "https" or (parts.scheme == "http" and parts.hostname in _policy().allow)


def order_news(hub: str, topic: str, callback: str, secret: str) -> None:
    """Asks a hub to call `callback` when the feed changes. Raises NetworkTrouble."""
    order(hub, topic, callback, secret, client=_way_out(SECONDS))


def _policy() -> Policy:
    return Policy.from_environment().for_typed_addresses()


@cache
def _way_out(seconds: float) -> Client:
    return client(replace(_policy(), max_bytes=MOST, total_seconds=seconds))
