"""The work of `beffroi match`: which of these searches find which of these posts, from stream to stream.

A search stands on one line, `id<TAB>search`; blank lines and lines that begin with # are passed over. A post is one
line of JSON: a Jetstream event, or an object with `id`, `text` and perhaps what else a `Document` has. Each hit is one
line `{"post": …, "search": …}`, in the order of the posts, then of the searches. Needs no database and no settings.
"""

import gc
import os
from collections.abc import Iterable, Iterator, Mapping
from typing import BinaryIO, TextIO

from beffroi.engines.percolator import Index, frequencies
from beffroi.engines.query import Document, Search, SearchError, asks_language, parse
from beffroi.engines.texts.tongue import language_of
from beffroi.site.commands.jsonlines import BOM, Complaints, let_go
from beffroi.site.commands.match.posts import Answer, Asked, is_file, sampled, stretches
from beffroi.site.commands.match.workers import WorkerLost, answers_in_order
from beffroi.site.terminal import complain, say
from beffroi.site.terminal import gettext as _
from beffroi.vocabulary import gettext_noop

EXIT_BAD_SEARCHES = 2
EXIT_WORKER_LOST = 1
SAMPLE = 4_000_000  # bytes from the beginning of a file: some thousand posts tell which words are frequent
WORTH_A_SAMPLE = 1000  # searches


def run(
    searches: TextIO,
    posts: BinaryIO,
    hits: TextIO,
    complaints: TextIO,
    *,
    workers: int = 1,
    detects_language: bool = False,
) -> int:
    """Writes every hit to `hits` and whatever was wrong to `complaints`; gives back the exit status.

    A search that cannot be read stops everything before the first post: status 2. A post that cannot be read is
    reported with its line and counted, and the work goes on: status 0, as when the reader of `hits` goes away. A worker
    that dies ends the work: status 1.
    """
    reading = Searches(searches)
    index = Index(reading, _measured(reading, posts))
    detects = detects_language and reading.asks_language  # it costs more than all the rest
    asked = Asked(index, reading.names, language_of if detects else None)
    if reading.faults:
        complaints.writelines(f"{fault}\n" for fault in reading.faults)
        complaints.flush()
        return EXIT_BAD_SEARCHES
    gc.collect()
    gc.freeze()  # neither looked through again nor copied to the workers
    answers = map(asked.of, stretches(posts)) if workers == 1 else answers_in_order(asked, posts, workers)
    try:
        _write(answers, hits, Complaints(complaints))
    except BrokenPipeError:
        let_go(hits)
    except WorkerLost as loss:
        complain(str(loss), of="beffroi match", out=complaints)
        complaints.flush()
        return EXIT_WORKER_LOST
    return 0


def _write(answers: Iterable[Answer], hits: TextIO, complaints: Complaints) -> None:
    number = 1
    for answer in answers:
        for place, flaw in answer.flaws:
            complaints.note(number + place, flaw)
        if answer.hits:
            hits.write(answer.hits)
            hits.flush()  # whoever reads a live stream behind us wants the hit now, not when a buffer is full
        number += answer.lines
    complaints.sum_up()


class Searches:
    """The searches of a file, read one at a time. `faults` says what was wrong when all are read."""

    def __init__(self, lines: TextIO) -> None:
        self.names: list[str] = []
        self.faults: list[str] = []
        self.asks_language = False
        self._text = self._read(lines)

    def __len__(self) -> int:
        return self._text.count("\n")

    def __iter__(self) -> Iterator[tuple[int, Search]]:
        """Each search under its place among them."""
        taken: set[str] = set()
        for number, name, text, column in _named(self._text.split("\n")):
            try:
                search = _search(name, text, column, taken)
            except SearchError as error:
                self.faults.append(_fault(number, error))
                continue
            taken.add(name)
            self.names.append(name)
            self.asks_language |= asks_language(search)
            yield len(self.names) - 1, search
        self._text = ""

    def _read(self, lines: TextIO) -> str:
        try:
            return lines.read().removeprefix(BOM)
        except UnicodeDecodeError as error:
            number = error.object[: error.start].count(b"\n") + 1
            garbled = _("searches, line {number}: This is not UTF-8 text. Save the file as UTF-8.")
            self.faults.append(garbled.format(number=number))
            return ""


def _fault(number: int, error: SearchError) -> str:
    said = _("searches, line {number}, character {place}: {words}")
    return said.format(number=number, place=error.position + 1, words=" ".join(map(say, error.sentences)))


def _named(lines: Iterable[str]) -> Iterator[tuple[int, str, str, int]]:
    """Line number, id, text of the search and the column where it begins, for each line that says something."""
    for number, line in enumerate(lines, start=1):
        if line.strip() and not line.startswith("#"):
            name, tab, text = line.partition("\t")
            yield number, name.strip(), text, len(name) if tab else -1


def _search(name: str, text: str, tab: int, others: set[str]) -> Search:
    if tab < 0:
        raise SearchError(
            gettext_noop("There is no tab in this line."), 0, gettext_noop("Write an id, a tab, then the search.")
        )
    if not name:
        raise SearchError(
            gettext_noop("There is no id before the tab."), 0, gettext_noop("Write an id, a tab, then the search.")
        )
    if name in others:
        raise SearchError(
            gettext_noop("This id already names a search further up."), 0, gettext_noop("Give each search its own id.")
        )
    try:
        return parse(text)
    except SearchError as error:
        message, hint = error.sentences
        raise SearchError(message.say, tab + 1 + error.position, hint.say, message.values) from error


def _measured(searches: Searches, posts: BinaryIO) -> Mapping[str, int] | None:
    """How frequent words are at the beginning of a file of posts; unknown of a pipe, whose posts are not held back."""
    if len(searches) < WORTH_A_SAMPLE or not is_file(posts):
        return None
    documents: Iterator[Document] = sampled(os.pread(posts.fileno(), SAMPLE, posts.tell()))
    return frequencies(documents)
