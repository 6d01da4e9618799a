"""What goes wrong on a Mastodon server, in the contract's three errors and in plain words."""

from collections.abc import Mapping
from datetime import UTC, datetime

from beffroi.connectors.contract import AccessLost, NetworkTrouble, Refused, TryLater
from beffroi.connectors.values import Json, words
from beffroi.outbound import OutboundError
from beffroi.vocabulary import Sentence, said_at

ASKS_TO_WAIT = "The server {server} asks us to wait before the next request."
OVERLOADED = "The server {server} has a problem of its own and could not answer."
NOT_UNDERSTOOD = "The server {server} did not answer as a Mastodon server does."
MOVED = (
    "The server {server} sends us on to another address: connect the account with the address that the server has now."
)
REFUSED = "The server {server} refuses this: {message}"
REFUSED_SILENTLY = "The server {server} refuses this and does not say why (status {status})."
TOO_LARGE = "The server {server} does not take files as large as this image."
ACCESS_ENDED = "The server {server} does not accept our access: connect the account with a token that it accepts."
NOT_ALLOWED = (
    "The server {server} does not allow this with our access ({message}): the account must be connected again."
)
STILL_PREPARING = "The server {server} has not finished preparing an image."
GONE = "The server {server} no longer has this post."
NOT_OURS = "This post belongs to somebody else."
STREAM_CLOSED = "The server {server} does not let its public stream be listened to."
STREAM_ENDED = "The stream ended."
PLACE_LOST = "The server no longer had what was said since we had last read."
NO_TIMELINE = "The server shows no timeline in which what was missed could be read."
NOT_A_STREAM = "The stream sends nothing that can be read."
BROKEN_LINE = "A line of the stream was not JSON."
BROKEN_POST = "A post of the stream could not be read."

LONGEST_MESSAGE = 300  # characters of a server's own words


class NotThere(Refused):
    """What was asked for does not exist, or not for us, or this server cannot do it."""


def said(sentence: str, server: str, **values: str | int) -> Sentence:
    return Sentence(sentence, {"server": server, **values})


def not_reached(error: OutboundError) -> TryLater:
    return TryLater(error.reason, delivered=False if error.sent is False else None)


def answered(status: int, body: Json, headers: Mapping[str, str], server: str) -> NetworkTrouble:
    """The error behind an answer other than success. `body` is None unless it was JSON; `headers` ignore case."""
    message = words(body, "error")[:LONGEST_MESSAGE]
    if status == 429:
        return TryLater(said(ASKS_TO_WAIT, server), seconds=seconds_to_wait(headers), delivered=False)
    if status >= 500 or status in (408, 425):
        return TryLater(said(OVERLOADED, server))
    if status == 403 and message:
        return AccessLost(said(NOT_ALLOWED, server, message=message))
    if status in (401, 403):
        return AccessLost(said(ACCESS_ENDED, server))
    return refusal(status, message, server)


def refusal(status: int, message: str, server: str) -> Refused:
    refused = NotThere if status in (404, 405, 410, 501) else Refused
    if status == 413:
        return refused(said(TOO_LARGE, server))
    if message:
        return refused(said(REFUSED, server, message=message))
    return refused(said(REFUSED_SILENTLY, server, status=status))


def seconds_to_wait(headers: Mapping[str, str]) -> float | None:
    """What the server asks for, counted by the server's own clock; None when it does not say."""
    after = headers.get("retry-after", "")
    if after.isascii() and after.isdecimal():
        return float(after)
    now = said_at(headers.get("date", ""))
    until = moment(headers.get("x-ratelimit-reset", "")) or said_at(after)
    return max(0.0, (until - now).total_seconds()) if until and now else None


def moment(written: str) -> datetime | None:
    """A moment as ISO 8601 or, on some servers, in seconds since 1970; without a zone it is UTC."""
    try:
        if written.isascii() and written.isdecimal():
            return datetime.fromtimestamp(float(written), tz=UTC)
        found = datetime.fromisoformat(written)
        return found.astimezone(UTC) if found.tzinfo else found.replace(tzinfo=UTC)
    except (ValueError, OverflowError, OSError):
        return None
