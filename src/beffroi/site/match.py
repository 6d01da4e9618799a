"""The work of `beffroi match`: which of these searches find which of these posts, from stream to stream.

A search stands on one line, `id<TAB>search`; blank lines and lines that begin with # are passed over. A post is one
line of JSON: a Jetstream event, or an object with `id`, `text` and perhaps `author` and `lang`. Each hit is one line
`{"post": …, "search": …}`, in the order of the posts, then of the searches. Needs no database and no settings.
"""

import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any, BinaryIO, TextIO

from beffroi.engines.query import Document, Presearch, Search, SearchError, parse
from beffroi.site.jsonlines import BOM, Complaints, Unreadable, let_go, read_json

EXIT_BAD_SEARCHES = 2
POSTS = "app.bsky.feed.post"


@dataclass(frozen=True, slots=True)
class Seen:
    """A post as one line gave it. `flaw` says what was wrong with it, though it could be read."""

    id: str | int
    document: Document
    flaw: str = ""


def run(searches: TextIO, posts: BinaryIO, hits: TextIO, complaints: TextIO) -> int:
    """Writes every hit to `hits` and whatever was wrong to `complaints`; gives back the exit status.

    A search that cannot be read stops everything before the first post: status 2. A post that cannot be read is
    reported with its line and counted, and the work goes on: status 0, as when the reader of `hits` goes away.
    """
    named, faults = _read_searches(searches)
    if faults:
        complaints.writelines(f"{fault}\n" for fault in faults)
        complaints.flush()
        return EXIT_BAD_SEARCHES
    try:
        _match(named, posts, hits, Complaints(complaints))
    except BrokenPipeError:
        let_go(hits)
    return 0


def _match(searches: Mapping[str, Search], posts: Iterable[bytes], hits: TextIO, complaints: Complaints) -> None:
    names = list(searches)
    presearch = Presearch(list(searches.values()))
    for number, line in enumerate(posts, start=1):
        seen, flaw = _seen(line)
        if flaw:
            complaints.note(number, flaw)
        if seen and (found := presearch.found(seen.document)):
            hits.writelines(_hit(seen, names[index]) for index in found)
            hits.flush()  # whoever reads a live stream behind us wants the hit now, not when a buffer is full
    complaints.sum_up()


def _hit(seen: Seen, search: str) -> str:
    return json.dumps({"post": seen.id, "search": search}) + "\n"


def _seen(line: bytes) -> tuple[Seen | None, str]:
    try:
        seen = read_post(line)
    except Unreadable as reason:
        return None, str(reason)
    return seen, seen.flaw if seen else ""


def _read_searches(lines: TextIO) -> tuple[dict[str, Search], list[str]]:
    searches: dict[str, Search] = {}
    faults: list[str] = []
    try:
        written = lines.read().removeprefix(BOM).split("\n")
    except UnicodeDecodeError as error:
        number = error.object[: error.start].count(b"\n") + 1
        return {}, [f"searches, line {number}: This is not UTF-8 text. Save the file as UTF-8."]
    for number, name, text, column in _named(written):
        try:
            searches[name] = _search(name, text, column, searches)
        except SearchError as error:
            faults.append(f"searches, line {number}, character {error.position + 1}: {error} {error.hint}")
    return searches, faults


def _named(lines: Iterable[str]) -> Iterator[tuple[int, str, str, int]]:
    """Line number, id, text of the search and the column where it begins, for each line that says something."""
    for number, line in enumerate(lines, start=1):
        if line.strip() and not line.startswith("#"):
            name, tab, text = line.partition("\t")
            yield number, name.strip(), text, len(name) if tab else -1


def _search(name: str, text: str, tab: int, others: Mapping[str, Search]) -> Search:
    if tab < 0:
        raise SearchError("There is no tab in this line.", 0, "Write an id, a tab, then the search.")
    if not name:
        raise SearchError("There is no id before the tab.", 0, "Write an id, a tab, then the search.")
    if name in others:
        raise SearchError("This id already names a search further up.", 0, "Give each search its own id.")
    try:
        return parse(text)
    except SearchError as error:
        raise SearchError(error.message, tab + 1 + error.position, error.hint) from error


def read_post(line: bytes) -> Seen | None:
    """The post that a line holds, None when it holds something else: a like, a deletion, nothing.

    Raises Unreadable.
    """
    event = read_json(line)
    if event is None:
        return None
    if not isinstance(event, dict):
        raise Unreadable("This is not a JSON object.")
    if "did" in event and "text" not in event:
        return _from_jetstream(event)
    return _post(event.get("id"), event, author=event.get("author"), lang=event.get("lang"))


def _from_jetstream(event: Mapping[str, Any]) -> Seen | None:
    commit = event.get("commit")
    if not isinstance(commit, dict) or (commit.get("operation"), commit.get("collection")) != ("create", POSTS):
        return None
    did, key, record = event["did"], commit.get("rkey"), commit.get("record")
    if not (isinstance(did, str) and isinstance(key, str) and isinstance(record, dict)):
        raise Unreadable("This post has no author, no key or no record.")
    languages = record.get("langs")
    first = languages[0] if isinstance(languages, list) and languages else ""
    return _post(f"at://{did}/{POSTS}/{key}", record, author=did, lang=first)


def _post(native_id: Any, holder: Mapping[str, Any], *, author: Any, lang: Any) -> Seen:
    text = holder.get("text")
    if not isinstance(native_id, str | int) or not isinstance(text, str):
        raise Unreadable("This is neither a Jetstream event nor a post with an id and a text.")
    flaw = "" if _is_whole(text) else "Half a character (a lone surrogate) stands in the text; it was read as a space."
    return Seen(native_id, Document(text, _words(author), _words(lang)), flaw)


def _is_whole(text: str) -> bool:
    try:
        text.encode("utf-8")
    except UnicodeEncodeError:
        return False
    return True


def _words(value: Any) -> str:
    """An absent or unreadable author or language is none."""
    return value if isinstance(value, str) else ""
