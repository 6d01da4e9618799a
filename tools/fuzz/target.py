"""What a target is."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
CORPUS = ROOT / "tests" / "fuzz" / "corpus"
WORK = ROOT / "build" / "fuzz"


class Broken(Exception):
    """What a parser gave does not hold what it promises."""


def must(holds: bool, what: object = "") -> None:
    if not holds:
        raise Broken(what)


@dataclass(frozen=True, slots=True)
class Target:
    """`run` may raise `declared` and nothing else. `json` says that inputs are JSON after `prefix` bytes, and are
    mutated as such; `seeds` are further files to begin with, beside the corpus; `words` are put in whole."""

    run: Callable[[bytes], object]
    declared: tuple[type[BaseException], ...] = ()
    json: bool = False
    prefix: int = 0
    seeds: Callable[[], Mapping[str, bytes]] = dict
    words: tuple[str, ...] = ()
    longest: int = 20_000  # bytes of an input

    def try_out(self, data: bytes) -> None:
        """Raises what the target does not declare."""
        try:
            self.run(data)
        except self.declared:
            return
