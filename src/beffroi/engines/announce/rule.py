"""What a rule is: the words to look for, and what must stand around them."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from typing import Literal

Form = Literal["finite", "present", "noun", "phrase", "bare"]
Side = Literal["before", "after"]


class Words:
    """A pattern that is compiled when a text is first judged.

    There are hundreds, a part of every start; few of the processes judge any text.
    """

    def __init__(self, written: str) -> None:
        self.written = written

    def __repr__(self) -> str:
        return f"Words({self.written!r})"

    @cached_property
    def _pattern(self) -> re.Pattern[str]:
        return re.compile(self.written)

    def finditer(self, plain: str) -> Iterator[re.Match[str]]:
        return self._pattern.finditer(plain)

    def search(self, plain: str) -> re.Match[str] | None:
        return self._pattern.search(plain)


@dataclass(frozen=True, slots=True)
class Rule:
    """`pattern` holds the announcing words; its group `p`, where there is one, is a participle, its group `v` none.

    `needs` must be found in the sentence, before these words (in a phrase: on either side). `head` says that they
    must open the sentence or be said by somebody who was there. On `side` stands what they are said of.
    """

    kind: str
    form: Form
    pattern: Words
    side: Side
    needs: Words | None = None
    head: bool = False


def spelled(pattern: str) -> Words:
    """A blank of the tables is any run of blanks."""
    return Words(pattern.replace(" ?", r"\s*").replace(" *", r"\s*").replace(" ", r"\s+"))


def word(pattern: str) -> Words:
    """`spelled`, as whole words."""
    return spelled(rf"\b(?:{pattern})\b")
