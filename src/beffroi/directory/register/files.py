"""The files of the register, as they are shipped. Knows nothing of the database."""

import csv
import gzip
import io
from collections.abc import Iterator, Mapping
from pathlib import Path

DATA = Path(__file__).parent / "data"


def rows_of(file: Path) -> Iterator[Mapping[str, str]]:
    """The rows of a packed CSV file, each a cell by the title of its column. Raises EOFError for one that was cut."""
    with gzip.open(file, "rt", encoding="utf-8", newline="") as text:
        yield from csv.DictReader(io.StringIO(text.read()))
