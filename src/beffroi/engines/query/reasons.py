"""Why a search found a post: the stretches of its text that count, and the facts beside the text."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cached_property

from beffroi.engines.query.document import Document
from beffroi.engines.query.matcher import matches
from beffroi.engines.query.spans import Span, joined, placed_tokens
from beffroi.engines.query.syntax import And, Near, Not, Or, Phrase, Prefix, Search, Term, UnknownNode
from beffroi.vocabulary import Sentence

_FACTS: dict[str, Callable[[str], Sentence]] = {
    "from": lambda value: Sentence("Written by {author}", {"author": value}),
    "to": lambda value: Sentence("Speaks to {whom}", {"whom": value}),
    "lang": lambda value: Sentence("Its language: {code}", {"code": value}),
    "url": lambda value: Sentence("Has a link to {site}", {"site": value}),
}
_KNOWN = {
    "has:link": "Has a link",
    "has:image": "Has an image",
    "is:reply": "Is a reply",
    "is:repost": "Is a repost",
}


@dataclass(frozen=True, slots=True)
class Reasons:
    """`spans` are in the order of the text and do not overlap; `facts` are terms without a place: `from:ana.fr`, and
    tags that the network shows beside the text: `#Loire`."""

    spans: tuple[Span, ...]
    facts: tuple[str, ...]


def reasons(search: Search, document: Document) -> Reasons:
    """What of `document` made `search` find it. What must not be there is never a reason.

    A document that knows less than the one that was heard (an archived post has no images) still gives what it can.
    Raises UnknownNode for what is no part of the language.
    """
    case = _Case(document)
    found = list(case.why(search))
    facts = dict.fromkeys(reason for reason in found if isinstance(reason, str))
    spans = joined([reason for reason in found if isinstance(reason, Span)])
    hidden = [span for span in spans if span.end > len(document.text)]  # tags that stand beside the text
    facts.update(dict.fromkeys(document.whole[span.start : span.end].strip() for span in hidden))
    return Reasons(tuple(span for span in spans if span not in hidden), tuple(facts))


def in_words(fact: str) -> Sentence:
    """A fact as said to a person: `has:link` is "Has a link"."""
    if fact in _KNOWN:
        return Sentence(_KNOWN[fact])
    if fact.startswith("#"):
        return Sentence("Tagged {tag}", {"tag": fact})
    field, _, value = fact.partition(":")
    return _FACTS[field](value) if field in _FACTS else Sentence(fact)


@dataclass(frozen=True)
class _Case:
    document: Document

    @cached_property
    def _tokens(self) -> list[tuple[str, Span]]:
        return placed_tokens(self.document.whole)

    def why(self, search: Search, holds: bool = True) -> Iterator[Span | str]:
        """The reasons for which `search` holds, or does not."""
        match search:
            case Not(part):
                yield from self.why(part, not holds)
            case And(parts) | Or(parts):
                needs_all = isinstance(search, And) is holds
                yield from self._of_parts(parts, holds, needs_all)
            case Term() | Phrase() | Prefix() | Near():
                yield from self._of_leaf(search) if holds else ()
            case _:
                raise UnknownNode(f"{search!r} is not a search")

    def _of_parts(self, parts: tuple[Search, ...], holds: bool, needs_all: bool) -> Iterator[Span | str]:
        """One part was enough: those that are so. All were needed: each of them."""
        so = [] if needs_all else [part for part in parts if matches(part, self.document) is holds]
        for part in so or parts:
            yield from self.why(part, holds)

    def _of_leaf(self, leaf: Term | Phrase | Prefix | Near) -> Iterator[Span | str]:
        match leaf:
            case Term(key) if not leaf.has_a_place:
                yield from [key] if key in self.document.terms else []
            case Term() | Phrase():
                yield from (self._stretch(at, leaf) for at in sorted(self.document.starts(leaf.terms)))
            case Prefix(start):
                bare = ((token.removeprefix("#"), span) for token, span in self._tokens)
                yield from (span for word, span in bare if word.startswith(start))
            case Near(left, right, distance):
                yield from self._of_pair(left, right, distance)
                yield from self._of_pair(right, left, distance)

    def _of_pair(self, first: Term | Phrase, then: Term | Phrase, distance: int) -> Iterator[Span]:
        """Every place of `first` that `then` follows closely enough, and that place of `then`."""
        thens = self.document.starts(then.terms)
        for at in sorted(self.document.starts(first.terms)):
            after = at + len(first.terms)
            if near := [place for place in range(after, after + distance + 1) if place in thens]:
                yield self._stretch(at, first)
                yield from (self._stretch(place, then) for place in near)

    def _stretch(self, at: int, what: Term | Phrase) -> Span:
        """From the first to the last token of `what`, which stands at the place `at` of the whole."""
        return Span(self._tokens[at][1].start, self._tokens[at + len(what.terms) - 1][1].end)
