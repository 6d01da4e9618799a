"""What changed between two texts, told word by word."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from difflib import SequenceMatcher
from typing import Literal

_WORDS = re.compile(r"\s+|[^\s\w]|\w+")
LONGEST = 20_000  # words and blanks together: beyond, the comparison itself would take seconds


@dataclass(frozen=True, slots=True)
class Stretch:
    """A piece of the two texts: in both, only in the new one, or only in the old one."""

    kind: Literal["same", "added", "removed"]
    text: str


def compare(old: str, new: str) -> list[Stretch]:
    """The new text with what was added to the old one and what was removed from it, in reading order.

    Without the added stretches it is the old text, without the removed ones the new one.
    """
    return list(_stretches(old, new))


def _stretches(old: str, new: str) -> Iterator[Stretch]:
    before, after = _WORDS.findall(old), _WORDS.findall(new)
    if len(before) + len(after) > LONGEST:
        yield from _whole(old, new)
        return
    for _act, i, j, k, m in SequenceMatcher(None, before, after, autojunk=False).get_opcodes():
        yield from _whole("".join(before[i:j]), "".join(after[k:m]))


def _whole(old: str, new: str) -> Iterator[Stretch]:
    if old == new:
        yield Stretch("same", new)
        return
    if old:
        yield Stretch("removed", old)
    if new:
        yield Stretch("added", new)
