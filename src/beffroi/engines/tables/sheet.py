"""A table that somebody saved from a spreadsheet, as they come: any encoding that Excel writes, any separator."""

import csv
import io
import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import chain

from beffroi.vocabulary import Sentence

SEPARATORS = ";,\t"
QUOTED = re.compile(r'"[^"]*"')
FORMULA = re.compile(r"'*[=+\-@\t\r]")
WORKBOOK = (b"PK\x03\x04", b"\xd0\xcf\x11\xe0")  # .xlsx and .ods, .xls


class Unreadable(Exception):
    """The file is no table; `words` says why, to the person who sent it."""

    def __init__(self, words: Sentence) -> None:
        super().__init__(str(words))
        self.words = words


@dataclass(frozen=True, slots=True)
class Row:
    """`line` is where it begins in the file, counted from 1 as an editor does."""

    line: int
    cells: Sequence[str]


def read(content: bytes, *, most_rows: int) -> tuple[list[str], list[Row]]:
    """The titles of the columns, and the rows that are not empty. Raises Unreadable."""
    text = _decoded(content)
    if text.lower().startswith("sep="):  # a line that Excel writes and reads
        text = "\n" + text.partition("\n")[2]
    rows = _rows(io.StringIO(text, newline=""), _separator(text))
    title = next(rows, None)
    if title is None:
        raise Unreadable(Sentence("There is nothing in this file."))
    found: list[Row] = []
    for row in rows:
        found.append(row)
        if len(found) > most_rows:
            raise Unreadable(Sentence("There are more than {most} rows in this file: cut it up.", {"most": most_rows}))
    return [cell.strip() for cell in title.cells], found


def through(lines: Iterable[bytes]) -> Iterator[Row]:
    """The rows of a file that is too large to be held, the titles first: UTF-8, or line by line cp1252. Raises
    Unreadable where a line cannot be read."""
    texts = _decoded_lines(lines)
    first = next((text for text in texts if text.strip()), "")
    if not first:
        raise Unreadable(Sentence("There is nothing in this file."))
    yield from _rows(chain([first], texts), _separator(first))


def _decoded_lines(lines: Iterable[bytes]) -> Iterator[str]:
    for number, line in enumerate(lines):
        if number == 0 and line.startswith(WORKBOOK):
            raise Unreadable(Sentence("This is a workbook: open it in your spreadsheet and save it as CSV."))
        if b"\0" in line:
            raise Unreadable(Sentence("This is not a table of text: save it as CSV."))
        try:
            yield line.decode("utf-8-sig" if number == 0 else "utf-8")
        except UnicodeDecodeError:
            yield line.decode("cp1252", errors="replace")


def write(rows: Iterable[Sequence[str]]) -> bytes:
    """A table that Excel opens as one: UTF-8 with its mark, semicolons. No cell of it can be run as a formula."""
    out = io.StringIO(newline="")
    writer = csv.writer(out, delimiter=";")
    writer.writerows([disarmed(cell) for cell in row] for row in rows)
    return b"\xef\xbb\xbf" + out.getvalue().encode()


def disarmed(cell: str) -> str:
    """A spreadsheet runs what begins like a formula: an apostrophe before it makes it text."""
    return f"'{cell}" if FORMULA.match(cell) else cell


def armed_again(cell: str) -> str:
    """What stood in a cell before `disarmed`."""
    return cell[1:] if cell.startswith("'") and FORMULA.match(cell) else cell


def _decoded(content: bytes) -> str:
    if content.startswith(WORKBOOK):
        raise Unreadable(Sentence("This is a workbook: open it in your spreadsheet and save it as CSV."))
    if content.startswith((b"\xff\xfe", b"\xfe\xff")):
        text = content.decode("utf-16", errors="replace")
    elif content[1:80:2].count(0) > 20:  # Latin letters in UTF-16 without its mark
        text = content.decode("utf-16-le", errors="replace")
    else:
        try:
            text = content.decode("utf-8-sig")
        except UnicodeDecodeError:
            text = content.decode("cp1252", errors="replace")
    if "\0" in text:
        raise Unreadable(Sentence("This is not a table of text: save it as CSV."))
    return text


def _separator(text: str) -> str:
    title = QUOTED.sub("", next((line for line in text.splitlines() if line.strip()), ""))
    return max(SEPARATORS, key=title.count)


def _rows(lines: Iterable[str], separator: str) -> Iterator[Row]:
    reader, before = csv.reader(lines, delimiter=separator), 0
    try:
        for cells in reader:
            if any(cell.strip() for cell in cells):
                yield Row(before + 1, [armed_again(cell) for cell in cells])
            before = reader.line_num
    except csv.Error as error:
        raise Unreadable(
            Sentence("Line {line} cannot be read: is a quotation mark open?", {"line": before + 1})
        ) from error
