"""The tree of a search, and how it is written back.

`str(search)` shows how the search was understood: folded, every AND spoken, brackets wherever two joining words
meet. Parsing that text again gives the same tree.
"""

from dataclasses import dataclass


class UnknownNode(TypeError):
    """Something that is no part of the language stands in a tree. Never read as "everything matches"."""


@dataclass(frozen=True, slots=True)
class Term:
    """One term, as documents list theirs: `eau`, `#loire`, `@ana.fr`, `🚨`, `from:ana.fr`, `url:gouv.fr`."""

    key: str

    @property
    def terms(self) -> tuple[str, ...]:
        return (self.key,)

    @property
    def has_a_place(self) -> bool:
        """Whether the term stands somewhere in the text: an author or a language does not."""
        return ":" not in self.key

    def __str__(self) -> str:
        return self.key


@dataclass(frozen=True, slots=True)
class Phrase:
    """Two or more terms that follow each other."""

    terms: tuple[str, ...]

    def __str__(self) -> str:
        return f'"{" ".join(self.terms)}"'


@dataclass(frozen=True, slots=True)
class Prefix:
    """Any word that begins so."""

    start: str

    def __str__(self) -> str:
        return f"{self.start}*"


@dataclass(frozen=True, slots=True)
class Near:
    """Both, in either order, with at most `distance` words between them and without overlap."""

    left: Term | Phrase
    right: Term | Phrase
    distance: int

    def __str__(self) -> str:
        return f"{self.left} NEAR/{self.distance} {self.right}"


@dataclass(frozen=True, slots=True)
class And:
    parts: "tuple[Search, ...]"

    def __str__(self) -> str:
        return " AND ".join(_as_part(part) for part in self.parts)


@dataclass(frozen=True, slots=True)
class Or:
    parts: "tuple[Search, ...]"

    def __str__(self) -> str:
        return " OR ".join(_as_part(part) for part in self.parts)


@dataclass(frozen=True, slots=True)
class Not:
    part: "Search"

    def __str__(self) -> str:
        return f"NOT {_as_part(self.part)}"


Search = Term | Phrase | Prefix | Near | And | Or | Not


def depth(search: Search) -> int:
    """How many nodes stand above each other, 1 for a single term."""
    if isinstance(search, And | Or):
        return 1 + max(depth(part) for part in search.parts)
    return 1 + depth(search.part) if isinstance(search, Not) else 1


def asks_language(search: Search) -> bool:
    """Whether a language is asked for anywhere: only then is it worth the time to detect it."""
    match search:
        case Term(key):
            return key.startswith("lang:")
        case And(parts) | Or(parts):
            return any(asks_language(part) for part in parts)
        case Not(part):
            return asks_language(part)
        case Phrase() | Prefix() | Near():
            return False
    raise UnknownNode(f"{search!r} is not a search")


def _as_part(search: Search) -> str:
    return f"({search})" if isinstance(search, Near | And | Or) else str(search)
