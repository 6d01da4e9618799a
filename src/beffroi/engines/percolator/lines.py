"""Posts out of lines of JSON in the shape of Bluesky's Jetstream, with as little work per line as can be.

Only what is needed is looked at: the author, the kind of event, the key, the text with its hidden hashtags and the
languages; the other parts when somebody asks. A line that is not of this shape is left to the caller with its place;
what stands in the parts that nobody looks at is not judged.
"""

import json
from collections.abc import Callable, Iterable
from typing import Any, NamedTuple, cast

import msgspec
import numpy as np
from msgspec import UNSET, UnsetType

from beffroi.engines.percolator.records import Said, hidden_tags, is_repost, said_in, storable
from beffroi.engines.query.document import Document, with_tags

POSTS = "app.bsky.feed.post"

_END = ord("\n")
_TAG = (b'"tag"',)

Part = msgspec.Raw | UnsetType
"""A part of a record as it came: unread, so that a wrong type in it does not lose the post."""

LanguageOf = Callable[[str, str], str]
"""From a text and the language that its author declared to its language."""


class Record(msgspec.Struct, gc=False):
    text: str | UnsetType = UNSET
    langs: list[str] | None = None
    tags: Part = UNSET
    facets: Part = UNSET
    embed: Part = UNSET
    reply: Part = UNSET


class Commit(msgspec.Struct, gc=False):
    operation: str = ""
    collection: str = ""
    rkey: str | UnsetType = UNSET
    record: Record | None = None


class Event(msgspec.Struct, gc=False):
    did: str
    commit: Commit | None = None
    text: msgspec.Raw | UnsetType = UNSET  # a line with a text at its top is of another shape


class Keys(NamedTuple):
    """The keys in quotes under which stands what is asked of each part of a record; a part with none is not read."""

    facets: tuple[bytes, ...] = ()
    embed: tuple[bytes, ...] = ()
    reply: tuple[bytes, ...] = ()


_NOTHING = Said()


class Posts(NamedTuple):
    """Posts in columns. `places` are those of their lines; `texts` end with the hidden hashtags, which `tags` has of
    the posts that have some; a language is the first declared one. `rich` are the posts that may say something beside
    their text."""

    places: list[int]
    events: list[Event]
    authors: list[str]
    texts: list[str]
    languages: list[str]
    tags: dict[int, tuple[str, ...]]
    rich: list[int]

    def documents(self) -> list[Document]:
        """The posts as the reference reads them."""
        return [self._document(nth) for nth in range(len(self.texts))]

    def said(self, nth: int, keys: Keys | None = None) -> Said:
        """What the post says beside its text; of what lies under none of `keys` perhaps nothing."""
        record = self.record(nth)
        parts: Iterable[Part] = (record.facets, record.embed, record.reply)
        if keys is not None:
            parts = [_if_it_holds(wanted, part) for wanted, part in zip(keys, parts, strict=True)]
            if all(part is UNSET for part in parts):
                return _NOTHING
        return said_in(cast(str, record.text), *map(_read, parts))

    def record(self, nth: int) -> Record:
        return cast(Record, cast(Commit, self.events[nth].commit).record)  # a post has one

    def address(self, nth: int) -> str:
        commit = cast(Commit, self.events[nth].commit)  # a post has one
        return f"at://{self.authors[nth]}/{POSTS}/{commit.rkey}"

    def in_languages(self, language_of: LanguageOf) -> "Posts":
        """The same posts, each in the language that its text is written in."""
        texts = [cast(str, self.record(nth).text) for nth in range(len(self.texts))]
        return self._replace(languages=list(map(language_of, texts, self.languages)))

    def _document(self, nth: int) -> Document:
        text = cast(str, self.record(nth).text)
        tags = self.tags.get(nth, ())
        said = self.said(nth)
        return Document(text, self.authors[nth], self.languages[nth], "", *said, is_repost=is_repost(text), tags=tags)


