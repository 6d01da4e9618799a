"""Every measure, one after the other: `python -m bench [--quick | --full] [--only NAME]`.

Writes bench/results/*.md and *.json, and of these the page bench/RESULTS.md; `--full` writes bench/results/full.
`python -m bench inbox --stage list` is one measure with its own arguments; `--page` only writes the page again.

What a machine does not have is left out and said. Exit code 1 when a measure broke or missed one of its aims.
"""

import argparse
import importlib
import subprocess
import sys
import time
from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path

from bench.machine import load
from bench.one_page import HERE, RESULTS, page
from bench.run import BROKE, NOT_HERE, Done, Run
from bench.sizes import MEASURES, Measure
from tests.missing import Missing


def main() -> int:
    if sys.argv[1:] and not sys.argv[1].startswith("-"):
        return one(sys.argv[1], sys.argv[2:])
    asked = _parser().parse_args()
    code = 0 if asked.page else every(asked)
    if asked.size != "quick":
        (HERE / "RESULTS.md").write_text(page(RESULTS), encoding="utf-8")
    return code


def every(asked: argparse.Namespace) -> int:
    """All measures, or the one that was asked for. 1 when one of them broke or missed an aim."""
    run = measured([each for each in MEASURES if asked.only in (None, each.name)], asked.size)
    if asked.size == "usual" and not asked.only:
        run.keep(RESULTS)
    for line in run.told():
        print(line, file=sys.stderr)
    return int(any(done.code not in (0, NOT_HERE) for done in run.measures))


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m bench", description=__doc__)
    size = parser.add_mutually_exclusive_group()
    size.add_argument(
        "--quick",
        dest="size",
        action="store_const",
        const="quick",
        help="smallest sizes, to see that it runs; writes nothing",
    )
    size.add_argument("--full", dest="size", action="store_const", const="full", help="all there is, some hours")
    parser.set_defaults(size="usual")
    parser.add_argument("--only", choices=[each.name for each in MEASURES], metavar="NAME", help="one measure")
    parser.add_argument("--page", action="store_true", help="measure nothing, write the page from what lies there")
    return parser


def one(module: str, arguments: Sequence[str]) -> int:
    """One measure in this process. 2 where something that it needs is not on this machine."""
    try:
        code: int = importlib.import_module(f"bench.{module}").main(list(arguments))
    except Missing as reason:
        print(f"bench.{module}: {reason}", file=sys.stderr)
        return NOT_HERE
    return code


def measured(measures: Sequence[Measure], size: str) -> Run:
    run = Run(began=f"{datetime.now(UTC):%Y-%m-%d %H:%M}", load=load())
    for measure in measures:
        if (arguments := measure.at(size)) is None:
            continue
        command = [sys.executable, "-m", "bench", measure.module, *arguments]
        print(f"[{time.strftime('%H:%M:%S')}] {measure.name}: {' '.join(command[2:])}", file=sys.stderr, flush=True)
        report = RESULTS / ("full" if size == "full" else "") / f"{measure.name}.md"
        began, clock = time.time(), time.monotonic()
        code = subprocess.run(command if size == "quick" else [*command, "--output", str(report)]).returncode
        if code not in (0, NOT_HERE) and size != "quick" and not _is_new(report.with_suffix(".json"), began):
            code = BROKE
        run.measures.append(Done(measure.name, code, time.monotonic() - clock))
    return run


def _is_new(file: Path, since: float) -> bool:
    return file.exists() and file.stat().st_mtime >= since


if __name__ == "__main__":
    sys.exit(main())
