"""Lines of JSON from a stream, for the commands that stand in a pipe: a bad line is reported, and the work goes on."""

import contextlib
import json
from collections import Counter
from typing import Any, TextIO

from beffroi.site.terminal import gettext as _

BOM = "\ufeff"


class Unreadable(ValueError):
    """A line that ought to be a post and is not; says why in words."""


def read_json(line: bytes) -> Any:
    """What a line holds, None when it is blank. Raises Unreadable."""
    try:
        text = line.decode("utf-8").removeprefix(BOM).strip()
    except UnicodeDecodeError as error:
        raise Unreadable(_("This is not UTF-8 text.")) from error
    if not text:
        return None
    try:
        return json.loads(text)
    except (ValueError, RecursionError) as error:
        raise Unreadable(_("This is not JSON, or the line was cut.")) from error


class Complaints:
    """What was wrong, line by line as it comes, then counted by its kind."""

    def __init__(self, out: TextIO) -> None:
        self._out = out
        self._flaws: Counter[str] = Counter()

    def note(self, number: int, flaw: str) -> None:
        self._flaws[flaw] += 1
        self._out.write(_("posts, line {number}: {flaw}").format(number=number, flaw=flaw) + "\n")

    def sum_up(self) -> None:
        for flaw, count in self._flaws.items():
            self._out.write(_("posts, {count} in all: {flaw}").format(count=count, flaw=flaw) + "\n")
        self._out.flush()


def let_go(out: TextIO) -> None:
    """Closes an output whose reader went away."""
    # What is still in the buffer can no longer be delivered: closing here keeps the interpreter from trying again
    # on its way out and complaining about it.
    with contextlib.suppress(BrokenPipeError):
        out.close()
