"""How many exchanges this process had, and how they ended. Numbers only: never whom it called."""

import threading
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager

from beffroi.outbound.errors import OutboundError

Ending = tuple[str, str]  # ("public" or "allowed", "2xx" … "5xx", or the kind of trouble)


class Tally:
    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._ended: Counter[Ending] = Counter()

    def add(self, where: str, how: str) -> None:
        with self._lock:
            self._ended[where, how] += 1

    def read(self) -> dict[Ending, int]:
        with self._lock:
            return dict(self._ended)

    @contextmanager
    def trouble(self, where: str) -> Iterator[None]:
        """Counts an OutboundError on its way out."""
        try:
            yield
        except OutboundError as error:
            self.add(where, type(error).__name__)
            raise


TALLY = Tally()  # of this process
