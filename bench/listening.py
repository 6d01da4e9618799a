"""How many posts a second go through how many saved searches? Against a published record and against other libraries.

    python -m bench.listening --corpus FOLDER [--sizes 1000,10000,100000,1000000] [--quick] [--output FILE]

The corpus is made by `bench.listening_corpus` from posts and communes that are not in the repository. Every engine must
find the same hits as ours, or is listed as inexact. Exit code 2 when the corpus is not there, 1 when an aim is missed.
"""

import argparse
import gc
import os
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack
from dataclasses import dataclass, field
from itertools import islice
from pathlib import Path
from statistics import median

import psycopg

from beffroi.engines.percolator import Index
from beffroi.engines.percolator.filing import filed
from beffroi.engines.percolator.frequencies import Expected, frequencies
from beffroi.engines.percolator.plan import plan
from beffroi.engines.percolator.terms import NewTerms
from beffroi.engines.query import Search, parse
from bench.headline import hand_in
from bench.listening_drawn import corpus_at
from bench.listening_files import Run, documents_of, end_to_end, lines_of
from bench.listening_peers import RIVALS, Cut, Hits, Matcher, Rival, Work
from bench.listening_postgresql import postgresql
from bench.listening_stress import CROWDS, stressed
from tests.postgres import PostgresMissing, postgres_server

SAMPLE = 30_000  # posts at the end of the corpus, for the frequencies
REPETITIONS = 5


@dataclass(frozen=True)
class Speed:
    """One engine on one batch size: CPU seconds of this thread for each repetition."""

    name: str
    searches: int
    posts: int
    seconds: Sequence[float]
    batch: int = 0
    batches: Sequence[float] = ()  # wall seconds of each batch
    hits: int = 0

    @property
    def rate(self) -> float:
        return self.posts / median(self.seconds)

    @property
    def best(self) -> float:
        return self.posts / min(self.seconds)


@dataclass(frozen=True)
class Rivalry:
    name: str
    rate: float
    ratio: float  # ours ÷ theirs, of the runs beside each other
    posts: int
    missing: int
    extra: int
    build: float
    exact: bool


@dataclass
class Results:
    """Everything that was measured, for the report."""

    speeds: list[Speed] = field(default_factory=list)
    crowds: list[Speed] = field(default_factory=list)
    rivals: list[Rivalry] = field(default_factory=list)
    rival_searches: int = 0
    files: list[Run] = field(default_factory=list)
    added: list[float] = field(default_factory=list)
    removed: list[float] = field(default_factory=list)
    late: Speed | None = None
    same_as_rebuilt: bool = False
    builds: dict[int, float] = field(default_factory=dict)
    corpus: str = ""  # "drawn" where no real posts were at hand


def main(arguments: list[str] | None = None) -> int:
    from bench.listening_figures import figures
    from bench.listening_report import report

    asked = _parser().parse_args(arguments)
    sizes = [int(size) for size in asked.sizes.split(",")]
    with corpus_at(asked.corpus, asked.drawn, max(sizes)) as (asked.corpus, is_drawn):
        if not (asked.corpus / "posts.jsonl").exists():
            print(f"{asked.corpus} has no posts.jsonl: make it with python -m bench.listening_corpus", file=sys.stderr)
            return 2
        with (asked.corpus / "queries.txt").open() as texts:
            there = sum(1 for _ in texts)
        if there < max(sizes):
            print(f"queries.txt has {there} searches, not {max(sizes)}: make more, or ask for fewer", file=sys.stderr)
            return 2
        found = Results(corpus="drawn" if is_drawn else "")
        measured = measured_frequencies(asked.corpus)
        for size in sizes:
            _one_size(asked, size, measured, found)
    text, kept = report(found, asked)
    hand_in(text, figures(found), asked.output)
    return 0 if kept else 1


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m bench.listening", description=__doc__)
    parser.add_argument("--corpus", type=Path, default=Path(os.environ.get("LISTENING_CORPUS", "listening-corpus")))
    parser.add_argument("--drawn", type=int, default=0, metavar="POSTS", help="without a corpus, draw so many posts")
    parser.add_argument("--sizes", default="1000,10000,100000,1000000", help="searches of each stage")
    parser.add_argument("--rivals-at", type=int, default=100_000, help="searches for the comparison; 0: none")
    parser.add_argument("--posts", type=int, default=20_000, help="posts of each repetition in memory")
    parser.add_argument("--workers", default="1,2")
    parser.add_argument("--repeated", type=int, default=3, help="runs from file to file, of which the median counts")
    parser.add_argument("--output", type=Path)
    return parser


