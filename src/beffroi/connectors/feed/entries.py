"""Entries as posts: the feed is the author, the text is the title and all that the feed gives."""

import re
from collections import Counter
from collections.abc import Iterable
from datetime import datetime, timedelta
from hashlib import sha256
from urllib.parse import urlsplit

from beffroi.connectors.feed.addresses import joined
from beffroi.connectors.feed.shape import IDENTITY, NETWORK, Entry, Raw, RawFeed
from beffroi.connectors.markup import text_of
from beffroi.vocabulary import Link, Post, Profile, in_utc

MOST_CHARACTERS = 20_000  # of a text: a long article; a search that needs more finds books
MOST_HTML, MOST_TAGS = 200_000, 3_000  # reading deeper costs the square of it
EARLIEST_YEAR = 1990  # before the web there were no feeds: such a date is a mistake
AHEAD = timedelta(minutes=5)  # clocks differ
SPACES = re.compile(r"\s+")
PLAIN_LANG = re.compile(r"[A-Za-z]{2,3}(?:[-_][A-Za-z0-9]{2,8})*")


def entries_of(raw: RawFeed, *, origin: str, now: datetime) -> tuple[tuple[Entry, ...], int]:
    """The entries, each identity once, and how many were passed over because nothing can be read in them.

    Identity comes from the id, else the address, else the text; an id that several entries share does not tell them
    apart, so that the address is taken too. It holds within `origin`: no feed can speak in another's place.
    """
    author = author_of(raw, origin)
    shared = {guid for guid, times in Counter(each.guid for each in raw.entries).items() if times > 1}
    found: dict[str, Entry] = {}
    empty = 0
    for each in raw.entries:
        entry = _entry(each, raw, author, now, told_apart=each.guid not in shared)
        if entry is None:
            empty += 1
        else:
            found.setdefault(entry.post.native_id, entry)
    return tuple(found.values()), empty


def author_of(raw: RawFeed, origin: str) -> Profile:
    """Who speaks in a feed: its host is its handle, its title its name."""
    host = (urlsplit(origin).hostname or origin).removeprefix("www.")
    native_id = origin if len(origin) <= 255 else sha256(origin.encode()).hexdigest()
    return Profile(NETWORK, native_id, host, line(raw.title) or host, url=_short(raw.site))


def _entry(each: Raw, feed: RawFeed, author: Profile, now: datetime, *, told_apart: bool) -> Entry | None:
    title = line(each.title)
    text, links = _text(title, each.text)
    if not text:
        return None
    identity = (each.guid if told_apart else f"{each.guid} {each.link}".strip()) or each.link or text
    at, is_dated = _published(each.at, now)
    native_id = _fingerprint(author.native_id, identity)
    post = Post(
        network=NETWORK,
        native_id=native_id,
        author=author,
        text=text,
        published_at=at,
        url=_short(each.link) or _short(joined("", each.guid)),
        lang=_lang(each.lang) or _lang(feed.lang),
        links=links,
    )
    return Entry(post, native_id[:IDENTITY] + _fingerprint(text)[:8], title, is_dated)


def _text(title: str, html: str) -> tuple[str, tuple[Link, ...]]:
    """Title, an empty line, text; a text that begins with its title says it once."""
    body, links = text_of(bounded(html))
    body = body.strip()
    if _says(body, title):
        return body[:MOST_CHARACTERS], _within(links, body[:MOST_CHARACTERS])
    shift = len(f"{title}\n\n".encode())
    text = f"{title}\n\n{body}".rstrip()[:MOST_CHARACTERS]
    return text, _within((Link(link.start + shift, link.end + shift, link.href) for link in links), text)


def _says(body: str, title: str) -> bool:
    """Whether `title` adds nothing: it is the first line, or the beginning that sites of short notes take for one."""
    stem = title.rstrip(".…")
    first = SPACES.sub(" ", body.split("\n", 1)[0])
    return first == title or (stem != title and first.startswith(stem)) or not title


def _within(links: Iterable[Link], text: str) -> tuple[Link, ...]:
    size = len(text.encode())
    return tuple(link for link in links if link.end <= size)


def bounded(html: str) -> str:
    """`html` cut so that no nesting can hold the reader up."""
    at = -1
    for _ in range(MOST_TAGS):
        at = html.find("<", at + 1)
        if at < 0:
            return html[:MOST_HTML]
    return html[: min(at, MOST_HTML)]


def line(html: str) -> str:
    """A title as one line of plain text."""
    return SPACES.sub(" ", text_of(bounded(html))[0]).strip()[:300]


def _published(at: datetime | None, now: datetime) -> tuple[datetime, bool]:
    """When it was published: never later than now, and now when that is not said or cannot be."""
    if at is None or at.year < EARLIEST_YEAR or at > now + AHEAD:
        return in_utc(now), False
    return min(at, in_utc(now)), True


def _short(address: str) -> str:
    """An address that the archive can hold; half an address leads nowhere."""
    return address if len(address) <= 500 else ""


def _lang(said: str) -> str:
    return said if PLAIN_LANG.fullmatch(said) and len(said) <= 20 else ""


def _fingerprint(*parts: str) -> str:
    return sha256("\0".join(parts).encode("utf-8", "replace")).hexdigest()[:40]
