"""Why a search found a post, shown at its words."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import replace
from functools import lru_cache
from typing import Any

from django import template

from beffroi.engines.query import Document, Search, SearchError, parse
from beffroi.engines.query.reasons import Reasons, in_words, reasons
from beffroi.engines.query.spans import Span
from beffroi.journal.sentences import translated
from beffroi.listening.models import Match
from beffroi.listening.trial import archived_document

register = template.Library()

LONGEST = 20_000  # characters of a text in which words are marked; the rest is shown plain
MANY = 12  # words named below a text
PASSAGE = 400  # characters of an entry: the whole of it stands on its site
BEFORE = 120  # of them before the first reason, where it stands far down
SPACES = re.compile(r"\s+")


@register.inclusion_tag("listening/why.html")
def why(match: Match) -> dict[str, Any]:
    """A match's text with what made it match, and that in words. A search that is no longer read marks nothing."""
    search = _read(match.search.text)
    document = archived_document(match.post)
    return _shown(document, reasons(search, _readable(document)) if search else Reasons((), ()))


@register.inclusion_tag("listening/why_entry.html")
def why_entry(match: Match) -> dict[str, Any]:
    """The same for an entry of a feed: its title, and of what follows the passage in which the first reason stands."""
    search = _read(match.search.text)
    document = archived_document(match.post)
    found = reasons(search, _readable(document)) if search else Reasons((), ())
    title_end = (document.text + "\n").index("\n")
    return _shown(document, found) | {
        "title": passage(document.text, found.spans, 0, title_end),
        "rest": passage(document.text, found.spans, title_end + 1, len(document.text)),
    }


@register.inclusion_tag("listening/why.html")
def why_example(search: Search, document: Document) -> dict[str, Any]:
    """The same for a post that a search on trial would find."""
    return _shown(document, reasons(search, _readable(document)))


@lru_cache(maxsize=1_000)
def _read(text: str) -> Search | None:
    try:
        return parse(text)
    except SearchError:
        return None


def _readable(document: Document) -> Document:
    return document if len(document.text) <= LONGEST else replace(document, text=document.text[:LONGEST])


def _shown(document: Document, found: Reasons) -> dict[str, Any]:
    words = dict.fromkeys(document.text[span.start : span.end] for span in found.spans)
    return {
        "lang": document.lang,
        "pieces": list(pieces(document.text, found.spans)),
        "words": list(words)[:MANY],
        "facts": [translated(in_words(fact).as_json()) for fact in found.facts],
    }


def pieces(text: str, spans: Iterable[Span], begin: int = 0, end: int | None = None) -> Iterator[tuple[str, bool]]:
    """The text from `begin` to `end` in pieces, each with whether it is to be marked."""
    end = len(text) if end is None else end
    at = begin
    for span in spans:
        if span.end > begin and span.start < end:
            yield text[at : span.start], False
            yield text[max(at, span.start) : min(span.end, end)], True
            at = min(span.end, end)
    yield text[at:end], False


def passage(text: str, spans: Iterable[Span], begin: int, end: int) -> list[tuple[str, bool]]:
    """The pieces of a stretch, in one line. Of a long one no more than PASSAGE characters, the first reason in it."""
    inside = [span for span in spans if span.end > begin and span.start < end]
    first = begin
    if end - begin > PASSAGE and inside and inside[0].end > begin + PASSAGE:
        first = text.find(" ", inside[0].start - BEFORE, inside[0].start) + 1 or inside[0].start
    last = end
    if end - first > PASSAGE:
        least = inside[0].end if inside else first + BEFORE
        last = min(max(text.rfind(" ", first, first + PASSAGE), least), first + PASSAGE)
    told = [(SPACES.sub(" ", piece), marked) for piece, marked in pieces(text, inside, first, last)]
    shown = [each for each in told if each[0].strip() or each[1]]
    return [("… ", False)] * (first > begin) + shown + [(" …", False)] * (last < end)
