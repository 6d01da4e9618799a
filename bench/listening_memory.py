"""How much memory a worker takes that opens a saved index: a fresh process, its arrays mapped from files.

python -m bench.listening_memory FOLDER LINES     (run by bench.listening; prints megabytes)
"""

import resource
import subprocess
import sys
import tempfile
from collections.abc import Sequence
from pathlib import Path

import numpy as np

from beffroi.engines.percolator import Index

STRETCH = 200  # lines at once


def worker_megabytes(index: Index, raw: Sequence[bytes]) -> float:
    """The largest resident size of a process that does nothing but find these lines' hits; what it maps counts."""
    with tempfile.TemporaryDirectory(prefix="beffroi-bench-") as folder:
        for name, array in index.arrays().items():
            np.save(Path(folder) / f"{name}.npy", array)
        lines = Path(folder) / "lines"
        lines.write_bytes(b"".join(raw))
        command = [sys.executable, "-m", "bench.listening_memory", folder, str(lines)]
        return float(subprocess.run(command, stdout=subprocess.PIPE, text=True, check=True).stdout)


def _work(folder: Path, lines: Path) -> float:
    arrays = {file.stem: np.load(file, mmap_mode="r") for file in folder.glob("*.npy")}
    index = Index.restored(arrays)
    with lines.open("rb") as posts:
        while some := b"".join(posts.readline() for _ in range(STRETCH)):
            index.found_in_lines(some)
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1e3


if __name__ == "__main__":
    print(_work(Path(sys.argv[1]), Path(sys.argv[2])))
