"""The terms without a place that searches ask for, of posts as documents or lines give them."""

from array import array
from collections.abc import Mapping, Sequence
from typing import NamedTuple

import numpy as np

from beffroi.engines.percolator.layout import Numbers
from beffroi.engines.percolator.lines import Posts
from beffroi.engines.query.document import Document

_OF_AUTHORS, _OF_LANGUAGES, _IN_TEXTS = "from:", "lang:", "has:link"
_MOST_GROUPS = 4096  # remembered: real posts need a few dozen, hostile ones any number


class Grouped(NamedTuple):
    """For each post its group; the facts of all groups one after the other, and where those of each end."""

    groups: Numbers
    facts: Numbers
    fact_ends: Numbers


class Facts:
    """The facts that the searches of an index ask for, under their names."""

    def __init__(self, known: Mapping[str, int]) -> None:
        self.number = len(known)
        self._known = known
        self._authors = {name.removeprefix(_OF_AUTHORS) for name in known if name.startswith(_OF_AUTHORS)}
        # An author and a language are told cheaply; all other facts need the whole document.
        self._cheap = all(name.startswith((_OF_AUTHORS, _OF_LANGUAGES)) or name == _IN_TEXTS for name in known)
        self._languages = _Groups(known)

    def of_documents(self, documents: Sequence[Document]) -> Grouped:
        numbers = [[self._known[fact] for fact in document.facts if fact in self._known] for document in documents]
        ends = np.cumsum([len(each) for each in numbers], dtype=np.int32)
        return Grouped(
            np.arange(len(numbers), dtype=np.int32), _array([fact for each in numbers for fact in each]), ends
        )

    def of_posts(self, posts: Posts) -> Grouped:
        """What `of_documents` tells of their documents."""
        if not self._cheap or not _are_plain(posts.authors):
            return self.of_documents(posts.documents())
        if len(self._languages) > _MOST_GROUPS:
            self._languages = _Groups(self._known)
        of_language, searched = self._languages, self._authors
        groups = [of_language[lang] for lang in posts.languages]
        if searched:
            for nth, author in enumerate(posts.authors):
                if author in searched:
                    groups[nth] = of_language.with_author(posts.languages[nth], author)
        return of_language.grouped(groups)


class _Groups(dict[str, int]):
    """From a language to its group, made when it is first met; and from a language and an author."""

    def __init__(self, known: Mapping[str, int]) -> None:
        self._known = known
        self._facts: list[int] = []
        self._ends: list[int] = []
        self._arrays: tuple[Numbers, Numbers] | None = None

    def __missing__(self, lang: str) -> int:
        self[lang] = self._added(Document("", lang=lang))
        return self[lang]

    def with_author(self, lang: str, author: str) -> int:
        key = f"{author}\0{lang}"
        if key not in self:
            self[key] = self._added(Document("", author=author, lang=lang))
        return self[key]

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
