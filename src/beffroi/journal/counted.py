"""What an event says of a number: two forms of one sentence, of which the number chooses."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.utils.translation import ngettext

from beffroi.vocabulary import Sentence


@dataclass(frozen=True, slots=True)
class Counted:
    """`one` and `many` are English message ids; `by` names the detail of the event that is counted."""

    one: str
    many: str
    by: str

    def __str__(self) -> str:
        """Of many, which a list of all events shows."""
        return ngettext(self.one, self.many, 2)

    def of(self, detail: Mapping[str, Any]) -> str:
        """In the reader's language, with its places; of many where an older version did not write the number."""
        number = detail.get(self.by)
        return ngettext(self.one, self.many, number if isinstance(number, int) else 2)

    def kept(self, detail: Mapping[str, Any]) -> Sentence:
        """As it is kept to be said in a reader's language later."""
        number = detail.get(self.by)
        return (
            Sentence(self.one, detail, self.many, self.by) if isinstance(number, int) else Sentence(self.many, detail)
        )


def counted(one: str, many: str, by: str) -> Counted:
    """`make translations` gathers the two forms by this name."""
    return Counted(one, many, by)
