"""`python -m tools.fuzz TARGET… [--minutes N]`, `… all`, `… list`, `… keep TARGET…`, `… told`."""

import argparse
import os
import subprocess
import sys
from datetime import UTC, datetime

from tools.fuzz import keeping, targets
from tools.fuzz.target import WORK


def main() -> int:
    asked = argparse.ArgumentParser(prog="python -m tools.fuzz", description=__doc__)
    asked.add_argument("names", nargs="+", metavar="TARGET")
    asked.add_argument("--minutes", type=float, default=1.0)
    chosen = asked.parse_args()
    first, *rest = chosen.names
    if first == "list":
        print(*targets.MODULES, sep="\n")
        return 0
    if first == "told":
        return keeping.tell()
    if first == "keep":
        return sum(keeping.keep(name) for name in known(rest or ["all"]))
    return run(known(chosen.names), chosen.minutes)


def known(names: list[str]) -> list[str]:
    wanted = list(targets.MODULES) if names == ["all"] else names
    if wrong := [name for name in wanted if name not in targets.MODULES]:
        sys.exit(f"No such target: {', '.join(wrong)}. There are: {', '.join(targets.MODULES)}.")
    return wanted


def run(names: list[str], minutes: float) -> int:
    """All of them beside each other, each with a log of its own; how many ended with a fault."""
    running = {}
    for name in names:
        (WORK / name).mkdir(parents=True, exist_ok=True)
        with (WORK / name / "log").open("w") as log:
            command = [sys.executable, "-m", "tools.fuzz.drive", name, "--minutes", str(minutes)]
            running[name] = subprocess.Popen(command, stdout=log, stderr=log, env={**os.environ, "PYTHONHASHSEED": "0"})
    for name, process in running.items():
        _, status, used = os.wait4(process.pid, 0)
        process.returncode = os.waitstatus_to_exitcode(status)
        with (WORK / name / "log").open("a") as log:
            log.write(f"ended {datetime.now(UTC):%Y-%m-%dT%H:%M:%SZ} with {process.returncode}\n")
        keeping.book(name, seconds=used.ru_utime + used.ru_stime)
    return keeping.tell(names)


if __name__ == "__main__":
    sys.exit(main())
