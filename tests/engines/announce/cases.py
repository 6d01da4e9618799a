"""The hard cases, from their file."""

from dataclasses import dataclass
from pathlib import Path

FILE = Path(__file__).parent / "hard_cases.txt"


@dataclass(frozen=True)
class Case:
    kind: str  # empty: nothing is announced
    subject: str  # empty: not tested
    text: str


def cases() -> list[Case]:
    lines = FILE.read_text(encoding="utf-8").splitlines()
    return [_case(line) for line in lines if line and not line.startswith("#")]


def _case(line: str) -> Case:
    kind, subject, text = (part.strip() for part in line.split("|", 2))
    return Case(kind.strip("-"), subject, text.replace("\\n", "\n"))
