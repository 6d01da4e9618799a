"""From a file of raw lines to a file of hits, by the code behind `beffroi match`."""

import gc
import json
import tempfile
import time
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import islice
from pathlib import Path

from beffroi.engines.percolator import Index
from beffroi.engines.query import Document
from beffroi.site.commands.match.posts import Asked, stretches
from beffroi.site.commands.match.workers import answers_in_order


@dataclass(frozen=True)
class Run:
    """Wall seconds from the first byte read to the last hit on disk; the index stands already."""

    searches: int
    workers: int
    posts: int
    seconds: float
    hits: int

    @property
    def rate(self) -> float:
        return self.posts / self.seconds


def end_to_end(index: Index, size: int, posts: Path, workers: int) -> Run:
    """Reads the file once with so many workers."""
    asked = Asked(index, [str(number) for number in range(size)])
    gc.collect()
    gc.freeze()
    lines = hits = 0
    with tempfile.TemporaryFile("w") as found, posts.open("rb") as raw:
        begun = time.perf_counter()
        answers = map(asked.of, stretches(raw)) if workers == 1 else answers_in_order(asked, raw, workers)
        for answer in answers:
            found.write(answer.hits)
            lines, hits = lines + answer.lines, hits + answer.hits.count("\n")
        found.flush()
        seconds = time.perf_counter() - begun
    gc.unfreeze()
    return Run(size, workers, lines, seconds, hits)


def lines_of(path: Path, number: int) -> list[bytes]:
    with path.open("rb") as posts:
        return list(islice(posts, number))


def documents_of(raw: Sequence[bytes]) -> Iterator[Document]:
    for line in raw:
        event = json.loads(line)
        record: Mapping[str, object] = event["commit"]["record"]
        declared = record.get("langs") or [""]
        yield Document(str(record["text"]), event["did"], declared[0] if isinstance(declared, list) else "")
