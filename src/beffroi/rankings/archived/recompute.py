"""Reckons this edition again from its own facts and its own formula, and compares: `python3 recompute.py` in the
folder, or `python3 EDITION.zip` without unpacking it. Needs Python 3.11 or later, and nothing else.

It prints a line for each file of the result. The exit code is 0 when every one is the same, byte for byte, 1 otherwise.
`--write FOLDER` also keeps what was reckoned.
"""

import argparse
import io
import json
import sys
import zipfile
from pathlib import Path

from beffroi.engines.ranking.writing import recomputed

HERE = Path(__file__).parent


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--write", type=Path, metavar="FOLDER", help="also keep the result that was reckoned")
    asked = parser.parse_args()
    with opened("accounts.csv") as accounts, opened("daily.csv") as daily:
        found = recomputed(json.loads(read("manifest.json")), accounts, daily)
    for name, content in found.items():
        print(f"{name}: {'the same, byte for byte' if content == read(name) else 'NOT THE SAME'}")
        if asked.write:
            asked.write.mkdir(parents=True, exist_ok=True)
            (asked.write / name).write_bytes(content)
    return int(any(content != read(name) for name, content in found.items()))


def opened(name: str) -> io.TextIOWrapper:
    """A file of the edition, line by line, from the folder or from the zip that this runs in."""
    raw = zipfile.ZipFile(HERE).open(name) if zipfile.is_zipfile(HERE) else (HERE / name).open("rb")
    return io.TextIOWrapper(raw, encoding="utf-8", newline="")


def read(name: str) -> bytes:
    with opened(name) as file:
        return bytes(file.buffer.read())


if __name__ == "__main__":
    sys.exit(main())
