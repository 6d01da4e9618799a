"""What this process has counted since it began. It goes with its sign of life, so that one page can tell of all."""

import threading
from collections import Counter

Said = list[tuple[str, list[str], float]]  # what was counted, its labels, how often


class Counts:
    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._counted: Counter[tuple[str, tuple[str, ...]]] = Counter()

    def add(self, what: str, *labels: str, by: float = 1) -> None:
        with self._lock:
            self._counted[what, labels] += by  # type: ignore[assignment]  # seconds are counted too

    def put(self, what: str, *labels: str, value: float) -> None:
        """For what goes up and down."""
        with self._lock:
            self._counted[what, labels] = value  # type: ignore[assignment]  # as above

    def read(self) -> Said:
        with self._lock:
            return [(what, list(labels), round(value, 3)) for (what, labels), value in sorted(self._counted.items())]


COUNTS = Counts()  # of this process