def _one_size(asked: argparse.Namespace, size: int, measured: dict[str, int], found: Results) -> None:
    _say(f"{size} searches: building")
    started = time.perf_counter()
    index = Index(enumerate(islice(searches(asked.corpus), size)), measured, seed=1)
    found.builds[size] = time.perf_counter() - started
    gc.collect()
    gc.freeze()
    raw = lines_of(asked.corpus / "posts.jsonl", asked.posts)
    index.found_in_lines(b"".join(raw[:100]))
    for batch in (100, 1000, 10_000):
        found.speeds.append(speed("ours", index, size, raw, batch))
        _say(f"  batches of {batch}: {found.speeds[-1].rate:,.0f} posts/s")
    for workers in map(int, asked.workers.split(",")):
        runs = [end_to_end(index, size, asked.corpus / "posts.jsonl", workers) for _ in range(asked.repeated)]
        found.files.append(sorted(runs, key=lambda run: run.seconds)[len(runs) // 2])
        _say(f"  file to file, {workers} workers: {found.files[-1].rate:,.0f} posts/s")
    if size == 100_000:
        _crowds(asked, index, size, raw, found)
        _live(asked, size, raw, measured, found)
    del index
    gc.unfreeze()
    if size == asked.rivals_at:
        found.rival_searches = size
        _rivals(asked, size, raw, measured, found)


def searches(corpus: Path) -> Iterator[Search]:
    with (corpus / "queries.txt").open(encoding="utf-8") as texts:
        yield from (parse(text.rstrip("\n")) for text in texts)


def speed(
    name: str, index: Index, size: int, raw: Sequence[bytes], batch: int, repetitions: int = REPETITIONS
) -> Speed:
    chunks = [b"".join(raw[start : start + batch]) for start in range(0, len(raw), batch)]
    seconds, batches, hits = [], [], 0
    for _ in range(repetitions):
        begun, hits = time.thread_time(), 0
        for chunk in chunks:
            at = time.perf_counter()
            hits += len(index.found_in_lines(chunk).hits)
            batches.append(time.perf_counter() - at)
        seconds.append(time.thread_time() - begun)
    return Speed(name, size, len(raw), seconds, batch, batches, hits)


def _crowds(asked: argparse.Namespace, index: Index, size: int, raw: Sequence[bytes], found: Results) -> None:
    for name, tail in CROWDS.items():
        found.crowds.append(speed(name, index, size, stressed(raw, tail), 1000, 3))
    real = lines_of(asked.corpus / "posts_real.jsonl", asked.posts)
    found.crowds.append(speed("real posts only", index, size, real, 1000, 3))
    found.crowds.append(speed("lines of 2.5 kB", index, size, stressed(raw, "", 2500), 1000, 3))


def _live(asked: argparse.Namespace, size: int, raw: Sequence[bytes], measured: dict[str, int], found: Results) -> None:
    """A fifth of the searches come onto the live index of the others; then half of all are taken away."""
    texts = list(islice(searches(asked.corpus), size))
    standing = size - size // 5
    index = Index(enumerate(texts[:standing]), measured, seed=1)
    for number, search in enumerate(texts[standing:], start=standing):
        at = time.perf_counter()
        index.add(number, search)
        found.added.append(time.perf_counter() - at)
    found.late = speed("with a fifth added live", index, len(texts), raw, 1000)
    for number in range(0, len(texts), 2):
        at = time.perf_counter()
        index.remove(number)
        found.removed.append(time.perf_counter() - at)
    rebuilt = Index(((n, search) for n, search in enumerate(texts) if n % 2), measured, seed=2)
    chunk = b"".join(raw[:5000])
    found.same_as_rebuilt = _pairs(index, chunk) == _pairs(rebuilt, chunk)


def _pairs(index: Index, chunk: bytes) -> Hits:
    return {(int(post), int(search)) for post, search in index.found_in_lines(chunk).hits}


def _rivals(
    asked: argparse.Namespace, size: int, raw: Sequence[bytes], measured: dict[str, int], found: Results
) -> None:
    """Ours and each rival in turn, ours before and after: the ratio is of runs that stood beside each other."""
    asked_for = list(islice(searches(asked.corpus), size))
    work = Work(asked_for, anchors(asked_for, measured))
    index = Index(enumerate(asked_for), measured, seed=1)
    arena = Arena(index, raw, [Cut.of(document) for document in documents_of(raw)])
    for rival in RIVALS:
        _say(f"  {rival.name}: building")
        started = time.perf_counter()
        try:
            matcher = rival.build(work)
        except ImportError as missing:
            _say(f"  {rival.name}: {missing}; make peers installs it")
            continue
        found.rivals.append(arena.against(rival, matcher, time.perf_counter() - started))
    _against_postgresql(work, arena, found)


def _against_postgresql(work: Work, arena: "Arena", found: Results) -> None:
    name, posts = "PostgreSQL, an anchors table and @@ (wall)", 1000
    with ExitStack() as stack:
        try:
            url = stack.enter_context(postgres_server())
        except PostgresMissing as missing:
            _say(f"  {missing}")
            return
        connection = stack.enter_context(psycopg.connect(url, autocommit=True))
        started = time.perf_counter()
        matcher = postgresql(connection, work, arena.cuts[:posts])
        rival = Rival(name, lambda _work: matcher, posts)
        found.rivals.append(arena.against(rival, matcher, time.perf_counter() - started, clock=time.perf_counter))


@dataclass(frozen=True)
class Arena:
    """Where ours meets the others, on the same posts."""

    index: Index
    raw: Sequence[bytes]
    cuts: Sequence[Cut]

    def against(
        self, rival: Rival, matcher: Matcher, built: float, clock: Callable[[], float] = time.thread_time
    ) -> Rivalry:
        """Three of theirs, each between two of ours. `clock`: wall where the work is done in another process."""
        cuts = self.cuts[: rival.posts]
        mine, rates, ratios, hits = [self._ours()], [], [], set[tuple[int, int]]()
        for _ in range(3):
            begun = clock()
            hits = matcher(cuts)
            rates.append(len(cuts) / (clock() - begun))
            mine.append(self._ours())
            ratios.append((mine[-2] + mine[-1]) / 2 / rates[-1])
        wanted = _pairs(self.index, b"".join(self.raw[: len(cuts)]))
        _say(f"  {rival.name}: {median(rates):,.0f} posts/s, ours ÷ it {median(ratios):.0f}")
        missing, extra = len(wanted - hits), len(hits - wanted)
        return Rivalry(rival.name, median(rates), median(ratios), len(cuts), missing, extra, built, rival.exact)

    def _ours(self) -> float:
        return speed("ours", self.index, 0, self.raw, 1000, 1).rate


def anchors(asked: Sequence[Search], measured: dict[str, int]) -> list[frozenset[str]]:
    """Under which terms the percolator files each search."""
    keys: dict[int, str] = {}

    class Named(NewTerms):
        def number(self, key: str) -> int:
            number = super().number(key)
            keys[number] = key
            return number

    terms = Named(Expected(measured))
    entries = [filed(plan(search, terms), terms.bit, terms.frequency) for search in asked]
    return [frozenset(keys[entry.term] for entry in each) for each in entries]


def measured_frequencies(corpus: Path) -> dict[str, int]:
    size = (corpus / "posts.jsonl").stat().st_size
    with (corpus / "posts.jsonl").open("rb") as posts:
        posts.seek(max(0, size - 600 * SAMPLE))
        posts.readline()
        return frequencies(documents_of(list(islice(posts, SAMPLE))))


def _say(line: str) -> None:
    print(f"[{time.strftime('%H:%M:%S')}] {line}", file=sys.stderr, flush=True)


if __name__ == "__main__":
    sys.exit(main())
