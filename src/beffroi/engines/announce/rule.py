"""What a rule is: the words to look for, and what must stand around them."""

import re
from dataclasses import dataclass
from typing import Literal

Form = Literal["finite", "present", "noun", "phrase", "bare"]
Side = Literal["before", "after"]


@dataclass(frozen=True, slots=True)
class Rule:
    """`pattern` holds the announcing words; its group `p`, where there is one, is a participle, its group `v` none.

    `needs` must be found in the sentence, before these words (in a phrase: on either side). `head` says that they
    must open the sentence or be said by somebody who was there. On `side` stands what they are said of.
    """

    kind: str
    form: Form
    pattern: re.Pattern[str]
    side: Side
    needs: re.Pattern[str] | None = None
    head: bool = False


def compiled(pattern: str) -> re.Pattern[str]:
    """A blank of the tables is any run of blanks."""
    return re.compile(pattern.replace(" ?", r"\s*").replace(" *", r"\s*").replace(" ", r"\s+"))


def word(pattern: str) -> re.Pattern[str]:
    """`compiled`, as whole words."""
    return compiled(rf"\b(?:{pattern})\b")
