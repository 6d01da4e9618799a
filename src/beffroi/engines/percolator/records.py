"""What a record of a Bluesky post says beside its text. Pure: JSON in, what a `Document` takes out.

Anybody writes what they like into a record, so every value is looked at before it is believed: what is of another type
says nothing, and the post stays. The connector reads the same records; a test compares the two.
"""

import re
from collections.abc import Iterator, Mapping
from typing import Any, NamedTuple

from beffroi.engines.query.document import Document

Json = Any
Facet = tuple[Json, Json, Json]

_SHOWN_TAG = re.compile(r"[#＃](\w+)")
_NO_TEXT = re.compile("[\x00\ud800-\udfff]")
_WEB = ("https://", "http://")


class Said(NamedTuple):
    """As in `Document`."""

    to: tuple[str, ...] = ()
    links: tuple[str, ...] = ()
    has_image: bool = False
    is_reply: bool = False


def document_of_record(author: str, record: Mapping[str, Json], lang: str = "") -> Document:
    """The post that `author` (a DID) wrote. `record` has a text."""
    text, facets = storable(record["text"]), record.get("facets")
    said = said_in(text, facets, record.get("embed"), record.get("reply"))
    hidden = hidden_tags(text, record.get("tags"), facets)
    return Document(text, author, lang, "", *said, is_repost=is_repost(text), tags=hidden)


def said_in(text: str, facets: Json, embed: Json, reply: Json) -> Said:
    parent = _words(reply, "parent", "uri")
    stretches = list(_features(facets))
    written = storable(text).encode() if stretches else b""
    spoken_to = (*_spoken_to(written, stretches), parent.removeprefix("at://").partition("/")[0])
    links = (*_links(written, stretches), *_cards(embed))
    return Said(_each_once(*spoken_to), links, _has_image(embed), bool(parent))


def is_repost(text: str) -> bool:
    return text.startswith("RT @")


def hidden_tags(text: str, tags: Json, facets: Json) -> tuple[str, ...]:
    """The hashtags that do not stand in the text."""
    names = [tag for tag in _items(tags) if isinstance(tag, str)]
    names += [_words(feature, "tag") for _, _, feature in _features(facets)]
    if not names:
        return ()
    shown = {tag.casefold() for tag in _SHOWN_TAG.findall(text)}
    return _each_once(*(name for name in names if name.casefold() not in shown))


def _features(facets: Json) -> Iterator[Facet]:
    for facet in _items(facets):
        for feature in _items(_at(facet, "features")):
            yield _at(facet, "index", "byteStart"), _at(facet, "index", "byteEnd"), feature


def _spoken_to(text: bytes, facets: list[Facet]) -> Iterator[str]:
    for start, end, feature in facets:
        if did := _words(feature, "did"):
            yield did
            if isinstance(start, int) and isinstance(end, int) and text[start : start + 1] == b"@":
                yield text[start + 1 : end].decode(errors="ignore")


def _links(text: bytes, facets: list[Facet]) -> Iterator[str]:
    """Those of stretches of the text. One whose words are a name or a hashtag leads only to them: it is none."""
    for start, end, feature in facets:
        placed = isinstance(start, int) and isinstance(end, int) and 0 <= start < end <= len(text)
        if placed and text[start : start + 1] not in (b"@", b"#") and (address := _web_address(feature, "uri")):
            yield address


def _cards(embed: Json) -> Iterator[str]:
    for part in (embed, _at(embed, "media")):
        if address := _web_address(part, "external", "uri"):
            yield address


def _has_image(embed: Json) -> bool:
    return any(
        _words(blob, "ref", "$link") and _words(blob, "mimeType").startswith("image/")
        for part in (embed, _at(embed, "media"))
        for blob in _blobs(part)
    )


def _blobs(part: Json) -> Iterator[Json]:
    yield from (_at(image, "image") for image in (*_items(_at(part, "images")), *_items(_at(part, "items"))))
    yield _at(part, "video")


def _at(value: Json, *path: str) -> Json:
    for step in path:
        value = value.get(step) if isinstance(value, dict) else None
    return value


def _words(value: Json, *path: str) -> str:
    text = _at(value, *path)
    return storable(text) if isinstance(text, str) else ""


def storable(text: str) -> str:
    """As long in UTF-8 as it was, so that the places in it stay true."""
    if text.isascii() and "\0" not in text:
        return text
    return _NO_TEXT.sub(lambda found: " " if found[0] == "\0" else "\ufffd", text)


def _web_address(value: Json, *path: str) -> str:
    address = _words(value, *path)
    return address if address.lower().startswith(_WEB) else ""


def _each_once(*texts: str) -> tuple[str, ...]:
    return tuple(dict.fromkeys(filter(None, texts)))


def _items(value: Json) -> list[Json]:
    return value if isinstance(value, list) else []
