"""RSS and Atom: feedparser reads them, from text that is made harmless first."""

import calendar
import io
import re
from datetime import UTC, datetime
from typing import Any

from beffroi.connectors.contract import Refused
from beffroi.connectors.feed.addresses import joined
from beffroi.connectors.feed.shape import Raw, RawFeed
from beffroi.vocabulary import Sentence

ENTITIES = "The feed defines entities of its own, which is how one attacks a reader: it is not read."
CUT = "The feed is cut off before its end: what was whole in it was read."
GARBLED = "The feed is garbled: nothing in it can be read."
CUT_AT_ONCE = "The feed is cut off before its first entry ends."
TOO_MANY = "The feed lists {number} entries: the first and the last {most} of them were read."

MOST = 500  # entries at either end: feeds list the newest first, some list it last
ROOT = re.compile(r"<(?:[\w-]+:)?(?:rss|feed|RDF)[\s>]")
DECLARATION = re.compile(r"^\s*<\?xml[^>]*\?>")
ENTITY = re.compile(r"<!ENTITY", re.IGNORECASE)
ENTRY_BEGINS = re.compile(r"<(?:[\w-]+:)?(?:item|entry)[\s>]")
ENTRY_ENDS = re.compile(r"</(?:[\w-]+:)?(?:item|entry)\s*>")
ENDS = re.compile(r"</(?:[\w-]+:)?(?:rss|feed|RDF)\s*>")
HTML = re.compile(r"<[a-zA-Z/!]|&[#\w]{2,10};")


def parsed(text: str, here: str) -> RawFeed:
    """Raises Refused for a feed that defines entities, or that is cut off before anything in it is whole."""
    if ENTITY.search(text):
        raise Refused(ENTITIES)
    whole, note = _shortened(_closed(text))
    found = _parse(whole, here)
    feed, entries = found.feed, [_raw(entry, here) for entry in found.entries]
    links = [link for link in feed.get("links", []) if link.get("href")]
    return RawFeed(
        title=_of(feed, "title"),
        site=joined(here, str(feed.get("link") or "")) or here,
        lang=str(feed.get("language") or ""),
        entries=entries,
        ttl=_minutes(feed.get("ttl")) * 60,
        note=note,
        hub=next((joined(here, link["href"]) for link in links if link.get("rel") == "hub"), ""),
        topic=next((joined(here, link["href"]) for link in links if link.get("rel") == "self"), ""),
    )


def _parse(text: str, here: str) -> Any:
    import feedparser  # only who reads a feed pays for it

    headers = {"content-type": "application/xml; charset=utf-8", "content-location": here}
    data = io.BytesIO(DECLARATION.sub("", text).encode("utf-8", "replace"))
    # A file object, never the bytes: those it would first try as the name of a file. We clean what it says ourselves.
    try:
        return feedparser.parse(data, response_headers=headers, sanitize_html=False, resolve_relative_uris=True)
    except Exception as error:  # it fails in many ways of its own on what nobody can read
        raise Refused(GARBLED) from error


def _closed(text: str) -> tuple[str, Sentence | None]:
    """A feed that breaks off ends after its last whole entry: half a text would match what it does not say."""
    if ENDS.search(text):
        return text, None
    ends = [found.end() for found in ENTRY_ENDS.finditer(text)]
    if not ends:
        raise Refused(CUT_AT_ONCE)
    return text[: ends[-1]], Sentence(CUT)


def _shortened(closed: tuple[str, Sentence | None]) -> tuple[str, Sentence | None]:
    """An endless list keeps its two ends."""
    text, note = closed
    begins = [found.start() for found in ENTRY_BEGINS.finditer(text)]
    if len(begins) <= 2 * MOST:
        return text, note
    return text[: begins[MOST]] + text[begins[-MOST] :], Sentence(TOO_MANY, {"number": len(begins), "most": MOST})


def _raw(entry: Any, here: str) -> Raw:
    texts = [each for each in (*entry.get("content", []), entry.get("summary_detail")) if each]
    return Raw(
        guid=str(entry.get("id") or ""),
        title=_of(entry, "title"),
        text=max((_html(each) for each in texts), key=len, default=""),
        link=joined(here, str(entry.get("link") or "")),
        at=_moment(entry),
        lang=str((entry.get("title_detail") or {}).get("language") or ""),
    )


def _of(holder: Any, name: str) -> str:
    detail = holder.get(f"{name}_detail")
    return _html(detail) if detail else str(holder.get(name) or "")


def _html(detail: Any) -> str:
    """The text of an element as HTML; what is said to be plain is believed unless it shows tags, as RSS often does."""
    value = str(detail.get("value") or "")
    if detail.get("type") == "text/plain" and not HTML.search(value):
        return value.replace("&", "&amp;").replace("<", "&lt;")
    return value


def _moment(entry: Any) -> datetime | None:
    # As a plain dict: feedparser's own `get` answers for one day with the other, and warns that it will not for long.
    written = dict.get(entry, "published_parsed") or dict.get(entry, "updated_parsed")
    try:
        return datetime.fromtimestamp(calendar.timegm(written), tz=UTC) if written else None
    except (ValueError, OverflowError, OSError):
        return None


def _minutes(written: object) -> int:
    said = str(written or "").strip()
    return int(said) if said.isascii() and said.isdecimal() and len(said) < 7 else 0
