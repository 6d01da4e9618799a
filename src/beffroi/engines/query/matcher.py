"""The reference: does this search find this post? Slow and obvious on purpose; anything faster must agree with it."""

from beffroi.engines.query.document import Document
from beffroi.engines.query.syntax import And, Near, Not, Or, Phrase, Prefix, Search, Term, UnknownNode


def matches(search: Search, document: Document) -> bool:
    """Whether `document` is found by `search`. Raises UnknownNode for what is no part of the language."""
    match search:
        case Term(key):
            return key in document.terms
        case Phrase(terms):
            return bool(document.starts(terms))
        case Prefix(start):
            return any(word.startswith(start) for word in document.words)
        case Near():
            return _stand_near(search, document)
        case And(parts):
            return all(matches(part, document) for part in parts)
        case Or(parts):
            return any(matches(part, document) for part in parts)
        case Not(part):
            return not matches(part, document)
    raise UnknownNode(f"{search!r} is not a search")


def _stand_near(near: Near, document: Document) -> bool:
    left, right = near.left.terms, near.right.terms
    return _follows(document, left, right, near.distance) or _follows(document, right, left, near.distance)


def _follows(document: Document, first: tuple[str, ...], then: tuple[str, ...], distance: int) -> bool:
    thens = document.starts(then)
    return any(at + len(first) + gap in thens for at in document.starts(first) for gap in range(distance + 1))
