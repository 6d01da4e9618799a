"""Posts out of a file: JSON Lines or CSV, one after the other, so that a file of any size takes little room.

A post has `id`, `text` and `published_at` (ISO 8601); perhaps `network`, `author`, `author_id`, `author_name`, `lang`,
`url`, `reply_to` and `conversation` (the ids of what it answers, and of what began it). An event as Jetstream writes it
is one too. Anything else is told with its line, and the next one read.
"""

import csv
import json
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from itertools import chain
from pathlib import Path
from typing import Any, TextIO

from django.utils.translation import gettext_noop

from beffroi.vocabulary import NaiveDatetime, Post, Profile, Ref

LONGEST = 2**20  # characters of a line
NETWORK = "file"  # where a row names none
POSTS = "app.bsky.feed.post"
NOT_UTF8 = gettext_noop("This is not UTF-8 text.")
TOO_LONG = gettext_noop("This line is longer than a million characters.")
NOT_JSON = gettext_noop("This is not JSON, or the line was cut.")
NEITHER = gettext_noop("This is neither JSON Lines nor CSV: save it as one of them.")
NO_COLUMNS = gettext_noop("The first line must name the columns, with id, text and published_at among them.")
OPEN_QUOTE = gettext_noop("This row cannot be read: is a quotation mark open?")
NO_OBJECT = gettext_noop("This is not a JSON object.")
NO_RECORD = gettext_noop("This post has no record.")
NO_WORDS = gettext_noop("This post has no id or no text.")
NO_MOMENT = gettext_noop("published_at is no moment such as 2026-11-20T14:00:00+01:00.")


class Unreadable(ValueError):
    """A row that is no post; says why in words."""


@dataclass(frozen=True, slots=True)
class Row:
    """What stands on `line`, counted from 1: a post with all that is said of it, or why it is none."""

    line: int
    post: Post | None = None
    flaw: str = ""
    said: Mapping[str, Any] = field(default_factory=dict)


def rows(file: Path) -> Iterator[Row]:
    """Every row of `file`. Raises OSError, and Unreadable where the file as a whole is neither of the two."""
    with file.open(encoding="utf-8-sig", errors="surrogateescape", newline="") as lines:
        yield from rows_of(lines)


def rows_of(lines: TextIO) -> Iterator[Row]:
    """The same of a file that is open: UTF-8 without its mark, wrong bytes as `surrogateescape` reads them."""
    first = next(_lines(lines), "")
    if first.startswith("PK\x03\x04") or "\0" in first:
        raise Unreadable(NEITHER)
    following = chain([first], _lines(lines))
    yield from _from_json(following) if first.lstrip().startswith("{") else _from_csv(following)


def _lines(file: TextIO) -> Iterator[str]:
    """Whole lines; of one that is too long, its beginning."""
    while line := file.readline(LONGEST):
        rest = line
        while not rest.endswith("\n") and len(rest) == LONGEST:
            rest = file.readline(LONGEST)
        yield line


def _from_json(lines: Iterable[str]) -> Iterator[Row]:
    for number, line in enumerate(lines, start=1):
        if line.strip():
            yield _row(number, _said, line)


def _said(line: str) -> tuple[Post | None, Mapping[str, Any]]:
    if len(line) >= LONGEST:
        raise Unreadable(TOO_LONG)
    plain = _plain(line)
    try:
        said = json.loads(plain)
    except (ValueError, RecursionError) as error:
        raise Unreadable(NOT_JSON) from error
    return _event(said), said


def _from_csv(lines: Iterator[str]) -> Iterator[Row]:
    title = next(lines, "")
    reader = csv.DictReader(lines, [name.strip().lower() for name in _cells(title)], delimiter=_separator(title))
    if not {"id", "text", "published_at"} <= set(reader.fieldnames or ()):
        raise Unreadable(NO_COLUMNS)
    while True:
        number = reader.line_num + 2
        try:
            cells = next(reader)
        except StopIteration:
            return
        except csv.Error:
            yield Row(number, flaw=OPEN_QUOTE)
            continue
        yield _row(number, _cells_said, cells)


def _cells_said(cells: Mapping[str, Any]) -> tuple[Post | None, Mapping[str, Any]]:
    return _post(cells), cells


def _cells(title: str) -> list[str]:
    return next(csv.reader([title], delimiter=_separator(title)), [])


def _separator(title: str) -> str:
    return max(",;\t", key=title.count)


def _row(number: int, read: Callable[[Any], tuple[Post | None, Mapping[str, Any]]], said: object) -> Row:
    try:
        post, everything = read(said)
        return Row(number, post=post, said=everything)
    except Unreadable as flaw:
        return Row(number, flaw=str(flaw))


def _event(said: Any) -> Post | None:
    """A post; None for a Jetstream event that is none."""
    if not isinstance(said, Mapping):
        raise Unreadable(NO_OBJECT)
    if "did" not in said or "text" in said:
        return _post(said)
    commit = said.get("commit")
    if not isinstance(commit, Mapping) or (commit.get("operation"), commit.get("collection")) != ("create", POSTS):
        return None
    record = commit.get("record")
    if not isinstance(record, Mapping):
        raise Unreadable(NO_RECORD)
    did, languages = said["did"], record.get("langs")
    uri = f"at://{did}/{POSTS}/{commit.get('rkey')}"
    named = {"id": uri, "network": "bluesky", "author": did, "published_at": record.get("createdAt")}
    first = languages[0] if isinstance(languages, list) and languages else ""
    return _post({**named, "text": record.get("text"), "lang": first})


def _post(said: Mapping[str, Any]) -> Post:
    native_id, text, at = (_words(said, name) for name in ("id", "text", "published_at"))
    if not native_id or not text:
        raise Unreadable(NO_WORDS)
    network = _words(said, "network")[:40] or NETWORK
    try:
        moment = datetime.fromisoformat(at)
        published_at = moment if moment.tzinfo else moment.replace(tzinfo=UTC)
        handle = _words(said, "author")[:255] or "?"
        who = Profile(network, _words(said, "author_id")[:255] or handle, handle, _words(said, "author_name") or handle)
        answered, began = _ref(said, "reply_to"), _ref(said, "conversation")
        return Post(
            network,
            native_id[:500],
            who,
            text,
            published_at,
            url=_address(said),
            lang=_words(said, "lang"),
            reply_to=answered,
            root=began or answered,
        )
    except (ValueError, OverflowError, NaiveDatetime) as error:
        raise Unreadable(NO_MOMENT) from error


def _ref(said: Mapping[str, Any], name: str) -> Ref | None:
    native_id = _words(said, name)[:500]
    return Ref(native_id) if native_id else None


def _words(said: Mapping[str, Any], name: str) -> str:
    value = said.get(name)
    return _plain(str(value)).strip() if isinstance(value, str | int) else ""


def _plain(text: str) -> str:
    """Raises Unreadable for what was not UTF-8 in the file, and for half a character in JSON."""
    if any("\ud800" <= sign <= "\udfff" for sign in text):
        raise Unreadable(NOT_UTF8)
    return text


def _address(said: Mapping[str, Any]) -> str:
    address = _words(said, "url")
    return address[:500] if address.lower().startswith(("https://", "http://")) else ""
