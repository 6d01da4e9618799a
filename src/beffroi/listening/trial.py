"""A search tried before it is saved: how often it would find something, what for example, and what each part does."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import ClassVar

from django.utils.translation import gettext as _

from beffroi.access.models import Organisation
from beffroi.archive.models import Post
from beffroi.directory.models import Account
from beffroi.engines.counts.sampling import Counted, Estimate, days_heard, estimate
from beffroi.engines.query import Document, Presearch, Search, SearchError, parse
from beffroi.engines.query.inkling import Inkling, leaves, terms
from beffroi.engines.query.parts import Without, without_each
from beffroi.engines.texts.nameless import nameless
from beffroi.listening.models import Match, Sampling
from beffroi.listening.models.sample import Recalled

VARIANTS = 6
EXAMPLES = 5
ARCHIVED = 2_000  # posts that searches found lately, the newest
LATELY = timedelta(days=7)
LEAST = 50  # posts of the sample: below, nothing can be told
MOST_TERMS = 400  # of a search: beyond, its parts are not tried one by one
AROUND = 60  # characters shown on each side of a mistake

Row = tuple[str, str, list[str], datetime]  # text, language, facts, moment


@dataclass(frozen=True)
class Tried:
    """A search that can be read. `estimate` is None while too little was heard."""

    search: Search
    examples: list["Example"]
    estimate: Estimate | None
    without: list[tuple[Without, Estimate | None]]
    sampled: int
    names_persons: bool  # from:, to:, @handle: what the sample does not keep
    is_wrong: ClassVar = False

    @property
    def reading(self) -> str:
        return str(self.search)


@dataclass(frozen=True)
class Wrong:
    """A search that cannot be read, around the place to mend."""

    before: str
    there: str
    after: str
    error: SearchError
    is_wrong: ClassVar = True

    @property
    def place(self) -> int:
        return self.error.position + 1

    @property
    def message(self) -> str:
        return _(self.error.message)

    @property
    def hint(self) -> str:
        return _(self.error.hint)


@dataclass(frozen=True)
class Example:
    """A real post: one that is archived, or what the sample kept of one."""

    document: Document
    post: Post | None = None


def try_out(text: str, organisation: Organisation, now: datetime) -> Tried | Wrong:
    """Reads the search, and asks it and its variants of what was heard lately. Changes nothing."""
    try:
        search = parse(text)
    except SearchError as error:
        return _wrong(text, error)
    few = sum(1 for _ in leaves(search)) <= MOST_TERMS
    variants = without_each(search, VARIANTS) if few else []
    return _tried(search, variants, organisation, now)


def _wrong(text: str, error: SearchError) -> Wrong:
    at = error.position
    start, end = max(0, at - AROUND), at + 1 + AROUND
    before, after = text[start:at], text[at + 1 : end]
    return Wrong("…" * (start > 0) + before, text[at : at + 1], after + "…" * (end < len(text)), error)


def _tried(search: Search, variants: list[Without], organisation: Organisation, now: datetime) -> Tried:
    asked = _Asked(search, variants)
    archived = _archived(organisation, now)
    known = asked.of([archived_document(post) for post in archived])
    samples = [_Sample.of(sampling, asked, now) for sampling in _heard_by(organisation)]
    samples = [sample for sample in samples if sample.days > 0]
    told = [_told(place, known, samples) for place in range(len(variants) + 1)]
    return Tried(
        search=search,
        examples=_examples([archived[at] for at in known[0][:EXAMPLES]], samples),
        estimate=told[0],
        without=list(zip(variants, told[1:], strict=True)),
        sampled=sum(sample.size for sample in samples),
        names_persons=any(term.startswith(("from:", "to:", "@")) for leaf in leaves(search) for term in terms(leaf)),
    )


def _examples(archived: list[Post], samples: "list[_Sample]") -> list[Example]:
    """Archived posts first, then the newest of the sample, each text once."""
    examples = {nameless(post.text): Example(archived_document(post), post) for post in archived}
    for sample in samples:
        for at in reversed(sample.found[0][-2 * EXAMPLES :]):
            example = sample.example(at)
            examples.setdefault(example.document.text, example)
    return list(examples.values())[:EXAMPLES]


def _told(place: int, known: list[list[int]], samples: "list[_Sample]") -> Estimate | None:
    """How often the search at this place would find something; None while too little was heard.

    What the archive has was found for certain by some search of ours, and is the least of it.
    """
    if sum(sample.size for sample in samples) < LEAST:
        return None
    counted = [Counted(len(sample.found[place]), sample.one_in, sample.days) for sample in samples]
    return estimate(counted).at_least(len(known[place]) / max(1.0, *(sample.days for sample in samples)))


class _Asked:
    """A search and its variants, asked together."""

    def __init__(self, search: Search, variants: list[Without]) -> None:
        searches = [search, *(one.search for one in variants)]
        self._index = Presearch(searches)
        self._number = len(searches)
        self.inkling = Inkling(search)

    def of(self, documents: Iterable[Document]) -> list[list[int]]:
        """By search, the places of the documents it finds."""
        found: list[list[int]] = [[] for _ in range(self._number)]
        for at, document in enumerate(documents):
            for place in self._index.found(document):
                found[place].append(at)
        return found


@dataclass(frozen=True)
class _Sample:
    """One stream's answer: by search, the places of the documents it found."""

    found: list[list[int]]
    rows: list[Row]
    one_in: int
    days: float

    @property
    def size(self) -> int:
        return len(self.rows)

    def example(self, at: int) -> Example:
        text, lang, facts, _at = self.rows[at]
        return Example(Recalled(text, lang=lang, facts_kept=tuple(facts)))

    @classmethod
    def of(cls, sampling: Sampling, asked: _Asked, now: datetime) -> "_Sample":
        rows = list(sampling.rows(now).values_list("text", "lang", "facts", "at"))
        documents = (
            Recalled(text if asked.inkling.of(text) else "", lang=lang, facts_kept=tuple(facts))
            for text, lang, facts, _at in rows
        )
        days = days_heard([row[-1] for row in rows], now)
        return cls(asked.of(documents), rows, sampling.evenly(now), days)


def archived_document(post: Post) -> Document:
    """An archived post as the searches see it: it knows less than the post that was heard."""
    return Document(
        post.text,
        author=post.author_handle,
        lang=post.lang,
        author_id=post.author_id,
        is_reply=bool(post.reply_to),
        is_repost=post.text.startswith("RT @"),
    )


def _archived(organisation: Organisation, now: datetime) -> list[Post]:
    """What this organisation's searches found lately, the newest first."""
    found = Match.objects.filter(search__organisation=organisation, at__gt=now - LATELY)
    return list(Post.objects.filter(pk__in=found.values("post")).order_by("-published_at")[:ARCHIVED])


def _heard_by(organisation: Organisation) -> Iterable[Sampling]:
    mine = Account.objects.filter(organisation=organisation).exclude(stream="")
    return Sampling.objects.filter(stream__service__in=mine.values("stream")).order_by("stream")
