"""How much memory does a worker take that opens a saved index?

    python -m bench.listening_memory --corpus FOLDER [--sizes 1000,10000,100000,1000000] [--output FILE]

A fresh process maps the arrays from files and finds the hits of 20,000 posts. The corpus is that of `bench.listening`.
"""

import argparse
import os
import subprocess
import sys
import tempfile
from collections.abc import Sequence
from itertools import islice
from pathlib import Path

import numpy as np

from beffroi.engines.percolator import Index
from bench.figures import table, verdict
from bench.headline import Figure, hand_in
from bench.machine import described, load

STRETCH = 200  # lines at once
POSTS = 20_000
AIM = (100_000, 200)  # searches, megabytes
HOW = """\
- Largest resident size (VmHWM) of a process that does nothing else: the interpreter, NumPy, Numba and the pages of the
  mapped index that were touched count. Several workers share those pages.
- "Empty" is the same process with an index of one search.
""".strip()


def main(arguments: list[str] | None = None) -> int:
    from bench.listening import measured_frequencies, searches
    from bench.listening_drawn import corpus_at
    from bench.listening_files import lines_of

    asked = _parser().parse_args(arguments)
    if asked.worker:
        print(_work(*asked.worker))
        return 0
    sizes = list(map(int, asked.sizes.split(",")))
    with corpus_at(asked.corpus, asked.drawn, max(sizes)) as (corpus, _is_drawn):
        if not (corpus / "posts.jsonl").exists():
            print(f"{corpus} has no posts.jsonl: make it with python -m bench.listening_corpus", file=sys.stderr)
            return 2
        raw, measured = lines_of(corpus / "posts.jsonl", POSTS), measured_frequencies(corpus)
        weighed = {}
        for size in [1, *sizes]:
            weighed[size] = _measured(Index(enumerate(islice(searches(corpus), size)), measured, seed=1), raw)
    rows = [
        [f"{size:,}" if size > 1 else "empty", f"{saved:.0f} MB", f"{megabytes:.0f} MB"]
        for size, (saved, megabytes) in weighed.items()
    ]
    figures = [_figure(size, megabytes) for size, (_saved, megabytes) in weighed.items() if size == AIM[0]]
    kept = all(each.kept for each in figures)
    head = ["# Listening: what a worker takes in memory", "", *described(), f"- load averages at the end: {load()}", ""]
    said = f"a worker with {AIM[0]:,} searches takes at most {AIM[1]} MB: {verdict(kept)}"
    text = "\n".join([*head, said, "", table(["searches", "arrays on disk", "a worker"], rows), "", HOW])
    hand_in(text, figures, asked.output)
    return 0 if kept else 1


def _figure(size: int, megabytes: float) -> Figure:
    what, aim = f"a worker that listens for {size:,} searches", f"at most {AIM[1]} MB"
    return Figure("memory.listening", what, f"{megabytes:.0f} MB", megabytes, aim, megabytes <= AIM[1])


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m bench.listening_memory", description=__doc__)
    parser.add_argument("--corpus", type=Path, default=Path(os.environ.get("LISTENING_CORPUS", "listening-corpus")))
    parser.add_argument("--drawn", type=int, default=0, metavar="POSTS", help="without a corpus, draw so many posts")
    parser.add_argument("--sizes", default="1000,10000,100000,1000000")
    parser.add_argument("--output", type=Path)
    parser.add_argument("--worker", type=Path, nargs=2, help=argparse.SUPPRESS)
    return parser


def _measured(index: Index, raw: Sequence[bytes]) -> tuple[float, float]:
    """Megabytes of the arrays, and of the process."""
    with tempfile.TemporaryDirectory(prefix="beffroi-bench-") as folder:
        for name, array in index.arrays().items():
            np.save(Path(folder) / f"{name}.npy", array)
        lines = Path(folder) / "lines"
        lines.write_bytes(b"".join(raw))
        command = [sys.executable, "-m", "bench.listening_memory", "--worker", folder, str(lines)]
        saved = sum(file.stat().st_size for file in Path(folder).glob("*.npy")) / 1e6
        return saved, float(subprocess.run(command, stdout=subprocess.PIPE, text=True, check=True).stdout)


def _work(folder: Path, lines: Path) -> float:
    """Not `getrusage`: what that tells of a process begins with the size of its parent."""
    arrays = {file.stem: np.load(file, mmap_mode="r") for file in folder.glob("*.npy")}
    index = Index.restored(arrays)
    with lines.open("rb") as posts:
        while some := b"".join(posts.readline() for _ in range(STRETCH)):
            index.found_in_lines(some)
    status = Path("/proc/self/status").read_text().splitlines()
    return next(int(line.split()[1]) * 1024 / 1e6 for line in status if line.startswith("VmHWM"))


if __name__ == "__main__":
    sys.exit(main())
