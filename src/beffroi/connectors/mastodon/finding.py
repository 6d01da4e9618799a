"""Whether a post left: our own posts since then, compared with what was to leave.

No server can be trusted to keep an Idempotency-Key, so the text, the number of images and what it answers decide.
"""

import re
import unicodedata
from collections.abc import Sequence
from datetime import datetime

from beffroi.connectors.contract import Refused, TryLater
from beffroi.connectors.mastodon.server import Server, path_of
from beffroi.connectors.mastodon.statuses import Malformed, text_with_warning, written_at
from beffroi.connectors.reading_back import CLOCKS_DIFFER, NOBODY_CAN_TELL, SETTLED, TOO_EARLY, alike
from beffroi.connectors.values import Json, at, identifier, items, words
from beffroi.vocabulary import Outgoing

PAGE = "40"
REMOTE_MENTION = re.compile(r"(?<![\w@/])(@\w[\w.-]*)@\w[\w.-]*\w")


def found(server: Server, account: str, outgoing: Outgoing) -> Json | None:
    """The first post since the attempt that says the same; None when it is certainly not there.

    Raises TryLater while the server may still be busy with what it was sent, Refused when nobody can tell.
    """
    ours, answered_at = since_the_attempt(server, account, outgoing)
    likely = [status for status in reversed(ours) if could_be(status, outgoing)]
    resembling = False
    for status in likely:
        shown = text_with_warning(status)[0]
        sent = None if plain(shown) == plain(outgoing.text) else source(server, status)
        if plain(shown if sent is None else sent) == plain(outgoing.text):
            return status
        resembling |= sent is None and alike(plain(outgoing.text), plain(shown))
    if resembling:
        raise Refused(NOBODY_CAN_TELL)
    if answered_at and answered_at < outgoing.created_at + SETTLED:
        raise TryLater(TOO_EARLY)
    return None


def since_the_attempt(server: Server, account: str, outgoing: Outgoing) -> tuple[Sequence[Json], datetime | None]:
    """Our posts, newest first, and the server's own time. A date decides where to stop, an id never does."""
    earliest = outgoing.created_at - CLOCKS_DIFFER
    ours: list[Json] = []
    answered_at = None
    for page in server.pages(path_of("accounts", account, "statuses"), ("limit", PAGE), ("exclude_reblogs", "true")):
        answered_at = page.at
        recent = [status for status in page.list if is_recent(status, earliest)]
        ours += recent
        if not recent:
            break
    return ours, answered_at


def is_recent(status: Json, earliest: datetime) -> bool:
    try:
        return written_at(status) >= earliest
    except Malformed:
        return False


def could_be(status: Json, outgoing: Outgoing) -> bool:
    answers = outgoing.reply_to.native_id if outgoing.reply_to else ""
    pictures = len(items(at(status, "media_attachments")))
    return identifier(status, "in_reply_to_id") == answers and pictures == len(outgoing.media)


def source(server: Server, status: Json) -> str | None:
    """What the server was sent, which is not always what it shows; None where it does not keep it."""
    try:
        return words(server.get(path_of("statuses", identifier(status, "id"), "source")).object, "text")
    except Refused:
        return None


def plain(text: str) -> tuple[str, ...]:
    """The words, as two servers would still agree on them: of a mention some show only the first half."""
    return tuple(REMOTE_MENTION.sub(r"\1", unicodedata.normalize("NFC", text)).split())
