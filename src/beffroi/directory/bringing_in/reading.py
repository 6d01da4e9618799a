"""A list of accounts that was read: what would become of it, and what is wrong with its rows."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _

from beffroi.directory.bringing_in.changes import Merge
from beffroi.directory.bringing_in.columns import Table
from beffroi.directory.bringing_in.listed import Wrong
from beffroi.engines.tables import sheet
from beffroi.engines.tables.sheet import Row
from beffroi.journal.sentences import translated


@dataclass(frozen=True, slots=True)
class Reading:
    """A file, read against the directory: its table, and what it would change or has changed."""

    table: Table
    merge: Merge

    def wrong_rows(self) -> bytes:
        """The rows that could not be brought in, as a file that can be mended and brought in again."""
        width = len(self.table.titles)
        head = [*self.table.titles, _("What could not be brought in")]
        return sheet.write([head, *([*_filled(row, width), told(wrong)] for row, wrong in self.merge.wrong)])


def told(wrong: Sequence[Wrong]) -> str:
    """What is wrong with one row, in the reader's language, each with its column and its cell."""
    return " ".join(" ".join(part for part in _parts(each) if part) for each in wrong)


def _parts(wrong: Wrong) -> tuple[str, str]:
    place = ": ".join(part for part in (wrong.column, wrong.cell[:80]) if part)
    return f"[{place}]" if place else "", translated(wrong.words.as_json())


def _filled(row: Row, width: int) -> list[str]:
    return [*row.cells[:width], *[""] * (width - len(row.cells))]
