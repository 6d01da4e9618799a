"""Did it leave? For networks that keep no key of ours: our posts are read back and compared with what was to leave.

There are three answers, and only two of them are an answer: it is there, it is certainly not there, or nobody can
tell. The third is never taken for the second, because what is "not there" is sent again.
"""

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from difflib import SequenceMatcher

from beffroi.connectors.contract import Refused, TryLater
from beffroi.vocabulary import Outgoing, Receipt

CLOCKS_DIFFER = timedelta(minutes=2)  # how far before its own moment a post is looked for
SETTLED = timedelta(minutes=1)  # what a network is given to show what it took
ALIKE = 0.6  # of the words

TOO_EARLY = "It is too early to tell whether the post left: the network may not show it yet."
NOBODY_CAN_TELL = (
    "A post much like this one is there, or the network did not say: please look whether it left. "
    "If it is not there, write it again."
)

LINK = re.compile(r"(?:https?://)?(?:www\.)?([\w-]+(?:\.[\w-]+)+)(?:[/?#]\S*)?", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Seen:
    """One of our own posts as the network shows it. `pictures` is how many it has; None: it was not said."""

    receipt: Receipt
    text: str
    pictures: int | None = None


def which(outgoing: Outgoing, ours: Sequence[Seen], *, answered_at: datetime | None) -> Receipt | None:
    """The receipt of `outgoing` among `ours`, the posts since it was first tried; None when it is certainly not there.

    `answered_at` is the network's own clock. Raises TryLater when it is too early to tell, and Refused when nobody can.
    """
    wanted = words(outgoing.text)
    for seen in ours:
        if words(seen.text) == wanted and seen.pictures in (None, len(outgoing.media)) and (wanted or seen.pictures):
            return seen.receipt
    if answered_at is None or any(alike(wanted, words(seen.text)) for seen in ours):
        raise Refused(NOBODY_CAN_TELL)
    if answered_at < outgoing.created_at + SETTLED:
        raise TryLater(TOO_EARLY)
    return None


def words(text: str) -> tuple[str, ...]:
    """What is compared: a network may shorten a link, or change spaces and the form of an accent, and no more."""
    return tuple(LINK.sub(r"\1", unicodedata.normalize("NFC", text)).casefold().split())


def alike(wanted: tuple[str, ...], seen: tuple[str, ...]) -> bool:
    if not (wanted and seen):
        return True  # a post without words can be any other
    return SequenceMatcher(None, wanted, seen, autojunk=False).ratio() >= ALIKE
