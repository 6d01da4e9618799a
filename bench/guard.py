"""Does the guard see a takeover at its first poll, and how often does it ring for nothing? A kept history, replayed.

`python -m bench.guard --profiles FILE --counters FILE --incidents FILE [--output FILE]`; GUARD_HISTORY names a folder
that holds all three. The files are not in the repository (docs/how-to/replay-the-history.md says where they are from).
Exit code 2 when they are not there, 1 when an aim is missed.

One module a part: each has `told(asked)`, which gives lines of the report, and last whether its aims were kept.
"""

import argparse
import os
import sys
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

from bench import guard_history, guard_size, machine

FILES = {"profiles": "profiles.jsonl.gz", "counters": "counters.jsonl.gz", "incidents": "incidents.jsonl"}
Part = Callable[[argparse.Namespace], tuple[list[str], bool]]
PARTS: dict[str, Part] = {"history": guard_history.told, "size": guard_size.told}


def main(arguments: Sequence[str] | None = None) -> int:
    parser = argparse.ArgumentParser(prog="python -m bench.guard", description=__doc__)
    folder = Path(os.environ.get("GUARD_HISTORY", "."))
    for name, file in FILES.items():
        parser.add_argument(f"--{name}", type=Path, default=folder / file, metavar="FILE")
    parser.add_argument("--part", choices=sorted(PARTS), help="only this one")
    parser.add_argument("--fleet", type=int, default=35_000, metavar="N", help="accounts of the fleet that is sized")
    parser.add_argument("--output", type=Path, metavar="FILE", help="also write the report there")
    asked = parser.parse_args(arguments)
    if missing := [path for name in FILES if not (path := getattr(asked, name)).exists()]:
        print(f"bench.guard: not here: {', '.join(map(str, missing))}", file=sys.stderr)
        return 2
    parts = [part(asked) for name, part in PARTS.items() if asked.part in (None, name)]
    report = "\n".join(_report(parts)) + "\n"
    print(report)
    if asked.output:
        asked.output.write_text(report, encoding="utf-8")
    return int(not all(kept for _, kept in parts))


def _report(parts: Sequence[tuple[list[str], bool]]) -> Iterator[str]:
    yield from ("# Guard: a history replayed", "", *machine.described())
    for lines, _ in parts:
        yield from ("", *lines)


if __name__ == "__main__":
    sys.exit(main())