class Lines(NamedTuple):
    """The posts of a stretch of lines, and the places of the lines that could not be read here. Lines with another
    event are in neither. `number` counts all lines."""

    posts: Posts
    unread: list[int]
    number: int


_DECODER = msgspec.json.Decoder(Event)
_TROUBLES = (msgspec.MsgspecError, UnicodeDecodeError, RecursionError)


def read_lines(raw: bytes, language_of: LanguageOf | None = None) -> Lines:
    """Reads whole lines; the last one may lack its end. Lines are counted from 0, blank ones too.

    `language_of` tells the language of each post; without it the declared one counts.
    """
    lines = _as_declared(raw)
    return lines._replace(posts=lines.posts.in_languages(language_of)) if language_of else lines


def _as_declared(raw: bytes) -> Lines:
    try:
        events = _DECODER.decode_lines(raw)
    except _TROUBLES:
        return _one_by_one(raw)
    # As many lines as events: no blank line, no event over two lines. Two events in one line beside a blank one pass:
    # both are read, and only the places of what follows shift.
    number = _number_of_lines(raw)
    return Lines(*_posts(enumerate(events), []), number) if number == len(events) else _one_by_one(raw)


def _number_of_lines(raw: bytes) -> int:
    """The last one may lack its end."""
    ends = np.count_nonzero(np.frombuffer(raw, np.uint8) == _END)
    return int(ends) + (raw != b"" and not raw.endswith(b"\n"))


def _one_by_one(raw: bytes) -> Lines:
    events: list[tuple[int, Event]] = []
    unread: list[int] = []
    for place, line in enumerate(raw.removesuffix(b"\n").split(b"\n")):
        try:
            events.append((place, _DECODER.decode(line)))
        except _TROUBLES:
            unread.append(place)
    return Lines(*_posts(events, unread), _number_of_lines(raw))


def _posts(events: Iterable[tuple[int, Event]], unread: list[int]) -> tuple[Posts, list[int]]:
    """Tells the posts from other events and from what has no post's shape."""
    posts = Posts([], [], [], [], [], {}, [])
    places, kept, authors, texts, languages, hidden, rich = posts
    for place, event in events:
        commit = event.commit
        if event.text is not UNSET:
            unread.append(place)
        elif commit is not None and commit.operation == "create" and commit.collection == POSTS:
            record = commit.record
            if record is None or isinstance(text := record.text, UnsetType) or commit.rkey is UNSET:
                unread.append(place)
                continue
            if "\0" in text:
                record.text = text = storable(text)
            if record.facets is not UNSET or record.embed is not UNSET or record.reply is not UNSET:
                rich.append(len(texts))
            if (record.facets is not UNSET or record.tags is not UNSET) and (tags := _hidden(text, record)):
                hidden[len(texts)] = tags
                text = with_tags(text, tags)
            places.append(place)
            kept.append(event)
            authors.append(event.did)
            texts.append(text)
            languages.append(record.langs[0] if record.langs else "")
    return posts, sorted(unread)


def _hidden(text: str, record: Record) -> tuple[str, ...]:
    facets = _if_it_holds(_TAG, record.facets)
    if facets is UNSET and record.tags is UNSET:
        return ()
    return hidden_tags(text, _read(record.tags), _read(facets))


def _if_it_holds(keys: tuple[bytes, ...], part: Part) -> Part:
    """The part, if it may have one of these keys; told without reading it. A key may be written with escapes."""
    if not keys or isinstance(part, UnsetType):
        return UNSET
    raw = bytes(part)
    return part if any(key in raw for key in keys) or b"\\u" in raw else UNSET


def _read(part: Part) -> Any:
    """What stands there, None when it cannot be read."""
    if isinstance(part, UnsetType):
        return None
    try:
        return msgspec.json.decode(part)
    except _TROUBLES:
        return _read_all_the_same(bytes(part))


def _read_all_the_same(raw: bytes) -> Any:
    """With the numbers that msgspec refuses."""
    try:
        return json.loads(raw)
    except (ValueError, RecursionError):
        return None
