"""Several processes for `beffroi match`: they share the index, and their answers are put back in order.

They are forked, so that the index is in memory once. Each worker is asked in its turn and answers in its turn. From a
file they read for themselves; from a pipe the parent reads and hands out, and passes on each answer as soon as it can,
also while the input pauses.
"""

import contextlib
import multiprocessing
import os
from collections import deque
from collections.abc import Iterator
from multiprocessing.connection import Connection, wait
from typing import Any, BinaryIO

from beffroi.site.commands.match.posts import Answer, Asked, Cutter, cut, is_file, read_some
from beffroi.site.terminal import gettext as _

PART = 1 << 20  # bytes of a file that a worker takes at once
LINE = 1 << 16  # bytes read on to find the end of a part's last line
AHEAD = 3  # parts that wait at each worker; of a pipe one, else both sides could wait for each other
PATIENCE = 5.0  # seconds: how long the end of a worker is waited for whose line has broken
_FORK = multiprocessing.get_context("fork")

Part = tuple[int, int] | bytes
"""From where to where in the file, or the lines themselves."""


def answers_in_order(asked: Asked, posts: BinaryIO, workers: int) -> Iterator[Answer]:
    """The answers to all posts, in their order."""
    file = os.dup(posts.fileno())  # the standard input is closed in a forked process
    crew = [_Worker(asked, file) for _ in range(workers)]
    try:
        yield from _from_file(crew, posts) if is_file(posts) else _from_pipe(crew, posts)
    finally:
        for worker in crew:
            worker.dismiss()
        os.close(file)


class _Worker:
    def __init__(self, asked: Asked, file: int) -> None:
        self.line, far = _FORK.Pipe()
        self._process = _FORK.Process(target=_work, args=(asked, file, far, self.line), daemon=True)
        self._process.start()
        far.close()

    def dismiss(self) -> None:
        self._process.terminate()  # it holds nothing that could be lost
        self._process.join()

    def ask(self, part: Part) -> None:
        """Raises WorkerLost."""
        try:
            self.line.send(part)
        except OSError as gone:
            raise self._lost() from gone

    def answer(self) -> Answer:
        """Waits for it. Raises WorkerLost."""
        try:
            answer: Answer = self.line.recv()
        except (EOFError, OSError) as gone:
            raise self._lost() from gone
        return answer

    def _lost(self) -> "WorkerLost":
        self._process.join(PATIENCE)
        return WorkerLost(self._process.exitcode)


class WorkerLost(Exception):
    """A worker ended before its answer."""

    def __init__(self, code: int | None) -> None:
        ended = _("A worker ended before its answer.")
        if code is not None and code < 0:
            ended = _("A worker ended before its answer (signal {number}).").format(number=-code)
        rest = _(
            "The hits so far are right, those of the posts after them are missing. If the memory was full, run it "
            "again with fewer workers."
        )
        super().__init__(f"{ended} {rest}")


def _from_file(crew: "list[_Worker]", posts: BinaryIO) -> Iterator[Answer]:
    begin, end = posts.tell(), os.fstat(posts.fileno()).st_size
    parts: Iterator[Part] = ((at, min(at + PART, end)) for at in range(begin, end, PART))
    waiting: deque[_Worker] = deque()
    for worker, part in zip(crew * AHEAD, parts, strict=False):
        worker.ask(part)
        waiting.append(worker)
    while waiting:
        worker = waiting.popleft()
        answer = worker.answer()
        if part := next(parts, None):  # type: ignore[assignment]  # a part or none
            worker.ask(part)
            waiting.append(worker)
        yield answer


def _from_pipe(crew: "list[_Worker]", posts: BinaryIO) -> Iterator[Answer]:
    idle, waiting = list(crew), deque[_Worker]()
    cutter = Cutter()
    ended = False
    while waiting or not ended:
        ready = wait([*([posts.fileno()] if idle and not ended else []), *(each.line for each in list(waiting)[:1])])
        if waiting and waiting[0].line in ready:
            worker = waiting.popleft()
            idle.append(worker)
            yield worker.answer()
        if posts.fileno() in ready:
            chunk = read_some(posts)
            ended = not chunk
            if lines := cutter.rest() if ended else cutter.whole(chunk):
                idle[0].ask(lines)
                waiting.append(idle.pop(0))


def _work(asked: Asked, file: int, line: "Connection[Any, Any]", parents: "Connection[Any, Any]") -> None:
    parents.close()  # so that the end of the parent is seen
    with contextlib.suppress(EOFError, KeyboardInterrupt, BrokenPipeError):
        while True:
            part: Part = line.recv()
            raw = part if isinstance(part, bytes) else _lines_that_begin(file, *part)
            line.send(_answer(asked, raw))


def _answer(asked: Asked, raw: bytes) -> Answer:
    lines, hits, flaws = 0, [], []
    for stretch in cut(raw):
        answer = asked.of(stretch)
        hits.append(answer.hits)
        flaws += [(lines + place, flaw) for place, flaw in answer.flaws]
        lines += answer.lines
    return Answer(lines, "".join(hits), flaws)


def _lines_that_begin(file: int, begin: int, end: int) -> bytes:
    """The lines that begin from `begin` on and before `end`, whole."""
    raw = os.pread(file, end - begin + 1, begin - 1) if begin else b"\n" + os.pread(file, end, 0)
    first = raw.find(b"\n") + 1
    if not first or first == len(raw):
        return b""
    pieces = [raw[first:]]
    while not pieces[-1].endswith(b"\n") and (more := os.pread(file, LINE, end)):
        pieces.append(more[: more.find(b"\n") + 1] or more)
        end += len(more)
    return b"".join(pieces)
