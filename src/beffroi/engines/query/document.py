"""A post as the searches see it: its terms, and the places where they stand."""

from dataclasses import dataclass
from functools import cached_property

from beffroi.engines.query.tokens import Reading, is_word, read, unabbreviated


@dataclass(frozen=True)
class Document:
    """A text with its author (a handle or a DID) and its first declared language (BCP 47: `fr`, `pt-BR`).

    Everything else is derived once, at first use, however many searches ask.
    """

    text: str
    author: str = ""
    lang: str = ""

    @property
    def whole(self) -> str:
        """What is read: the text."""
        return self.text

    @property
    def has_link(self) -> bool:
        return self._reading.has_link

    @cached_property
    def places(self) -> dict[str, set[int]]:
        """Where each term of the text stands. A tag stands where its word stands."""
        places: dict[str, set[int]] = {}
        for place, token in enumerate(self._reading.tokens):
            for term in _terms(token):
                places.setdefault(term, set()).add(place)
        return places

    @cached_property
    def facts(self) -> frozenset[str]:
        """The terms without a place: `from:`, `lang:` and `has:link`."""
        facts = [f"lang:{tag}" for tag in _language_ranges(self.lang)]
        if self.author:
            facts.append(author_term(self.author))
        if self.has_link:
            facts.append("has:link")
        return frozenset(facts)

    @cached_property
    def terms(self) -> frozenset[str]:
        """Every term a search can ask for: those of the text, then `from:`, `lang:` and `has:link`."""
        return self.facts.union(self.places)

    @cached_property
    def words(self) -> frozenset[str]:
        """The words as they were written (`st` is not `saint` here), also those inside tags: for prefixes."""
        bare = (token.removeprefix("#") for token in self._reading.tokens)
        return frozenset(word for word in bare if is_word(word))

    def starts(self, terms: tuple[str, ...]) -> set[int]:
        """The places where these terms follow each other, without a gap, from the first on."""
        firsts = self.places.get(terms[0], set())
        return {at for at in firsts if all(at + n in self.places.get(term, ()) for n, term in enumerate(terms))}

    @cached_property
    def _reading(self) -> Reading:
        return read(self.whole)


def author_term(author: str) -> str:
    """The term of an author: capitals and a leading @ do not count."""
    return "from:" + author.removeprefix("@").casefold()


def _terms(token: str) -> tuple[str, ...]:
    if token.startswith("#"):
        return token, unabbreviated(token[1:])
    return (unabbreviated(token),)


def _language_ranges(lang: str) -> list[str]:
    """`pt-BR` answers to `pt` and to `pt-br` (basic filtering of RFC 4647)."""
    parts = lang.casefold().replace("_", "-").split("-")
    return ["-".join(parts[: n + 1]) for n in range(len(parts))] if lang else []
