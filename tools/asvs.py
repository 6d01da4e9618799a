"""How Beffroi stands to OWASP ASVS 5.0.0, levels 1 and 2: the table as data, and the page made of it.

`python -m tools.asvs` writes docs/reference/asvs.md; what was awaited and is there now becomes evidence.
"""

import csv
import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, fields, replace
from itertools import groupby
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
DATA = ROOT / "docs" / "reference" / "asvs.csv"
PAGE = ROOT / "docs" / "reference" / "asvs.md"
ANSWERS = {"met": "met", "partly": "partly", "not": "not met", "n-a": "does not apply", "awaits": "awaited"}
CHAPTERS = (
    *("Encoding and sanitization", "Validation and business logic", "Web frontend", "API and web service"),
    *("File handling", "Authentication", "Session management", "Authorization", "Self-contained tokens"),
    *("OAuth and OIDC", "Cryptography", "Secure communication", "Configuration", "Data protection"),
    *("Secure coding and architecture", "Security logging and error handling", "WebRTC"),
)
HEAD = """# OWASP ASVS, line by line

How Beffroi stands to the
[Application Security Verification Standard](https://asvs.dev/)
5.0.0 of OWASP, levels 1 and 2. The numbers are the standard's; what each asks is told here in few words of our own, and
[the standard](https://github.com/OWASP/ASVS) says it in full. It is © OWASP Foundation,
[CC BY-SA 4.0](https://creativecommons.org/licenses/by-sa/4.0/), and so is this page.

Made of [asvs.csv](asvs.csv) by `python -m tools.asvs`; a test sees to it that every line has its evidence or its
reason, and that what is named exists.

"""


TITLES = "| | level | asks | answer | evidence, reason |\n|---|---|---|---|---|\n"


@dataclass(frozen=True, slots=True)
class Line:
    """One requirement. `evidence` and `awaits` are tests, files or folders, a semicolon between them."""

    number: str
    level: str
    asks: str
    answer: str
    evidence: str
    reason: str
    awaits: str

    @property
    def named(self) -> list[str]:
        return [one for one in self.evidence.split(";") if one]

    @property
    def awaited(self) -> list[str]:
        return [one for one in self.awaits.split(";") if one]


def lines() -> list[Line]:
    with DATA.open(newline="", encoding="utf-8") as file:
        return [Line(**row) for row in csv.DictReader(file)]


def exists(reference: str) -> bool:
    """Whether a file or a folder is there, and the test in it that is named."""
    path, _, test = reference.partition("::")
    there = ROOT / path
    if not there.exists():
        return False
    return not test or re.search(rf"^(?:async )?def {test}\(", there.read_text("utf-8"), re.MULTILINE) is not None


def settled(line: Line) -> Line:
    """The line with what was awaited among its evidence, once all of it is there."""
    if not line.awaited or not all(map(exists, line.awaited)):
        return line
    answer = "met" if line.answer == "awaits" else line.answer
    return replace(line, answer=answer, evidence=";".join([*line.named, *line.awaited]), awaits="")


def page(table: Sequence[Line]) -> str:
    counted = Counter(line.answer for line in table)
    said = [
        HEAD,
        ", ".join(f"{counted[answer]} {words}" for answer, words in ANSWERS.items() if counted[answer]),
        ".\n",
    ]
    for chapter, some in groupby(table, key=lambda line: int(line.number.partition(".")[0])):
        said += [f"\n## V{chapter} {CHAPTERS[chapter - 1]}\n\n", TITLES]
        said += map(row, some)
    return "".join(said)


def row(line: Line) -> str:
    shown = [*(link(one) for one in line.named), *([line.reason] if line.reason else [])]
    shown += [f"awaits `{one}`" for one in line.awaited]
    return f"| {line.number} | {line.level} | {line.asks} | {ANSWERS[line.answer]} | {' · '.join(shown)} |\n"


def link(reference: str) -> str:
    path, _, test = reference.partition("::")
    return f"[`{test or path}`](../../{path})"


def main() -> None:
    table = [settled(line) for line in lines()]
    with DATA.open("w", newline="", encoding="utf-8") as file:
        writer = csv.DictWriter(file, [field.name for field in fields(Line)], lineterminator="\n")
        writer.writeheader()
        writer.writerows({field.name: getattr(line, field.name) for field in fields(Line)} for line in table)
    PAGE.write_text(page(table), "utf-8")


if __name__ == "__main__":
    main()
