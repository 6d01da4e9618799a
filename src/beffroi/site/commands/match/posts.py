"""What `beffroi match` answers to a stretch of lines: hits to be written, and what was wrong with the lines."""

import json
import os
import stat
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from io import BufferedReader
from json.encoder import encode_basestring_ascii as quoted
from typing import Any, BinaryIO, NamedTuple, cast

from beffroi.engines.percolator import Index, LanguageOf, document_of_record
from beffroi.engines.query import Document
from beffroi.site.commands.jsonlines import Unreadable, read_json
from beffroi.site.terminal import gettext as _

POSTS = "app.bsky.feed.post"
LISTS = ("to", "links", "tags")
SIGNS = ("has_image", "is_reply", "is_repost")
STRETCH = 100_000  # bytes: some 200 posts; more at once is slower, not faster


@dataclass(frozen=True, slots=True)
class Seen:
    """A post as one line gave it. `flaw` says what was wrong with it, though it could be read."""

    id: str | int
    document: Document
    flaw: str = ""


class Answer(NamedTuple):
    """How many lines were read, the hits as they are written, and what was wrong with which line, counted from 0."""

    lines: int
    hits: str
    flaws: list[tuple[int, str]]


class Asked:
    """An index with the names of its searches, which count from 0. `language_of` tells the language of a post; without
    it the declared one counts."""

    def __init__(self, index: Index, names: Sequence[str], language_of: LanguageOf | None = None) -> None:
        self._index = index
        self._ends = [f', "search": {quoted(name)}}}\n' for name in names]
        self._language_of = language_of

    def of(self, raw: bytes) -> Answer:
        found = self._index.found_in_lines(raw, self._language_of)
        begins = {place: f'{{"post": {quoted(address)}' for place, address in found.addresses.items()}
        hits = found.hits
        flaws: list[tuple[int, str]] = []
        if found.unread:
            seen, flaws = _looked_at(raw, found.unread)
            begins |= {place: f'{{"post": {json.dumps(each.id)}' for place, each in seen.items()}
            places = list(seen)
            others = self._index.found([self._heard(each.document) for each in seen.values()])
            hits = sorted(hits + [(places[nth], number) for nth, number in others])
        ends = self._ends
        written = [begins[place] + ends[number] for place, number in hits]
        return Answer(found.lines, "".join(written), flaws)

    def _heard(self, document: Document) -> Document:
        if self._language_of is None:
            return document
        return replace(document, lang=self._language_of(document.text, document.lang))


class Cutter:
    """Keeps the beginning of a line until its end has come."""

    def __init__(self) -> None:
        self._begun: list[bytes] = []

    def whole(self, chunk: bytes) -> bytes:
        """The lines that end in this chunk."""
        end = chunk.rfind(b"\n") + 1
        lines = b"".join((*self._begun, chunk[:end])) if end else b""
        self._begun = [chunk[end:]] if end else [*self._begun, chunk]
        return lines

    def rest(self) -> bytes:
        """The last line, when it has no end."""
        return b"".join(self._begun)


def stretches(posts: BinaryIO) -> Iterator[bytes]:
    """Whole lines as they come: nothing waits for what comes later."""
    cutter = Cutter()
    while chunk := read_some(posts):
        if lines := cutter.whole(chunk):
            yield lines
    if rest := cutter.rest():
        yield rest


def cut(raw: bytes) -> Iterator[bytes]:
    """Whole lines in pieces of about a stretch; the last line may lack its end."""
    begin = 0
    while begin < len(raw):
        end = raw.rfind(b"\n", begin, begin + STRETCH) + 1 or raw.find(b"\n", begin) + 1 or len(raw)
        yield raw[begin:end]
        begin = end


def read_some(posts: BinaryIO) -> bytes:
    """What is there, at most a stretch; waits only when nothing is. Empty at the end."""
    return cast(BufferedReader, posts).read1(STRETCH)


