"""Waiting for something real that takes a moment."""

import time
from collections.abc import Callable


def until(true: Callable[[], object], *, seconds: float = 20.0, every: float = 0.2) -> None:
    """Asks again and again; fails when `seconds` have passed."""
    deadline = time.monotonic() + seconds
    while not true():
        assert time.monotonic() < deadline, "it never happened"
        time.sleep(every)
