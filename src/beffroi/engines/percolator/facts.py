"""The terms without a place that searches ask for, of posts as documents or lines give them."""

from array import array
from collections.abc import Mapping, Sequence
from itertools import islice
from typing import NamedTuple

import numpy as np

from beffroi.engines.percolator.layout import Numbers
from beffroi.engines.percolator.lines import Keys, Posts
from beffroi.engines.percolator.records import is_repost
from beffroi.engines.query.document import Document, person_term

_OF_AUTHORS, _TO, _OF_LANGUAGES, _OF_ADDRESSES = "from:", "to:", "lang:", "url:"
_IN_TEXTS = ("https://link.invalid/",)  # stands for any address: `has:link` does not ask which
_MOST_GROUPS = 4096  # remembered: real posts need a few dozen, hostile ones any number


More = tuple[str, str, str, tuple[str, ...], tuple[str, ...], bool, bool, bool]
"""Of a document: its language, its author, and what follows them."""


class Grouped(NamedTuple):
    """For each post its group; the facts of all groups one after the other, and where those of each end."""

    groups: Numbers
    facts: Numbers
    fact_ends: Numbers


class Facts:
    """The facts that the searches of an index ask for, under their names. More may be asked for later: `refresh`."""

    def __init__(self, known: dict[str, int]) -> None:
        self._known = known
        self._read = 0
        self._authors: set[str] = set()
        self._spoken_to: set[str] = set()
        self._asks_records = self._asks_addresses = False
        self.refresh()

    def refresh(self) -> None:
        """Follows the names that were added to `known`; costs what those cost."""
        fresh = list(islice(reversed(self._known), len(self._known) - self._read))
        if self._read and not fresh:
            return
        for name in fresh:
            self._ask(name)
        self._read = len(self._known)
        self._groups = _Groups(self._known)
        self._keys = self._asked_keys()

    def _asked_keys(self) -> Keys:
        to, link = bool(self._spoken_to), "has:link" in self._known
        return Keys(
            facets=(*[b'"did"'] * to, *[b'"uri"'] * link),
            embed=(*[b'"external"'] * link, *[b'"mimeType"'] * ("has:image" in self._known)),
            reply=(b'"uri"',) if to or "is:reply" in self._known else (),
        )

    def _ask(self, name: str) -> None:
        if name.startswith(_OF_AUTHORS):
            self._authors.add(name.removeprefix(_OF_AUTHORS))
        elif name.startswith(_OF_ADDRESSES):
            self._asks_addresses = True  # of texts: those need the whole document
        elif not name.startswith(_OF_LANGUAGES):
            self._asks_records = True
            if name.startswith(_TO):
                self._spoken_to.add(name)

    def of_documents(self, documents: Sequence[Document]) -> Grouped:
        numbers = [[self._known[fact] for fact in document.facts if fact in self._known] for document in documents]
        ends = np.cumsum([len(each) for each in numbers], dtype=np.int32)
        return Grouped(
            np.arange(len(numbers), dtype=np.int32), _array([fact for each in numbers for fact in each]), ends
        )

    def of_posts(self, posts: Posts) -> Grouped:
        """What `of_documents` tells of their documents, but that a link written in a text is left to who reads it."""
        if self._asks_addresses or not _are_plain(posts.authors):
            return self.of_documents(posts.documents())
        if len(self._groups) > _MOST_GROUPS:
            self._groups = _Groups(self._known)
        of_language, searched = self._groups, self._authors
        groups = [of_language[lang] for lang in posts.languages]
        if searched:
            for nth, author in enumerate(posts.authors):
                if author in searched:
                    groups[nth] = of_language.with_author(posts.languages[nth], author)
        if self._asks_records:
            self._look_at_records(posts, groups)
        return of_language.grouped(groups)

    def _look_at_records(self, posts: Posts, groups: list[int]) -> None:
        for nth in self._worth_a_look(posts):
            said, repost = posts.said(nth, self._keys), is_repost(posts.texts[nth])
            if not repost and not any(said):
                continue
            author = posts.authors[nth] if posts.authors[nth] in self._authors else ""
            to = tuple(who for who in said.to if person_term("to", who) in self._spoken_to)
            links = _IN_TEXTS if said.links else ()
            groups[nth] = self._groups.with_more(
                (posts.languages[nth], author, "", to, links, said.has_image, said.is_reply, repost)
            )

    def _worth_a_look(self, posts: Posts) -> list[int]:
        """Most posts say nothing beside their text."""
        if "is:repost" not in self._known:
            return posts.rich
        return sorted({*posts.rich, *(nth for nth, text in enumerate(posts.texts) if is_repost(text))})


class _Groups(dict[object, int]):
    """From a language to its group, made when it is first met; from a language and an author; and from more."""

    def __init__(self, known: Mapping[str, int]) -> None:
        self._known = known
        self._facts: list[int] = []
        self._ends: list[int] = []
        self._arrays: tuple[Numbers, Numbers] | None = None

    def __missing__(self, lang: object) -> int:
        self[lang] = self._added(Document("", lang=str(lang)))
        return self[lang]

    def with_author(self, lang: str, author: str) -> int:
        key = (author, lang)
        if key not in self:
            self[key] = self._added(Document("", author=author, lang=lang))
        return self[key]

    def with_more(self, more: More) -> int:
        if more not in self:
            lang, author, *_ = more
            self[more] = self._added(Document("", author, lang, *more[2:]))
        return self[more]

    def grouped(self, groups: list[int]) -> Grouped:
        if self._arrays is None:
            self._arrays = _array(self._facts), _array(self._ends)
        return Grouped(_array(groups), *self._arrays)

    def _added(self, document: Document) -> int:
        self._arrays = None
        self._facts += [self._known[fact] for fact in document.facts if fact in self._known]
        self._ends.append(len(self._facts))
        return len(self._ends) - 1


def _array(numbers: list[int]) -> Numbers:
    return np.frombuffer(array("i", numbers), np.int32)  # three times as quick as asking NumPy


def _are_plain(authors: Sequence[str]) -> bool:
    """Whether they are written as their terms are: in small letters and without @, as DIDs are."""
    written = "".join(authors)
    return "@" not in written and written == written.casefold()
