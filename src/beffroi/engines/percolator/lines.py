"""Posts out of lines of JSON in the shape of Bluesky's Jetstream, with as little work per line as can be.

Only what is needed is looked at: the author, the kind of event, the key, the text and the languages. A line that is not
of this shape is left to the caller with its place; what stands in the parts that nobody looks at is not judged.
"""

from collections.abc import Iterable
from typing import NamedTuple, cast

import msgspec
import numpy as np
from msgspec import UNSET, UnsetType

from beffroi.engines.query.document import Document

POSTS = "app.bsky.feed.post"

_END = ord("\n")


class Record(msgspec.Struct, gc=False):
    text: str | UnsetType = UNSET
    langs: list[str] | None = None


class Commit(msgspec.Struct, gc=False):
    operation: str = ""
    collection: str = ""
    rkey: str | UnsetType = UNSET
    record: Record | None = None


class Event(msgspec.Struct, gc=False):
    did: str
    commit: Commit | None = None
    text: msgspec.Raw | UnsetType = UNSET  # a line with a text at its top is of another shape


class Posts(NamedTuple):
    """Posts in columns. `places` are those of their lines; a language is the first declared one."""

    places: list[int]
    events: list[Event]
    authors: list[str]
    texts: list[str]
    languages: list[str]

    def documents(self) -> list[Document]:
        """The posts as the reference reads them."""
        columns = zip(self.texts, self.authors, self.languages, strict=True)
        return [Document(text, author, lang) for text, author, lang in columns]

    def address(self, nth: int) -> str:
        commit = cast(Commit, self.events[nth].commit)  # a post has one
        return f"at://{self.authors[nth]}/{POSTS}/{commit.rkey}"


class Lines(NamedTuple):
    """The posts of a stretch of lines, and the places of the lines that could not be read here. Lines with another
    event are in neither."""

    posts: Posts
    unread: list[int]


_DECODER = msgspec.json.Decoder(Event)
_TROUBLES = (msgspec.MsgspecError, UnicodeDecodeError, RecursionError)


def read_lines(raw: bytes) -> Lines:
    """Reads whole lines; the last one may lack its end. Lines are counted from 0, blank ones too."""
    try:
        events = _DECODER.decode_lines(raw)
    except _TROUBLES:
        return _one_by_one(raw)
    return _posts(enumerate(events), []) if _one_each(raw, len(events)) else _one_by_one(raw)


def _one_each(raw: bytes, events: int) -> bool:
    """Whether there are as many lines as events: no blank line, no event over two lines.

    Two events in one line beside a blank one pass: both are read, and only the places of what follows shift.
    """
    ends = np.count_nonzero(np.frombuffer(raw, np.uint8) == _END)
    return bool(events == ends + (raw != b"" and not raw.endswith(b"\n")))


def _one_by_one(raw: bytes) -> Lines:
    events: list[tuple[int, Event]] = []
    unread: list[int] = []
    for place, line in enumerate(raw.removesuffix(b"\n").split(b"\n")):
        try:
            events.append((place, _DECODER.decode(line)))
        except _TROUBLES:
            unread.append(place)
    return _posts(events, unread)


def _posts(events: Iterable[tuple[int, Event]], unread: list[int]) -> Lines:
    """Tells the posts from other events and from what has no post's shape."""
    posts = Posts([], [], [], [], [])
    places, kept, authors, texts, languages = posts
    for place, event in events:
        commit = event.commit
        if event.text is not UNSET:
            unread.append(place)
        elif commit is not None and commit.operation == "create" and commit.collection == POSTS:
            record = commit.record
            if record is None or isinstance(text := record.text, UnsetType) or commit.rkey is UNSET:
                unread.append(place)
                continue
            places.append(place)
            kept.append(event)
            authors.append(event.did)
            texts.append(text)
            languages.append(record.langs[0] if record.langs else "")
    return Lines(posts, sorted(unread))
