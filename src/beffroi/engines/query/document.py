"""A post as the searches see it: its terms, and the places where they stand."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cached_property

from beffroi.engines.query.domains import domains_of
from beffroi.engines.query.tokens import Reading, is_word, read, unabbreviated
from beffroi.engines.texts.fold import fold


@dataclass(frozen=True)
class Document:
    """A text with what its network says of it.

    `author` and `author_id` are a handle and the network's own id (a DID), `lang` the language (BCP 47: `fr`,
    `pt-BR`), `to` the handles and ids it speaks to, `links` the absolute addresses that it leads to beside those
    written in the text, `tags` the hashtags that do not stand in the text. Everything else is derived once, at first
    use, however many searches ask.
    """

    text: str
    author: str = ""
    lang: str = ""
    author_id: str = ""
    to: tuple[str, ...] = ()
    links: tuple[str, ...] = ()
    has_image: bool = False
    is_reply: bool = False
    is_repost: bool = False
    tags: tuple[str, ...] = ()

    @property
    def whole(self) -> str:
        """What is read: the text, with its other hashtags at the end."""
        return with_tags(self.text, self.tags)

    @property
    def has_link(self) -> bool:
        return bool(self.links) or self._reading.has_link

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
        """The terms without a place: `from:x`, `to:x`, `lang:fr`, `url:gouv.fr`, `has:link`, `has:image`, `is:reply`,
        `is:repost`."""
        return frozenset(self._facts())

    @cached_property
    def terms(self) -> frozenset[str]:
        """Every term a search can ask for: those of the text, then the facts."""
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

    def _facts(self) -> Iterator[str]:
        yield from (f"lang:{tag}" for tag in _language_ranges(self.lang))
        yield from (person_term("from", who) for who in (self.author, self.author_id) if who)
        yield from (person_term("to", who) for who in self.to if who)
        addresses = (*self._reading.addresses, *map(fold, self.links))
        yield from (f"url:{domain}" for address in addresses for domain in domains_of(address))
        held = {
            "has:link": self.has_link,
            "has:image": self.has_image,
            "is:reply": self.is_reply,
            "is:repost": self.is_repost,
        }
        yield from (fact for fact, holds in held.items() if holds)


def with_tags(text: str, tags: Iterable[str]) -> str:
    """The text with these hashtags at its end."""
    return text + "".join(f"\n#{tag}" for tag in tags)


def person_term(field: str, who: str) -> str:
    """The term of an author or of somebody spoken to: capitals and a leading @ do not count."""
    return f"{field}:{who.removeprefix('@').casefold()}"


def _terms(token: str) -> tuple[str, ...]:
    if token.startswith("#"):
        return token, unabbreviated(token[1:])
    return (unabbreviated(token),)


def _language_ranges(lang: str) -> list[str]:
    """`pt-BR` answers to `pt` and to `pt-br` (basic filtering of RFC 4647). No tag has more characters than 35."""
    parts = lang[:35].casefold().replace("_", "-").split("-")
    return ["-".join(parts[: n + 1]) for n in range(len(parts))] if lang else []
