"""How frequent a term is: measured on a sample of posts, or guessed. It decides on speed alone, never on a hit."""

from collections import Counter
from collections.abc import Iterable, Mapping

from beffroi.engines.query.document import Document

_LONGEST_START = 14  # letters: longer prefixes are as rare as words
_EVERYWHERE = 600
_BY_LENGTH = (600, 300, 200, 60, 20, 10, 7, 5)


def frequencies(sample: Iterable[Document]) -> dict[str, int]:
    """In how many documents of the sample each term stands, and each beginning of a word as a prefix with its star."""
    counted: Counter[str] = Counter()
    for document in sample:
        counted.update(document.terms)
        counted.update(
            {f"{word[:n]}*" for word in document.words for n in range(3, min(len(word), _LONGEST_START) + 1)}
        )
    return dict(counted)


class Expected:
    """What to expect of any term. Without a measure: short words and languages are frequent."""

    def __init__(self, measured: Mapping[str, int] | None) -> None:
        self._measured = measured
        self._hot = max(measured.values() if measured else _BY_LENGTH, default=0) * 0.06 + 5

    def of(self, key: str) -> int:
        if self._measured is not None:
            return self._measured.get(key, 0)
        if ":" in key:
            return 1 if key.startswith(("from:", "to:", "url:")) else _EVERYWHERE
        return _BY_LENGTH[len(key)] if len(key) < len(_BY_LENGTH) else 4

    def is_hot(self, frequency: int) -> bool:
        """Whether a term of this frequency says so little that it shares its bit."""
        return frequency > self._hot
