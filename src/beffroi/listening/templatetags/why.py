"""Why a search found a post, shown at its words."""

from collections.abc import Iterator
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


@register.inclusion_tag("listening/why.html")
def why(match: Match) -> dict[str, Any]:
    """A match's text with what made it match, and that in words. A search that is no longer read marks nothing."""
    search = _read(match.search.text)
    document = archived_document(match.post)
    return _shown(document, reasons(search, _readable(document)) if search else Reasons((), ()))


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
    short = len(document.text) <= LONGEST
    return document if short else Document(document.text[:LONGEST], author=document.author, lang=document.lang)


def _shown(document: Document, found: Reasons) -> dict[str, Any]:
    words = dict.fromkeys(document.text[span.start : span.end] for span in found.spans)
    return {
        "lang": document.lang,
        "pieces": list(pieces(document.text, found.spans)),
        "words": list(words)[:MANY],
        "facts": [translated(in_words(fact).as_json()) for fact in found.facts],
    }


def pieces(text: str, spans: tuple[Span, ...]) -> Iterator[tuple[str, bool]]:
    """The text in pieces, each with whether it is to be marked."""
    at = 0
    for span in spans:
        yield text[at : span.start], False
        yield text[span.start : span.end], True
        at = span.end
    yield text[at:], False
