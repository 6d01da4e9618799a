"""What a run found: told in a table, and kept as a corpus."""

import re
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Sequence
from pathlib import Path

from tools.fuzz import targets
from tools.fuzz.target import CORPUS, WORK

LARGEST = 30_000  # bytes of the corpus of one target: all of them stay below a megabyte
ROW = "{:<16} {:>10} {:>8} {:>7} {:>7}  {:<20} {:<20}"


def tell(names: Sequence[str] = ()) -> int:
    """Prints a row for each target; how many have faults."""
    print(ROW.format("target", "executions", "reached", "inputs", "faults", "begun", "ended"))
    bad = 0
    for name in names or targets.MODULES:
        log = WORK / name / "log"
        said = log.read_text(errors="replace") if log.exists() else ""
        steps = re.findall(r"^#(\d+)\s+\w+\s+(?:cov: (\d+) )?(?:ft: \d+ )?(?:corp: (\d+))?", said, re.MULTILINE)
        executions = re.findall(r"number_of_executed_units: (\d+)", said) or [step[0] for step in steps] or ["0"]
        reached = [step[1] for step in steps if step[1]] or ["0"]
        inputs = [step[2] for step in steps if step[2]] or ["0"]
        faults = len(list((WORK / name / "faults").glob("*.txt")))
        times = [*re.findall(r"^begun (\S+)", said, re.MULTILINE)[:1], *re.findall(r"^ended (\S+)", said, re.MULTILINE)]
        print(ROW.format(name, executions[-1], reached[-1], inputs[-1], faults, *[*times, "", ""][:2]))
        bad += bool(faults)
    return min(bad, 100)


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
