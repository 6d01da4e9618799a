"""What one run of all measures came to, as it lies in `run.json` among the results."""

import json
from collections.abc import Iterator
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Self

FILE = "run.json"
NOT_HERE = 2  # the exit code of a measure that needs what this machine does not have
BROKE = 70  # stands for any other exit code of a measure that handed nothing in


@dataclass(frozen=True, slots=True)
class Done:
    name: str
    code: int
    seconds: float

    def told(self) -> str:
        said = {0: "kept its aims", 1: "missed an aim", NOT_HERE: "left out: what it needs is not here", BROKE: "broke"}
        return f"{self.name}: {said.get(self.code, f'exit code {self.code}')} ({self.seconds:.0f} s)"


@dataclass(slots=True)
class Run:
    """`began` is UTC to the minute, `load` what the machine had to do before the first measure."""

    began: str
    load: str
    measures: list[Done] = field(default_factory=list)

    @property
    def seconds(self) -> float:
        return sum(done.seconds for done in self.measures)

    @property
    def left_out(self) -> list[str]:
        return [done.name for done in self.measures if done.code == NOT_HERE]

    @property
    def broke(self) -> list[str]:
        return [done.name for done in self.measures if done.code == BROKE]

    def told(self) -> Iterator[str]:
        yield from (done.told() for done in self.measures)
        yield f"all together {self.seconds / 60:.0f} minutes"

    def keep(self, folder: Path) -> None:
        (folder / FILE).write_text(json.dumps(asdict(self), indent=1) + "\n", encoding="utf-8")

    @classmethod
    def kept(cls, folder: Path) -> Self | None:
        """The latest run; None where there was none yet."""
        if not (folder / FILE).exists():
            return None
        said = json.loads((folder / FILE).read_text(encoding="utf-8"))
        return cls(said["began"], said["load"], [Done(**done) for done in said["measures"]])
