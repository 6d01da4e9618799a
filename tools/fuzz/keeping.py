"""What a run found: told in a table, and kept as a corpus."""

import csv
import re
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path

from tools.fuzz import targets
from tools.fuzz.target import CORPUS, WORK

LARGEST = 30_000  # bytes of the corpus of one target: all of them stay below a megabyte
RAN = CORPUS.parent / "ran.csv"  # what has been run in all, on whichever machine: it goes with the corpus
ROW = "{:<16} {:>10} {:>8} {:>7} {:>7}  {:<20} {:<20} {:>7}"


def tell(names: Sequence[str] = ()) -> int:
    """Prints a row for each target; how many have faults. The last column is of all runs that were ever booked."""
    print(ROW.format("target", "executions", "reached", "inputs", "faults", "begun", "ended", "CPU min"))
    minutes = booked()
    bad = 0
    for name in names or targets.MODULES:
        log = WORK / name / "log"
        said = log.read_text(errors="replace") if log.exists() else ""
        steps = re.findall(r"^#(\d+)\s+\w+\s+(?:cov: (\d+) )?(?:ft: \d+ )?(?:corp: (\d+))?", said, re.MULTILINE)
        reached = [step[1] for step in steps if step[1]] or ["0"]
        inputs = [step[2] for step in steps if step[2]] or ["0"]
        faults = faults_of(name)
        times = [*re.findall(r"^begun (\S+)", said, re.MULTILINE)[:1], *re.findall(r"^ended (\S+)", said, re.MULTILINE)]
        row = (name, executed(said), reached[-1], inputs[-1], faults, *[*times, "", ""][:2])
        print(ROW.format(*row, f"{minutes.get(name, 0.0):.1f}"))
        bad += bool(faults)
    return min(bad, 100)


def book(name: str, *, seconds: float) -> None:
    """Adds a run to the file of all runs: `seconds` are those of the processor."""
    said = (WORK / name / "log").read_text(errors="replace")
    is_new = not RAN.exists()
    with RAN.open("a", newline="") as file:
        rows = csv.writer(file, lineterminator="\n")
        if is_new:
            rows.writerow(["day", "target", "cpu_minutes", "executions", "faults"])
        rows.writerow([f"{datetime.now(UTC):%Y-%m-%d}", name, f"{seconds / 60:.1f}", executed(said), faults_of(name)])


def executed(said: str) -> str:
    """How many inputs were tried: as the log ends, or as far as it has come."""
    found: list[str] = re.findall(r"number_of_executed_units: (\d+)", said)
    found = found or re.findall(r"^#(\d+)\s", said, re.MULTILINE)
    return found[-1] if found else "0"


def faults_of(name: str) -> int:
    return len(list((WORK / name / "faults").glob("*.txt")))


def booked() -> dict[str, float]:
    """Minutes of the processor that each target has had."""
    minutes: dict[str, float] = {}
    if RAN.exists():
        with RAN.open(newline="") as file:
            for row in csv.DictReader(file):
                minutes[row["target"]] = minutes.get(row["target"], 0.0) + float(row["cpu_minutes"])
    return minutes


def keep(name: str) -> int:
    """The smallest inputs that reach what all reach, as far as there is room; 0."""
    with tempfile.TemporaryDirectory() as scratch:
        command = [sys.executable, "-m", "tools.fuzz.drive", name, "--merge", scratch]
        subprocess.run(command, check=True, capture_output=True)
        folder = CORPUS / name
        folder.mkdir(parents=True, exist_ok=True)
        room = LARGEST - sum(file.stat().st_size for file in folder.iterdir())
        for file in sorted(Path(scratch).iterdir(), key=lambda each: each.stat().st_size):
            room -= file.stat().st_size
            if room < 0:
                break
            shutil.copy(file, folder / file.name[:12])
    return 0
