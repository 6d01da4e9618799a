"""What a way to reach a person is: an address it takes, and one call that sends."""

from collections.abc import Callable
from dataclasses import dataclass, field

from beffroi.vocabulary import Sentence


class Later(Exception):
    """It was not taken, and may be later; `seconds` when the far side says how long to wait."""

    def __init__(self, reason: Sentence, seconds: float | None = None) -> None:
        super().__init__(str(reason))
        self.reason = reason
        self.seconds = seconds


class Refused(Exception):
    """It was not taken, and never will be: the address is wrong, or nobody there lets us write."""

    def __init__(self, reason: Sentence) -> None:
        super().__init__(str(reason))
        self.reason = reason


class BadAddress(ValueError):
    """Not an address of this channel; `reason` says what one looks like."""

    def __init__(self, reason: Sentence) -> None:
        super().__init__(str(reason))
        self.reason = reason


@dataclass(frozen=True, slots=True)
class Notice:
    """What is to be sent, in the language of its reader. `key` is the same at every try. The text may hold a code and
    the link a secret: neither shows in a `repr`. `foot` says how to be told less, where there is room for it."""

    key: str
    address: str
    name: str
    subject: str
    text: str = field(repr=False)
    link: str = field(repr=False, default="")
    foot: str = ""

    @property
    def lines(self) -> str:
        """Text and link, as a short message says them."""
        return f"{self.text}\n{self.link}" if self.link else self.text


@dataclass(frozen=True, slots=True)
class Channel:
    """`label` stands in "told by …", `heading` above its part of the page. `is_set`: whether the administrator set what
    it needs, else `to_set` says what. `untried`: on which real service it was never run.

    `cleaned` gives an address as it is kept, or raises BadAddress. `send` raises Later or Refused; it has no database
    and no retry. `shown`: for a channel whose addresses are keys, what of one may stand on a page; it is kept sealed.
    `proves_itself`: an address can only come from its owner, and needs no code. `is_short`: it has room for one thing
    only, and brings no digest. `rings`: it calls a person who sleeps; one that does not silences nobody else.
    """

    name: str
    label: Sentence
    heading: Sentence
    is_set: Callable[[], bool]
    to_set: Sentence
    cleaned: Callable[[str], str]
    send: Callable[[Notice], None]
    untried: Sentence | None = None
    shown: Callable[[str], str] | None = None
    proves_itself: bool = False
    is_short: bool = False
    rings: bool = False
