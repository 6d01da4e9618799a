"""What each part of a search is there for: the search without it."""

from collections import deque
from collections.abc import Iterator
from dataclasses import dataclass

from beffroi.engines.query.document import Document
from beffroi.engines.query.matcher import matches
from beffroi.engines.query.syntax import And, Not, Or, Search

_NOTHING = Document("")


@dataclass(frozen=True, slots=True)
class Without:
    """A search with one of its parts taken out; `part` is that part."""

    part: Search
    search: Search

    @property
    def said(self) -> str:
        """The part as somebody would write it: `-travaux`, not `NOT travaux`."""
        if not isinstance(self.part, Not):
            return str(self.part)
        inside = str(self.part).removeprefix("NOT ")
        return f"-{inside}"


def without_each(search: Search, most: int) -> list[Without]:
    """At most `most` variants of `search`, each with one part taken out: those nearest the top first.

    Left out are variants that would be no search: without anything that must be there.
    """
    found: list[Without] = []
    waiting = deque(_taken_out(search))
    while waiting and len(found) < most:
        one = waiting.popleft()
        if not matches(one.search, _NOTHING):
            found.append(one)
        waiting.extend(_deeper(search, one))
    return found


def _taken_out(search: Search) -> Iterator[Without]:
    """One variant for each part that stands right below `search`."""
    if isinstance(search, And | Or):
        for at, part in enumerate(search.parts):
            yield Without(part, _put(search, [*search.parts[:at], *search.parts[at + 1 :]]))


def _deeper(search: Search, above: Without) -> Iterator[Without]:
    """The variants of `search` in which a part of `above.part` is missing."""
    for inner in _taken_out(_bare(above.part)):
        changed = _replaced(search, _bare(above.part), inner.search)
        yield Without(inner.part, changed)


def _bare(part: Search) -> Search:
    return _bare(part.part) if isinstance(part, Not) else part


def _replaced(search: Search, old: Search, new: Search) -> Search:
    """`search` with the node `old` itself, not what merely equals it, put in the place of `new`."""
    if search is old:
        return new
    if isinstance(search, Not):
        return Not(_replaced(search.part, old, new))
    if isinstance(search, And | Or):
        return _put(search, [_replaced(part, old, new) for part in search.parts])
    return search


def _put(joint: And | Or, parts: list[Search]) -> Search:
    return parts[0] if len(parts) == 1 else type(joint)(tuple(parts))