def sampled(raw: bytes) -> Iterator[Document]:
    """The posts in the whole lines of a stretch; what cannot be read is passed over."""
    for line in raw.split(b"\n")[:-1]:
        try:
            seen = read_post(line)
        except Unreadable:
            continue
        if seen:
            yield seen.document


def is_file(posts: BinaryIO) -> bool:
    """Whether any stretch can be read at once, whatever was read before."""
    try:
        return stat.S_ISREG(os.fstat(posts.fileno()).st_mode)
    except OSError:  # in memory
        return False


def _looked_at(raw: bytes, places: Sequence[int]) -> tuple[dict[int, Seen], list[tuple[int, str]]]:
    """The posts of the lines that have another shape or are broken, and the flaws of those lines."""
    lines = raw.split(b"\n")
    posts: dict[int, Seen] = {}
    flaws: list[tuple[int, str]] = []
    for place in places:
        try:
            seen = read_post(lines[place])
        except Unreadable as reason:
            flaws.append((place, str(reason)))
            continue
        if seen:
            posts[place] = seen
            flaws += [(place, seen.flaw)] if seen.flaw else []
    return posts, flaws


def read_post(line: bytes) -> Seen | None:
    """The post that a line holds, None when it holds something else: a like, a deletion, nothing.

    Raises Unreadable.
    """
    event = read_json(line)
    if event is None:
        return None
    if not isinstance(event, dict):
        raise Unreadable(_("This is not a JSON object."))
    if "did" in event and "text" not in event:
        return _from_jetstream(event)
    return _from_object(event)


def _from_jetstream(event: Mapping[str, Any]) -> Seen | None:
    commit = event.get("commit")
    if not isinstance(commit, dict) or (commit.get("operation"), commit.get("collection")) != ("create", POSTS):
        return None
    did, key, record = event["did"], commit.get("rkey"), commit.get("record")
    if not (isinstance(did, str) and isinstance(key, str) and isinstance(record, dict)):
        raise Unreadable(_("This post has no author, no key or no record."))
    text = _text(f"at://{did}/{POSTS}/{key}", record)
    declared = record.get("langs")
    languages = [lang for lang in declared if isinstance(lang, str)] if isinstance(declared, list) else []
    document = document_of_record(did, record, languages[0] if languages else "")
    return Seen(f"at://{did}/{POSTS}/{key}", document, _half_characters(text))


def _from_object(post: Mapping[str, Any]) -> Seen:
    text = _text(post.get("id"), post)
    lists = {name: _texts(post.get(name)) for name in LISTS}
    signs = {name: post.get(name) is True for name in SIGNS}
    signs["is_repost"] |= text.startswith("RT @")
    document = Document(text, _words(post.get("author")), _words(post.get("lang")), **lists, **signs)  # type: ignore[arg-type]  # each its own
    return Seen(post["id"], document, _half_characters(text) or _misshapen(post))


def _text(native_id: Any, holder: Mapping[str, Any]) -> str:
    text = holder.get("text")
    if not isinstance(native_id, str | int) or not isinstance(text, str):
        raise Unreadable(_("This is neither a Jetstream event nor a post with an id and a text."))
    return text


def _half_characters(text: str) -> str:
    try:
        text.encode("utf-8")
    except UnicodeEncodeError:
        return _("Half a character (a lone surrogate) stands in the text; it was read as a space.")
    return ""


def _misshapen(post: Mapping[str, Any]) -> str:
    """What is there in another shape than it should have, and was passed over."""
    for name in LISTS:
        value = post.get(name)
        if value is not None and not (isinstance(value, list) and all(isinstance(each, str) for each in value)):
            return _('"{name}" is not a list of texts; what is no text in it was passed over.').format(name=name)
    for name in SIGNS:
        if post.get(name) not in (None, True, False):
            return _('"{name}" is neither true nor false; it was passed over.').format(name=name)
    return ""


def _texts(value: Any) -> tuple[str, ...]:
    return tuple(each for each in value if isinstance(each, str)) if isinstance(value, list) else ()


def _words(value: Any) -> str:
    """An absent or unreadable author or language is none."""
    return value if isinstance(value, str) else ""
