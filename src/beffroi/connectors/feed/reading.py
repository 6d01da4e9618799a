"""One question to one feed."""

import re
from collections.abc import Mapping
from datetime import datetime
from itertools import pairwise

from beffroi import outbound
from beffroi.connectors.contract import NetworkTrouble, Refused, TryLater
from beffroi.connectors.feed import json_feed, xml_feed
from beffroi.connectors.feed.characters import characters
from beffroi.connectors.feed.entries import entries_of, line
from beffroi.connectors.feed.shape import Asked, Gone, NoFeed, RawFeed, Read, Since, Unchanged
from beffroi.outbound.headers import conditions, retry_after
from beffroi.vocabulary import Sentence

ACCEPT = (
    "application/atom+xml, application/rss+xml, application/feed+json, application/xml;q=0.9, text/xml;q=0.9,"
    " text/html;q=0.7, */*;q=0.5"
)
GONE = "The site says that this feed is gone for good. It is not read any more."
NOT_THERE = "Nothing is at this address (status 404)."
NOT_OPEN = "The site does not let us read this address (status {status})."
ASKS_TO_WAIT = "The site asks us to wait before the next request."
OVERLOADED = "The site has a problem of its own and could not answer (status {status})."
NOT_UNDERSTOOD = "The site answered something that cannot be read (status {status})."
EMPTY = "The site sent nothing."
A_PAGE = "This is a web page, not a feed."
NO_FEED = "This is not a feed: neither RSS nor Atom nor JSON Feed."
PAGE = re.compile(r"\s*(?:<!--.*?-->\s*)*<(?:!doctype\s+html|html|head|body)\b", re.IGNORECASE | re.DOTALL)
LONGEST_WAIT = 3600  # seconds: a site that wants to be read once a day is read once an hour all the same
PERMANENT = (301, 308)


def read(
    address: str, *, client: outbound.Client, now: datetime, since: Since | None = None, origin: str = ""
) -> Read | Unchanged:
    """Asks once and never again by itself. `since` makes the question conditional; Unchanged says that it holds.

    `origin` is the address under which the feed was first followed: entries keep their identity when it moves.
    Raises NoFeed for anything that is no feed, Gone, Refused, or TryLater with the seconds that the server asks for.
    """
    only = conditions(etag=since.etag, last_modified=since.last_modified) if since else {}
    try:
        with client.stream("GET", address, headers={"Accept": ACCEPT, **only}) as answer:
            trouble = trouble_of(answer.status_code, answer.headers, asked_since=since is not None)
            body = b"" if trouble or answer.status_code == 304 else answer.read()
    except outbound.OutboundError as error:
        raise not_reached(error) from error
    if trouble:
        raise trouble
    asked = Asked(moved_to(answer), wait_of(answer.headers))
    if answer.status_code == 304:
        return Unchanged(asked)
    here = str(answer.url)
    raw = parsed(body, answer.headers.get("content-type", ""), here)
    return _read(raw, answer.headers, here, asked, origin=origin or address, now=now)


def _read(raw: RawFeed, headers: Mapping[str, str], here: str, asked: Asked, *, origin: str, now: datetime) -> Read:
    entries, passed_over = entries_of(raw, origin=origin, now=now)
    whole = raw.note is None  # what was cut off is asked for again, whole
    return Read(
        address=here,
        title=line(raw.title),
        site=raw.site,
        entries=entries,
        asked=Asked(asked.moved_to, max(asked.wait, min(raw.ttl, LONGEST_WAIT))),
        since=Since(headers.get("etag", "")[:300], headers.get("last-modified", "")[:100]) if whole else Since(),
        passed_over=passed_over,
        note=raw.note,
        hub=raw.hub,
        topic=raw.topic or here,
    )


def parsed(body: bytes, content_type: str, here: str) -> RawFeed:
    """The feed that `body` is, whatever its Content-Type claims. Raises NoFeed and Refused."""
    text = characters(body, content_type)
    if not text.strip():
        raise NoFeed(EMPTY)
    if text.lstrip().startswith("{"):
        return json_feed.parsed(text, here)
    if PAGE.match(text[:4096]):
        raise NoFeed(A_PAGE, page=text, address=here)
    if not xml_feed.ROOT.search(text[:8192]):
        raise NoFeed(NO_FEED, page=text, address=here)
    return xml_feed.parsed(text, here)


def trouble_of(status: int, headers: Mapping[str, str], *, asked_since: bool) -> NetworkTrouble | None:
    """What is wrong with an answer, None for one that can be read. `headers` ignore case."""
    if status == 200 or (status == 304 and asked_since):
        return None
    said, seconds = {"status": status}, retry_after(headers)
    if status == 410:
        return Gone(GONE)
    if status == 404:
        return Refused(NOT_THERE)
    if status == 429 or (status == 503 and seconds is not None):
        return TryLater(ASKS_TO_WAIT, seconds=seconds)
    if status >= 500 or status in (408, 425):
        return TryLater(Sentence(OVERLOADED, said), seconds=seconds)
    return Refused(Sentence(NOT_OPEN if 400 <= status < 500 else NOT_UNDERSTOOD, said))


def not_reached(error: outbound.OutboundError) -> NetworkTrouble:
    refused = isinstance(error, outbound.Blocked | outbound.TooLarge)
    return Refused(str(error.reason)) if refused else TryLater(str(error.reason))


def wait_of(headers: Mapping[str, str]) -> int:
    """For how many more seconds the answer says that it is fresh (RFC 9111: max-age less Age)."""
    control = headers.get("cache-control", "").lower()
    found = re.search(r"(?:^|[\s,])max-age=(\d{1,9})", control)
    if not found or "no-cache" in control or "no-store" in control:
        return 0
    age = headers.get("age", "").strip()
    fresh = int(found[1]) - (int(age) if age.isascii() and age.isdecimal() and len(age) < 10 else 0)
    return max(0, min(fresh, LONGEST_WAIT))


def moved_to(answer: outbound.Response) -> str:
    """Where permanent redirects lead from the first address; one that is only for now ends the way. A move from https
    to http is none: whoever is in between could order it."""
    chain = [*answer.history, answer]
    target = ""
    for hop, following in pairwise(chain):
        if hop.status_code not in PERMANENT or (hop.url.scheme == "https" and following.url.scheme != "https"):
            break
        target = str(following.url)
    return target
