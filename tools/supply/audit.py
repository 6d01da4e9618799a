"""Known faults of the parts, asked of the service that knows them (pip-audit), where it can be reached."""

import re
import subprocess
import sys
import tempfile
from pathlib import Path

from tools.supply.parts import LOCK, ROOT

SECONDS = 60


def audit() -> tuple[bool | None, str]:
    """Whether no part has a known fault, and what was said; None where nobody could be asked."""
    uv = str(ROOT / ".venv/bin/uv")
    with tempfile.TemporaryDirectory() as folder:
        try:
            subprocess.run([uv, "-q", "venv", "--python", sys.executable, folder], check=True)
            lock = str(ROOT / "requirements-supply.lock")
            into = [uv, "-q", "pip", "install", "--python", f"{folder}/bin/python", "--require-hashes", "-r", lock]
            subprocess.run(into, check=True, capture_output=True, timeout=4 * SECONDS)
            command = [
                f"{folder}/bin/pip-audit",
                "--require-hashes",
                "--disable-pip",
                "-r",
                str(LOCK),
                "--timeout",
                "10",
            ]
            asked = subprocess.run(command, capture_output=True, text=True, timeout=SECONDS, cwd=Path(folder))
        except (subprocess.TimeoutExpired, subprocess.CalledProcessError) as error:
            return None, f"pip-audit could not be run: {type(error).__name__}"
    return judged(asked.returncode, f"{asked.stdout}\n{asked.stderr}".strip())


def judged(returned: int, said: str) -> tuple[bool | None, str]:
    last = said.splitlines()[-1] if said else ""
    if returned == 0:
        return True, "no known fault"
    if re.search(r"Found \d+ known", said):
        return False, said
    return None, f"the service of known faults could not be asked: {last[:160]}"
