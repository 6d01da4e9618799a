"""The feeds of a site: what is at an address, what its page announces, where feeds usually are."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from itertools import islice
from urllib.parse import urljoin

from beffroi.connectors.contract import NetworkTrouble, Refused
from beffroi.connectors.feed.addresses import joined
from beffroi.connectors.feed.reading import read
from beffroi.connectors.feed.shape import NoFeed, Read, Unchanged
from beffroi.outbound import Client

NONE_FOUND = "No feed was found on this page, nor where sites usually have theirs. Look for “RSS” on the site."

KINDS = {"application/rss+xml", "application/atom+xml", "application/feed+json", "application/rdf+xml"}
USUAL = ("/feed", "/rss", "/rss.xml", "/feed.xml", "/atom.xml", "/index.xml", "/feed.json")
MOST = 6  # feeds of one page that are tried: enough for a newspaper's sections, and a bounded number of questions
MOST_PAGE = 1_000_000  # characters: what announces feeds stands in the head


@dataclass(frozen=True, slots=True)
class Found:
    """A feed that can be followed at `address`, as it reads now."""

    address: str
    read: Read


def find(address: str, *, client: Client, now: datetime) -> list[Found]:
    """The feeds at `address`: itself, or those of the page there. Raises NetworkTrouble; NoFeed when there is none."""
    try:
        return [_found(address, client, now)]
    except NoFeed as no_feed:
        page = no_feed
    if not page.page:
        raise page
    here = page.address or address
    announced = list(announced_in(page.page, here))[:MOST]
    found = [*_those_that_read(announced, client, now)]
    if not found and not announced:
        found = [*_first_that_reads([urljoin(here, usual) for usual in USUAL], client, now)]
    if not found:
        raise NoFeed(NONE_FOUND)
    return found


def announced_in(page: str, here: str) -> Iterator[str]:
    """The addresses that the page's `<link rel=alternate>` give, each once."""
    from selectolax.lexbor import LexborHTMLParser  # only who looks for a feed pays for it

    tree = LexborHTMLParser(page[:MOST_PAGE])
    base = next((node.attributes.get("href") or "" for node in tree.css("base[href]")), "")
    seen: set[str] = set()
    for node in tree.css("link[rel][href]"):
        said = node.attributes
        kind = (said.get("type") or "").split(";")[0].strip().lower()
        address = joined(joined(here, base) or here, said.get("href") or "")
        if "alternate" in (said.get("rel") or "").lower().split() and kind in KINDS and _is_new(address, seen):
            yield address


def _is_new(address: str, seen: set[str]) -> bool:
    if not address or address in seen:
        return False
    seen.add(address)
    return True


def _those_that_read(addresses: list[str], client: Client, now: datetime) -> Iterator[Found]:
    """A site that does not answer, or asks to wait, is asked nothing more."""
    for address in addresses:
        try:
            yield _found(address, client, now)
        except Refused:
            continue
        except NetworkTrouble:
            return


def _first_that_reads(addresses: list[str], client: Client, now: datetime) -> Iterator[Found]:
    yield from islice(_those_that_read(addresses, client, now), 1)


def _found(address: str, client: Client, now: datetime) -> Found:
    """Raises NetworkTrouble. A move that the site calls permanent is followed at once: nobody follows it yet."""
    came = read(address, client=client, now=now)
    if isinstance(came, Unchanged):  # nobody asked whether it changed
        raise NoFeed(NONE_FOUND)
    return Found(came.asked.moved_to or address, came)
