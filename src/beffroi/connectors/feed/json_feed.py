"""JSON Feed 1.1 (https://www.jsonfeed.org/version/1.1/): every value is looked at before it is believed."""

import json
from datetime import UTC, datetime
from html import escape

from beffroi.connectors.contract import Refused
from beffroi.connectors.feed.addresses import joined
from beffroi.connectors.feed.shape import NoFeed, Raw, RawFeed
from beffroi.connectors.feed.xml_feed import MOST, TOO_MANY
from beffroi.connectors.values import Json, at, identifier, items, web_address, words
from beffroi.vocabulary import Sentence

NO_FEED = "This is JSON, but no JSON Feed."
NOT_JSON = "This begins like a JSON Feed and is none: it is cut off or garbled."


def parsed(text: str, here: str) -> RawFeed:
    try:
        found = json.loads(text)
    except (ValueError, RecursionError):
        raise Refused(NOT_JSON) from None
    if "jsonfeed.org/version/" not in words(found, "version") or not isinstance(at(found, "items"), list):
        raise NoFeed(NO_FEED)
    listed = items(at(found, "items"))
    kept = listed if len(listed) <= 2 * MOST else [*listed[:MOST], *listed[-MOST:]]
    hubs = [web_address(hub, "url") for hub in items(at(found, "hubs")) if words(hub, "type") == "WebSub"]
    return RawFeed(
        title=escape(words(found, "title")),
        site=web_address(found, "home_page_url") or here,
        lang=words(found, "language"),
        entries=[_raw(item, here) for item in kept],
        note=None if kept is listed else Sentence(TOO_MANY, {"number": len(listed), "most": MOST}),
        hub=next(filter(None, hubs), ""),
        topic=web_address(found, "feed_url"),
    )


def _raw(item: Json, here: str) -> Raw:
    return Raw(
        guid=identifier(item, "id"),
        title=escape(words(item, "title")),
        text=words(item, "content_html") or escape(words(item, "content_text") or words(item, "summary")),
        link=joined(here, words(item, "url") or words(item, "external_url")),
        at=_moment(words(item, "date_published") or words(item, "date_modified")),
        lang=words(item, "language"),
    )


def _moment(written: str) -> datetime | None:
    """RFC 3339; a moment without a zone is nobody's."""
    try:
        moment = datetime.fromisoformat(written)
        return moment.astimezone(UTC) if moment.tzinfo else None
    except (ValueError, OverflowError):
        return None
