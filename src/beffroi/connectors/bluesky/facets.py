"""Which stretches of a text lead somewhere: links, mentions, hashtags. Positions count bytes of UTF-8."""

from collections.abc import Callable, Iterator
from typing import Any

import regex

LINK = regex.compile(r"(?<![\w@/])https?://[\p{L}\p{N}\[][^\s<>«»“”\"]*", regex.IGNORECASE)
MENTION = regex.compile(
    r"(?<![\w@/.-])@((?:[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z](?:[a-z0-9-]{0,61}[a-z0-9])?)(?![\w-])",
    regex.IGNORECASE,
)
TAG = regex.compile(r"(?<![^\s\p{Ps}\p{Pi}\"'])[#＃](?!\ufe0f)([^\s#＃\u00ad\u2060\u200a-\u200d\u20e2]+)")
CLOSERS = {")": "(", "]": "["}
MAX_TAG_GRAPHEMES = 64

Resolve = Callable[[str], str | None]
Facet = dict[str, Any]


def facets_of(text: str, resolve: Resolve) -> list[Facet]:
    """The facets of `text` in its order. `resolve` gives the DID of a handle, None for a handle that is nobody's: such
    a mention stays plain text. Source of the shape: the lexicon app.bsky.richtext.facet."""
    found = [*links(text), *mentions(text, resolve), *tags(text)]
    kept: list[Facet] = []
    for facet in sorted(found, key=lambda facet: int(facet["index"]["byteStart"])):
        if not kept or kept[-1]["index"]["byteEnd"] <= facet["index"]["byteStart"]:  # not inside an address
            kept.append(facet)
    return kept


def links(text: str) -> Iterator[Facet]:
    for match in LINK.finditer(text):
        uri = without_punctuation(match[0])
        yield facet(text, match.start(), uri, {"$type": "app.bsky.richtext.facet#link", "uri": uri})


def mentions(text: str, resolve: Resolve) -> Iterator[Facet]:
    for match in MENTION.finditer(text):
        if did := resolve(match[1].lower()):
            yield facet(text, match.start(), match[0], {"$type": "app.bsky.richtext.facet#mention", "did": did})


def tags(text: str) -> Iterator[Facet]:
    for match in TAG.finditer(text):
        tag = regex.sub(r"\p{P}+$", "", match[1])
        if regex.search(r"[^\d\p{P}]", tag) and len(regex.findall(r"\X", tag)) <= MAX_TAG_GRAPHEMES:
            yield facet(text, match.start(), f"#{tag}", {"$type": "app.bsky.richtext.facet#tag", "tag": tag})


def without_punctuation(uri: str) -> str:
    """The address without the end of the sentence around it: a closing bracket stays if it was opened inside."""
    while uri[-1] in ".,;:!?…'’*_" or uri.count(CLOSERS.get(uri[-1], uri[-1])) < uri.count(uri[-1]):
        uri = uri[:-1]
    return uri


def facet(text: str, start: int, shown: str, feature: dict[str, str]) -> Facet:
    begin = len(text[:start].encode())
    end = begin + len(text[start : start + len(shown)].encode())
    return {"index": {"byteStart": begin, "byteEnd": end}, "features": [feature]}
