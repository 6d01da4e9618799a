"""Does the guard see a takeover at its first poll, and how often does it ring for nothing? A kept history, replayed.

`python -m bench.guard --profiles FILE --counters FILE --incidents FILE [--output FILE]`; GUARD_HISTORY names a folder
that holds all three. The files are not in the repository (docs/how-to/replay-the-history.md says where they are from);
without them the extract of seven accounts is replayed that is. Exit code 2 when a named file is not there, 1 when an
aim is missed.

One module a part: each has `told(asked)`, which gives lines of the report, figures for the page of results, and last
whether its aims were kept.
"""

import argparse
import os
import sys
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

from bench import guard_history, guard_size, machine
from bench.headline import Figure, hand_in

FILES = {"profiles": "profiles.jsonl.gz", "counters": "counters.jsonl.gz", "incidents": "incidents.jsonl"}
EXTRACT = Path(__file__).parent.parent / "tests" / "engines" / "takeover" / "history"
KEPT = {
    "profiles": EXTRACT / "profiles.jsonl",
    "counters": EXTRACT / "counters.jsonl",
    "incidents": Path(__file__).parent / "takeover" / "extract.jsonl",
}
Part = Callable[[argparse.Namespace], tuple[list[str], list[Figure], bool]]
PARTS: dict[str, Part] = {"history": guard_history.told, "size": guard_size.told}


def main(arguments: Sequence[str] | None = None) -> int:
    parser = argparse.ArgumentParser(prog="python -m bench.guard", description=__doc__)
    folder = os.environ.get("GUARD_HISTORY")
    for name, file in FILES.items():
        known = Path(folder, file) if folder else KEPT[name]
        parser.add_argument(f"--{name}", type=Path, default=known, metavar="FILE")
    parser.add_argument("--part", choices=sorted(PARTS), help="only this one")
    parser.add_argument("--fleet", type=int, default=35_000, metavar="N", help="accounts of the fleet that is sized")
    parser.add_argument("--output", type=Path, metavar="FILE", help="also write the report there")
    asked = parser.parse_args(arguments)
    if missing := [path for name in FILES if not (path := getattr(asked, name)).exists()]:
        print(f"bench.guard: not here: {', '.join(map(str, missing))}", file=sys.stderr)
        return 2
    asked.is_extract = asked.profiles.parent == EXTRACT
    parts = [part(asked) for name, part in PARTS.items() if asked.part in (None, name)]
    report = "\n".join(_report([lines for lines, _, _ in parts], asked)) + "\n"
    hand_in(report, [figure for _, figures, _ in parts for figure in figures], asked.output)
    return int(not all(kept for _, _, kept in parts))


def _report(parts: Sequence[Sequence[str]], asked: argparse.Namespace) -> Iterator[str]:
    yield from ("# Guard: a history replayed", "", *machine.described())
    if asked.is_extract:
        yield "- the extract of seven accounts that is in the repository: its rates say nothing, it was chosen"
    for lines in parts:
        yield from ("", *lines)


if __name__ == "__main__":
    sys.exit(main())
