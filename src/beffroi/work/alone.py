"""Is this the only worker? On one machine a lock on the data folder says so; several machines share a PostgreSQL."""

import fcntl
from collections.abc import Iterator
from contextlib import contextmanager
from io import TextIOWrapper
from pathlib import Path

_held: list[TextIOWrapper] = []  # open as long as the process lives: closing would give the lock away


class AnotherWorker(Exception):
    """Another process works on this data folder."""


def claim_alone(folder: Path) -> None:
    """Holds `folder` for this process until it ends, however it ends. Raises AnotherWorker."""
    _held.append(_lock(folder))


@contextmanager
def alone(folder: Path) -> Iterator[None]:
    """Holds `folder` for the length of the block. Raises AnotherWorker."""
    with _lock(folder):
        yield


def _lock(folder: Path) -> TextIOWrapper:
    lock = (folder / "worker.lock").open("w")
    try:
        fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError as error:
        lock.close()
        raise AnotherWorker(str(folder)) from error
    return lock


def is_taken(folder: Path) -> bool:
    """Whether a worker holds `folder` now; asking holds nothing."""
    with (folder / "worker.lock").open("w") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError:
            return True
    return False
